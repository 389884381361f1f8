"""The app as it is served: python -m streamlit run app/server.py."""

import streamlit as st
from starlette.middleware import Middleware

from app.headers import SafeAnswers
from app.sign_in import auth_section
from app.taking_in import take_in_whole
from app.warming import warm

take_in_whole()
at_https = str(auth_section().get("redirect_uri", "")).startswith("https://")
app = st.App("main.py", lifespan=warm, middleware=[Middleware(SafeAnswers, always_tls=at_https)])
