"""The app as it is served: python -m streamlit run app/server.py."""

import streamlit as st
from starlette.middleware import Middleware

from app.headers import SafeAnswers
from app.warming import warm

app = st.App("main.py", lifespan=warm, middleware=[Middleware(SafeAnswers)])
