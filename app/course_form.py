"""The few forms that change a citizen's courses: what each asks, and what a pseudonym may look like. No Streamlit."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

ActionName = Literal["new_citizen", "new_course", "start", "change_method", "end", "change_caseworker"]

PSEUDONYM_DA = (
    "Et pseudonym er jeres eget id for borgeren, fx B-014. Nøglen til, hvem det er, bliver i jeres fagsystem. "
    "Skriv aldrig et navn, initialer eller et cpr-nummer."
)


@dataclass(frozen=True)
class Ask:
    """One field of a form: a column of a contract, under a label of its own where the contract's does not fit."""

    table: str
    column: str
    label: str = ""

    @property
    def name(self) -> str:
        """The field's name in what is sent."""
        return self.column


@dataclass(frozen=True)
class Action:
    """One form: what the user came to do, one sentence on what happens, and what is asked."""

    title: str
    explains: str
    asks: tuple[Ask, ...]
    on_course: bool = True
    """Whether it is done to a course that is there already."""


_COURSE = (
    Ask("courses", "course_id"),
    Ask("courses", "method"),
    Ask("courses", "contact_on"),
    Ask("courses", "started_on"),
    Ask("courses", "progression_measure"),
    Ask("courses", "collaboration_model"),
    Ask("courses", "caseworker"),
)
ACTIONS: dict[ActionName, Action] = {
    "new_citizen": Action(
        "Ny borger og forløb",
        "Opretter borgeren og det første forløb. Er forløbet ikke startet endnu, så skriv kun, hvornår kontaktfasen begyndte.",
        (
            Ask("citizens", "citizen_id"),
            Ask("citizens", "municipality"),
            Ask("citizens", "team"),
            Ask("citizens", "referred_on"),
            Ask("citizens", "target_group"),
            Ask("citizens", "birth_year"),
            Ask("citizens", "gender"),
            *_COURSE,
        ),
        on_course=False,
    ),
    "new_course": Action(
        "Nyt forløb til en borger, der er oprettet",
        "Borgerens tidligere forløb og deres historik bliver, som de er.",
        (Ask("courses", "citizen_id"), *_COURSE),
        on_course=False,
    ),
    "start": Action(
        "Start forløbet efter kontaktfasen",
        "Fra startdatoen registreres der tid og progression på forløbet.",
        (Ask("courses", "started_on"),),
    ),
    "change_method": Action(
        "Skift metode, fx fra CTI til ICM",
        "Afslutter forløbet dagen før med årsagen Skiftet metode og begynder et nyt. Begge beholder deres historik.",
        (
            Ask("courses", "started_on", "Skiftet den"),
            Ask("courses", "method", "Ny metode"),
            Ask("courses", "course_id", "Det nye forløbs id"),
            Ask("courses", "progression_measure"),
        ),
    ),
    "end": Action(
        "Afslut forløbet",
        "Sidste dag, hvorfor det sluttede, og om effektmålet efter din vurdering er nået.",
        (Ask("courses", "ended_on"), Ask("courses", "end_reason"), Ask("courses", "effect_goal_met")),
    ),
    "change_caseworker": Action(
        "Skift medarbejder",
        "Den nye medarbejder har forløbet fra den måned, du skriver; timer og historik hos den tidligere bliver, som de er.",
        (
            Ask("courses", "caseworker", "Ny medarbejder (brugernavn)"),
            Ask("time_use", "month", "Fra og med måneden"),
        ),
    ),
}

ONLY_FOR_FIGURES = frozenset({"courses.collaboration_model"})
"""What nobody but a key figure has use for."""


def asks_of(name: ActionName, needed: Collection[str]) -> list[Ask]:
    """What the form asks; `needed` are the fields (table.column) of the key figures that are switched on."""
    left_out = ONLY_FOR_FIGURES - set(needed)
    return [ask for ask in ACTIONS[name].asks if f"{ask.table}.{ask.column}" not in left_out]


_KNOWN_WORDS = {"borger", "forloeb", "forløb", "cti", "icm", "act", "team", "b", "f", "nr", "id", "sag", "hf"}
_NAME_LIKE = re.compile(r"[A-ZÆØÅa-zæøå][a-zæøå]{2,}")


def pseudonym_problem(text: str) -> str:
    """Why an id looks like a name and is refused here; blank when it does not.

    Stricter than the contract, which takes what another system calls its citizens: an id made by hand has a digit, and
    no word in it but those that ids are made of.
    """
    typed = text.strip()
    words = [word for word in _NAME_LIKE.findall(typed) if word.lower() not in _KNOWN_WORDS]
    if typed and not re.search(r"\d", typed):
        return f'"{typed}" kan være et navn. Brug mindst ét ciffer, fx B-014.'
    if words:
        return f'"{words[0]}" kan være et navn. Brug kun korte koder og cifre, fx B-014.'
    return ""


def next_course_id(citizen_id: str, course_ids: list[str]) -> str:
    """A course id that is free: the citizen's id and the first number that no course of the citizen's ends with."""
    number = next(n for n in range(1, len(course_ids) + 2) if f"{citizen_id}-{n}" not in course_ids)
    return f"{citizen_id}-{number}"
