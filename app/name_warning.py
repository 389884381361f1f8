"""The warning of what looks like a person's name, given once for a text; the second time it is kept as it stands."""

import streamlit as st

from pipelines.names_in_text import name_like


def warned_of_a_name(key: str, *texts: str, button: str = "Gem") -> bool:
    """Whether texts that look like they hold a name were warned of just now; the same texts are not warned of twice."""
    suspect = list(dict.fromkeys(word for text in texts for word in name_like(text)))
    if not suspect or st.session_state.get(f"{key}-advaret") == texts:
        return False
    st.session_state[f"{key}-advaret"] = texts
    st.warning(
        f"Det ligner et navn: {', '.join(suspect)}. Ret teksten, eller tryk {button} igen, hvis det ikke er et navn."
    )
    return True
