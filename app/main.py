"""Who looks, which page, and its frame; nothing else."""

from pathlib import Path

import streamlit as st

from app import navigation, sign_in, warming
from app.components import STYLE, frame, settings_or_stop
from app.page_help import page_help
from app.rights import Visit
from app.tour import offer

st.set_page_config(page_title="Bundlinje", page_icon=Path(__file__).parent / "icon.svg", layout="wide")
st.html(STYLE)
here = settings_or_stop()
with st.sidebar:
    sign_in.who_is_looking(here)
user = sign_in.entrance(here)
if isinstance(user, sign_in.Refusal):
    navigation.no_page_yet()
    sign_in.refuse(user)
page = navigation.page_for(user)
frame(user)
page_help(page.url_path)
offer(Visit(here, user), page.url_path)
page.run()
warming.after_first_run(page.title)
