"""A day as one types it, 15-01-2026; a calendar would lie over the button beneath it and speak English to screen readers."""

from datetime import date

import streamlit as st

from pipelines.danish_entry import Entry, entry, typed_da

EMPTY_DA = "Skriv en dato, fx 31-12-2025."


def day_field(label: str, suggested: date, key: str) -> Entry:
    """A field for a day with one suggested; what was typed, read by the rule that registrations are read by."""
    typed = st.text_input(f"{label} (dag-måned-år)", typed_da(suggested), key=key, autocomplete="off")
    read = entry("courses", "started_on", typed)
    return read if read.value else Entry(read.text, None, "", read.problem or EMPTY_DA)
