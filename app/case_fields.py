"""Fields that edit a case: each shows what stands in it, reads what is typed strictly, and puts it back only when it is right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from app.case_entry import (
    EntryError,
    number_da,
    number_of,
    path_of,
    paths_da,
    paths_of,
    share_of,
    shares_da,
    shares_of,
    uncertain_of,
    uncertain_share_of,
    year_of,
)
from app.case_words import PAYER_WORDS

Holder = dict[str, Any]
UNCERTAIN_DA = "Et tal, eller et tal med det laveste og højeste, I tror på: 1.500 (1.300 til 1.700)."
PAYER_NAMES = {code: word for word, code in PAYER_WORDS.items()}


@dataclass
class Fields:
    """The fields of one place in a case; `prefix` tells them from the fields of every other place and case."""

    prefix: str
    disabled: bool
    problems: list[str] = field(default_factory=list)

    def at(self, place: str) -> "Fields":
        """The fields of a place within this one; what is wrong in them is told with the rest."""
        return Fields(f"{self.prefix}:{place}", self.disabled, self.problems)

    def text(self, label: str, holder: Holder, name: str, *, help_da: str | None = None, tall: bool = False) -> None:
        """A text; blank takes the field away."""
        ask = st.text_area if tall else st.text_input
        typed = ask(label, value=str(holder.get(name) or ""), key=self._key(name), help=help_da, disabled=self.disabled)
        self._put(holder, name, typed.strip() or None)

    def number(self, label: str, holder: Holder, name: str, *, percent: bool = False, help_da: str | None = None,
               needed: bool = True) -> None:  # fmt: skip
        """A number with or without its range; per cent stands in the case as a share."""
        read = uncertain_share_of if percent else uncertain_of
        shown = number_da(holder.get(name), percent)
        self._typed(label, holder, name, shown, read, help_da or UNCERTAIN_DA, needed)

    def observed(self, label: str, holder: Holder, name: str, code: str, help_da: str) -> None:
        """Whether a number comes from registrations; its own value is then the plan, which holds until enough is there."""
        given = holder.get(name)
        on = isinstance(given, dict) and "observed" in given
        asked: Holder = {name: on}
        wanted = self.at("observed").flag(label, asked, name, default=False, help_da=help_da)
        if self.disabled or wanted == on:
            return
        if wanted:
            holder[name] = {"observed": code, **(given if isinstance(given, dict) else {"value": given})}
        elif isinstance(given, dict):
            rest = {part: value for part, value in given.items() if part != "observed"}
            holder[name] = rest if "low" in rest else rest["value"]

    def plain_number(self, label: str, holder: Holder, name: str, *, percent: bool = False, help_da: str | None = None,
                     needed: bool = True) -> None:  # fmt: skip
        """A number without a range."""
        read = share_of if percent else number_of
        self._typed(label, holder, name, number_da(holder.get(name), percent), read, help_da, needed)

    def year(self, label: str, holder: Holder, name: str, *, help_da: str | None = None, needed: bool = True) -> None:
        """A whole number without points, such as a calendar year."""
        shown = "" if holder.get(name) is None else str(holder[name])
        self._typed(label, holder, name, shown, year_of, help_da, needed)

    def path(self, label: str, holder: Holder, name: str, help_da: str) -> None:
        """A number per year."""
        given = holder.get(name)
        units = given.get("value") if isinstance(given, dict) else given
        self._typed(label, holder, name, paths_da(units), path_of, help_da, True)

    def paths(self, label: str, holder: Holder, name: str, help_da: str, *, needed: bool = True) -> None:
        """A consumption path, or one for each group."""
        self._typed(label, holder, name, paths_da(holder.get(name)), paths_of, help_da, needed, tall=True)

    def own_rate(self, label: str, holder: Holder, help_da: str, *, needed: bool) -> None:
        """The share that a mapping holds itself (value, low, high) beside its other fields."""
        given = {part: holder[part] for part in ("value", "low", "high") if part in holder}
        inner: Holder = {"value": given if "low" in given else given["value"]} if given else {}
        before = dict(inner)
        self.number(label, inner, "value", percent=True, help_da=help_da, needed=needed)
        if self.disabled or inner == before:
            return
        for part in ("value", "low", "high", "distribution"):
            holder.pop(part, None)
        typed = inner.get("value")
        holder.update(typed if isinstance(typed, dict) else {} if typed is None else {"value": typed})

    def committees(self, label: str, holder: Holder, name: str) -> None:
        """Which committees carry an area: Socialudvalget 70; Økonomiudvalget 30."""
        help_da = "I procent, fx Socialudvalget 70; Økonomiudvalget 30. Blank er ikke fordelt."
        self._typed(label, holder, name, shares_da(holder.get(name) or {}), shares_of, help_da, False)

    def shares(self, label: str, holder: Holder, name: str, *, needed: bool = True) -> None:
        """What each payer pays: kommune 50; stat 50."""
        shown = shares_da(holder.get(name) or {}, PAYER_NAMES)
        help_da = "Hvem der betaler, i procent, fx kommune 50; stat 50."
        self._typed(label, holder, name, shown, lambda text: shares_of(text, PAYER_WORDS), help_da, needed)

    def choice(
        self,
        label: str,
        holder: Holder,
        name: str,
        words: Mapping[str, str],
        *,
        help_da: str | None = None,
        none_da: str | None = None,
        default: str | None = None,
    ) -> None:
        """One of the codes, shown in Danish; with `none_da` it may be left out, and a `default` is not written down."""
        given = holder.get(name, default)
        words = words if given is None or given in words else {given: str(given), **words}
        codes: list[str | None] = [*([None] if none_da else []), *words]
        chosen = st.selectbox(
            label,
            codes,
            index=codes.index(given) if given in codes else 0,
            key=self._key(name),
            help=help_da,
            disabled=self.disabled,
            format_func=lambda code: none_da or "" if code is None else words[code],
        )
        if chosen != default or name in holder:
            self._put(holder, name, chosen)

    def choices(self, label: str, holder: Holder, name: str, words: Mapping[str, str], help_da: str) -> None:
        """Any of the codes; none means all."""
        given = [code for code in holder.get(name) or [] if code in words]
        chosen = st.multiselect(
            label, list(words), default=given, key=self._key(name), help=help_da, disabled=self.disabled,
            format_func=words.__getitem__, placeholder="alle",
        )  # fmt: skip
        self._put(holder, name, chosen or None)

    def flag(self, label: str, holder: Holder, name: str, *, default: bool, help_da: str | None = None) -> bool:
        """A yes or no; the default is left out of the case."""
        key = self._key(name)
        given = bool(holder.get(name, default))
        ticked = st.checkbox(label, value=given, key=key, help=help_da, disabled=self.disabled)
        self._put(holder, name, None if ticked == default else ticked)
        return ticked

    def _typed(self, label: str, holder: Holder, name: str, shown: str, read: Callable[[str], Any],
               help_da: str | None, needed: bool, *, tall: bool = False) -> None:  # fmt: skip
        """A text field whose text is read into the case; what cannot be read is told and not put in."""
        ask = st.text_area if tall else st.text_input
        typed = ask(label, value=shown, key=self._key(name), help=help_da, disabled=self.disabled)
        if not typed.strip():
            if needed:
                self._tell(label, "Feltet skal udfyldes.")
            else:
                self._put(holder, name, None)
            return
        if typed.strip() == shown.strip():
            return
        try:
            self._put(holder, name, _beside(holder.get(name), read(typed)))
        except EntryError as error:
            self._tell(label, str(error))

    def _tell(self, label: str, problem: str) -> None:
        st.error(problem)
        self.problems.append(f"{label}: {problem}")

    def _put(self, holder: Holder, name: str, value: Any) -> None:
        if self.disabled or (value is None and name not in holder):
            return
        if value is None:
            del holder[name]
        elif holder.get(name) != value or type(holder.get(name)) is not type(value):
            holder[name] = value

    def _key(self, name: str) -> str:
        return f"{self.prefix}:{name}"


def _beside(given: Any, typed: Any) -> Any:
    """What was typed, beside what the number asks to have observed."""
    if not isinstance(given, dict) or "observed" not in given:
        return typed
    ranged = isinstance(typed, dict) and "low" in typed
    return {"observed": given["observed"], **(typed if ranged else {"value": typed})}


def free_name(wanted: str, taken: Sequence[str]) -> str:
    """The wanted name, or with a number after it when another has it."""
    numbered = (f"{wanted} {number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)
