"""The seven steps as buttons, each with a tick or a mark for something to decide."""

from collections.abc import Collection

import streamlit as st

from som_engine.steps import steps


def step_chosen(case_id: str, open_steps: Collection[str]) -> str:
    """The step that is worked on. Buttons, for a choice whose labels change would jump back to its first."""
    key = f"trin:{case_id}"
    chosen = str(st.session_state.setdefault(key, steps()[0].id))
    for number, step in enumerate(steps(), 1):
        mark = "⚠" if step.id in open_steps else "✓"
        st.button(
            f"{mark} {number}. {step.title_da}",
            key=f"{key}:{step.id}",
            type="primary" if step.id == chosen else "tertiary",
            width="stretch",
            on_click=_choose,
            args=(key, step.id),
        )
    st.caption("⚠ har noget at tage stilling til. ✓ har ikke.")
    return chosen


def _choose(key: str, step: str) -> None:
    st.session_state[key] = step
