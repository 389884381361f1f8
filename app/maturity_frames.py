"""Self-assessments as sentences, tables and points to draw; a score that is unknown is said, never drawn as 0."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import fmean

import pandas as pd

from pipelines.assessments import Assessment
from pipelines.danish import day as danish_day
from pipelines.danish import number
from pipelines.maturity import due_on, form, parameter_changes, parameter_scores, scores, theme_changes

UNKNOWN_DA = "ukendt"
TOTAL_DA = "I alt"


def percent_da(score: float | None) -> str:
    """A score in words; unknown where there is none."""
    return UNKNOWN_DA if score is None else f"{number(score, 0)} %"


def change_da(change: float | None) -> str:
    """A change with its sign; the difference of two scores is in percentage points."""
    if change is None:
        return "kan ikke sammenlignes"
    sign = "+" if change > 0 else "−" if change < 0 else ""
    decimals = 0 if float(change).is_integer() else 1
    return f"{sign}{number(abs(change), decimals)}"


def title_da(one: Assessment) -> str:
    """One self-assessment's name: its day, and who answered."""
    return f"{danish_day(one.made_on)} · {form().respondents[one.respondents]}"


def names_da(shown: Sequence[Assessment]) -> list[str]:
    """The name of each; those of one day and group are told apart by their numbers."""
    titles = [title_da(one) for one in shown]
    return [
        f"{title} (nr. {one.id})" if titles.count(title) > 1 else title
        for one, title in zip(shown, titles, strict=True)
    ]


def said_da(one: Assessment) -> str:
    """What the newest says in a sentence: the total and both scales, or what is missing for a total."""
    found, asked = scores(one.answers), form()
    by_scale = ", ".join(f"{asked.scales[name].lower()} {percent_da(score)}" for name, score in found.by_scale.items())
    answered = f"{found.answered} af {len(asked.statements)} udsagn er besvaret."
    if found.total is None:
        missing = ", ".join(asked.parameters[name].lower() for name in found.unknown)
        return f"Et samlet tal kræver svar på alle syv parametre. Der mangler svar på: {missing}. {answered}"
    return f"Samlet modenhed er {percent_da(found.total)} ({by_scale}). {answered}"


def reminder_da(of_all: Sequence[Assessment], today: date) -> str | None:
    """That it is time for the half-yearly self-assessment; None before it is due."""
    if not of_all:
        return "Der er ikke lavet en fælles selvevaluering endnu."
    due = due_on(of_all[-1].made_on)
    if today < due:
        return None
    return f"Det er tid til en ny selvevaluering: den seneste er fra {danish_day(of_all[-1].made_on)}."


def parameter_table(now: Assessment, before: Assessment | None) -> pd.DataFrame:
    """A row per parameter: the score, the change since the one before, and the score of each scale; the total last."""
    asked, found = form(), scores(now.answers)
    changes = parameter_changes(before.answers, now.answers) if before else {}
    by_scale = {scale: parameter_scores(now.answers, scale) for scale in asked.scales}
    rows = [
        [label, percent_da(found.by_parameter[name]), change_da(changes.get(name)) if before else "",
         *(percent_da(by_scale[scale][name]) for scale in asked.scales)]
        for name, label in asked.parameters.items()
    ]  # fmt: skip
    rows.append([TOTAL_DA, percent_da(found.total), change_da(_total_change(changes)) if before else "",
                 *(percent_da(found.by_scale[scale]) for scale in asked.scales)])  # fmt: skip
    since = f"Ændring siden {danish_day(before.made_on)} (procentpoint)" if before else "Ændring (procentpoint)"
    return pd.DataFrame(rows, columns=["Parameter", "Modenhed", since, *asked.scales.values()])


def _total_change(changes: Mapping[str, float | None]) -> float | None:
    """The change of the total: the mean of the parameters' changes, which is known where every one of them is."""
    known = [change for change in changes.values() if change is not None]
    return fmean(known) if known and len(known) == len(changes) else None


def parameter_points(shown: Sequence[Assessment]) -> pd.DataFrame:
    """A row per parameter and self-assessment with a known score. Columns: label, series, value, shown."""
    rows = [
        {"label": label, "series": name, "value": score, "shown": percent_da(score)}
        for name, one in zip(names_da(shown), shown, strict=True)
        for label, score in _labelled(one).items()
        if score is not None
    ]
    return pd.DataFrame(rows, columns=["label", "series", "value", "shown"])


def compared_table(shown: Sequence[Assessment]) -> pd.DataFrame:
    """A row per parameter, a column per self-assessment; the total last."""
    labels = [*form().parameters.values(), TOTAL_DA]
    columns = {
        name: [percent_da(score) for score in _with_total(one).values()]
        for name, one in zip(names_da(shown), shown, strict=True)
    }
    return pd.DataFrame({"Parameter": labels, **columns})


def total_points(of_all: Sequence[Assessment]) -> pd.DataFrame:
    """A row per day and line (the total and both scales) with a known score. Columns: day, series, value, shown.

    Of several of one day the last holds, as for the key figure.
    """
    rows = []
    for one in {one.made_on: one for one in of_all}.values():
        found = scores(one.answers)
        named = {TOTAL_DA: found.total} | {form().scales[name]: score for name, score in found.by_scale.items()}
        rows += [
            {"day": pd.Timestamp(one.made_on), "series": name, "value": score, "shown": percent_da(score)}
            for name, score in named.items()
            if score is not None
        ]
    return pd.DataFrame(rows, columns=["day", "series", "value", "shown"])


def theme_table(before: Assessment | None, after: Assessment | None) -> pd.DataFrame:
    """A row per theme of the situation analysis: points before, after, and the change."""
    old: Mapping[str, float] = before.answers if before else {}
    new: Mapping[str, float] = after.answers if after else {}
    changes = theme_changes(old, new)
    rows = [
        [theme.label_da, _points_da(old.get(theme.id)), _points_da(new.get(theme.id)), change_da(changes[theme.id])]
        for theme in form().themes
    ]
    names = [f"{label} ({danish_day(one.made_on)})" if one else label
             for label, one in zip(form().stages.values(), (before, after), strict=True)]  # fmt: skip
    return pd.DataFrame(rows, columns=["Tema", *names, "Ændring i point"])


def basis_table(made: Sequence[Assessment]) -> pd.DataFrame:
    """Every one that stands, the newest last written first, with what it builds on."""
    rows = [
        [
            danish_day(one.made_on),
            form().respondents[one.respondents],
            form().stages[one.stage] if one.stage else "",
            one.note,
        ]
        for one in reversed(made)
    ]
    return pd.DataFrame(rows, columns=["Dag", "Hvem har svaret", "Hvornår i forløbet", "Bygger på"])


def spoken(shown: Sequence[Assessment]) -> str:
    """The chart in words, for those who do not see it."""
    told = [
        f"{name}: " + ", ".join(f"{label.lower()} {percent_da(score)}" for label, score in _labelled(one).items())
        for name, one in zip(names_da(shown), shown, strict=True)
    ]
    return "Søjler for hver parameter, 0-100 %. " + ". ".join(told)


def _labelled(one: Assessment) -> dict[str, float | None]:
    found = scores(one.answers).by_parameter
    return {form().parameters[name]: score for name, score in found.items()}


def _with_total(one: Assessment) -> dict[str, float | None]:
    return {**_labelled(one), TOTAL_DA: scores(one.answers).total}


def _points_da(points: float | None) -> str:
    return UNKNOWN_DA if points is None else number(points, 0 if float(points).is_integer() else 1)
