"""Help that looks the same on every page: what the page is for, and what measuring here is for."""

from functools import cache
from pathlib import Path

import streamlit as st
import yaml

FILE = Path(__file__).with_name("purposes.yaml")
WHY_DA = (
    "Der måles for arbejdet med borgeren. Et tal er en anledning til at spørge, hvad borgeren har brug for, og om støtten "
    "hjælper. Tal bruges ikke til at vurdere den enkelte medarbejder, og et felt, ingen bruger, skal slås fra."
)


@cache
def purposes() -> dict[str, str]:
    """Every page's one-paragraph purpose, by its address."""
    found: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def page_help(address: str) -> None:
    """The paragraph of a page in the sidebar, under the menu; nothing for the page of a user without pages."""
    said = purposes().get(address)
    if said is None:
        return
    with st.sidebar.expander("Hvad er siden til?"):
        st.markdown(said)
        st.markdown(WHY_DA)
