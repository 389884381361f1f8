"""Navigation by role, and nothing else."""

import streamlit as st

from app.components import frame

st.set_page_config(page_title="Bundlinje", page_icon=":material/stacked_line_chart:", layout="wide")

PAGES = [
    st.Page("views/noegletal.py", title="Nøgletal", icon=":material/bar_chart:", url_path="noegletal", default=True),
    st.Page("views/om_noegletal.py", title="Om tallet", url_path="om-tallet", visibility="hidden"),
    st.Page("views/borger.py", title="Borger", icon=":material/person:", url_path="borger"),
    st.Page("views/som.py", title="SØM", icon=":material/payments:", url_path="som"),
    st.Page("views/data_ind.py", title="Data ind", icon=":material/upload_file:", url_path="data-ind"),
]

page = st.navigation(PAGES)
frame()
page.run()
