"""The parts of the page Modenhed: how it stands, the comparison, the forms, and the situation analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from app import maturity_charts, maturity_door, maturity_frames
from app.components import chart_and_table, number_table, view
from app.export_section import export_section
from app.figure_data import TREND_MONTHS
from app.figure_files import Asked
from app.name_warning import warned_of_a_name
from app.page_tables import taken
from app.report.blocks import Grid
from app.rights import Visit
from pipelines.assessments import Assessment, AssessmentError, Given
from pipelines.maturity import HIGHEST, MOST_POINTS, form, read_answers
from pipelines.maturity_totals import COUNTED

MOST_COMPARED = 4
FIGURE = "maturity"
GROUPS_DA = "En forskel mellem grupper er noget at tale om, ikke en fejl hos nogen. Grupper svarer samlet, uden navne."
POINTS_DA = (
    "Situationsanalysen giver seks temaer point fra 0 til 10, når arbejdet med sociale investeringer begynder, og igen "
    "senere. Pointene er jeres egen vurdering: se på ændringen, og sammenlign dem ikke med andre kommuners."
)


@dataclass(frozen=True)
class Around:
    """Who looks, at which municipality's self-assessments."""

    visit: Visit
    municipality: str


def how_it_stands(around: Around, made: Sequence[Assessment]) -> list[Grid]:
    """The newest common self-assessment with the change of each parameter, and the totals over time; the tables of them."""
    common = [one for one in made if one.respondents == COUNTED]
    reminder = maturity_frames.reminder_da(common, around.visit.here.today)
    if reminder:
        st.info(f"{reminder} Udfyld den længere nede på siden.", icon=":material/event_repeat:")
    if not common:
        return []
    now, before = common[-1], common[-2] if len(common) > 1 else None
    head = f"Seneste fælles selvevaluering: {maturity_frames.title_da(now).split(' · ')[0]}"
    st.header(head)
    st.markdown(maturity_frames.said_da(now))
    drawn = _drawn([one for one in (before, now) if one])
    table = maturity_frames.parameter_table(now, before).set_index("Parameter")
    number_table(table)
    newest = taken(head, table, maturity_frames.said_da(now), numbers=True)
    return [newest, taken("Hver parameter", drawn, numbers=True), *_over_time(common)]


def _over_time(common: Sequence[Assessment]) -> list[Grid]:
    points = maturity_frames.total_points(common)
    if points["day"].nunique() < 2:
        return []
    st.header("Over tid")
    series = [maturity_frames.TOTAL_DA, *form().scales.values()]
    told = "; ".join(f"{row.day:%d-%m-%Y} {row.series} {row.shown}" for row in points.itertuples())
    table = points.assign(day=points["day"].dt.strftime("%d-%m-%Y"))[["day", "series", "shown"]]
    table.columns = ["Dag", "Skala", "Modenhed"]
    chart_and_table(maturity_charts.over_time(points, series), table, f"Linjer over tid. {told}")
    return [taken("Over tid", table)]


def _drawn(shown: Sequence[Assessment]) -> pd.DataFrame:
    names, table = maturity_frames.names_da(shown), maturity_frames.compared_table(shown)
    chart = maturity_charts.parameters(maturity_frames.parameter_points(shown), list(form().parameters.values()), names)
    chart_and_table(chart, table, maturity_frames.spoken(shown))
    return table


def compare(made: Sequence[Assessment]) -> list[Grid]:
    """Several self-assessments side by side, such as the leaders' and the workers'; the table of them."""
    newest = {one.respondents: one for one in made}
    if len(made) < 2:
        return []
    st.header("Sammenlign selvevalueringer")
    by_name = {f"{maturity_frames.title_da(one)} (nr. {one.id})": one for one in reversed(made)}
    proposed = [name for name, one in by_name.items() if newest[one.respondents] is one][:MOST_COMPARED]
    proposed = proposed if len(proposed) > 1 else list(by_name)[:2]
    chosen = st.multiselect("Selvevalueringer", list(by_name), default=proposed, max_selections=MOST_COMPARED)
    if len(chosen) < 2:
        st.caption("Vælg mindst to.")
        return []
    table = _drawn([by_name[name] for name in chosen])
    st.caption(GROUPS_DA)
    return [taken("Sammenlign selvevalueringer", table, GROUPS_DA, numbers=True)]


def new_assessment(around: Around) -> None:
    """The form with the twelve statements."""
    with st.expander("Ny selvevaluering: 12 udsagn", icon=":material/edit:"), st.form("modenhed", border=False):
        st.markdown(
            "Skriv for hvert udsagn, hvor langt I er, fra **0** (slet ikke) til **100** (fuldt ud). Et tomt felt betyder "
            "*ved ikke* og tæller ikke som 0. Svar sammen efter en drøftelse."
        )
        about = _about(around, "modenhed")
        typed = {}
        for statement in form().statements:
            label = f"{form().parameters[statement.parameter]}: {statement.text_da}"
            typed[statement.id] = st.text_input(label, key=f"modenhed-{statement.id}", placeholder="0-100 eller tom")
        note = st.text_area("Hvad bygger I vurderingen på? Skriv ingen navne.", key="modenhed-note", height=80)
        if st.form_submit_button("Gem selvevalueringen"):
            _save(around, "modenhed", "maturity", about, typed, note, None)
    said("modenhed")


def situation(around: Around, made: Sequence[Assessment]) -> list[Grid]:
    """Før og efter: six themes, the newest of each stage beside each other, and the form; the table of them."""
    st.header("Før og efter")
    st.markdown(POINTS_DA)
    newest: Mapping[str | None, Assessment] = {one.stage: one for one in made}
    table = maturity_frames.theme_table(newest.get("before"), newest.get("after")).set_index("Tema")
    if newest:
        number_table(table)
    _situation_form(around)
    return [taken("Før og efter", table, POINTS_DA, numbers=True)] if newest else []


def _situation_form(around: Around) -> None:
    with st.expander("Ny situationsanalyse: 6 temaer", icon=":material/edit:"), st.form("situation", border=False):
        stages = form().stages
        stage = st.radio("Hvornår i forløbet?", list(stages), format_func=stages.__getitem__, horizontal=True)
        about = _about(around, "situation")
        typed = {
            theme.id: st.text_input(f"{theme.label_da}: {theme.text_da}", key=f"situation-{theme.id}",
                                    placeholder="0-10 eller tom")
            for theme in form().themes
        }  # fmt: skip
        note = st.text_area("Hvad bygger I vurderingen på? Skriv ingen navne.", key="situation-note", height=80)
        if st.form_submit_button("Gem situationsanalysen"):
            _save(around, "situation", "situation", about, typed, note, stage)
    said("situation")


def _about(around: Around, key: str) -> tuple[object, str]:
    respondents = form().respondents
    left, right = st.columns(2)
    on = left.date_input("Dato", around.visit.here.today, max_value=around.visit.here.today, format="DD-MM-YYYY",
                         key=f"{key}-dag")  # fmt: skip
    who = right.selectbox("Hvem har svaret?", list(respondents), format_func=respondents.__getitem__, key=f"{key}-hvem")
    return on, str(who)


def _save(
    around: Around,
    key: str,
    kind: str,
    about: tuple[object, str],
    typed: Mapping[str, str],
    note: str,
    stage: str | None,
) -> None:
    """Keep what was typed, or say what is wrong with it; a name is warned of once."""
    highest = HIGHEST if kind == "maturity" else MOST_POINTS
    answers, wrong = read_answers(typed, highest)
    if wrong:
        st.error(f"{_named(wrong)}: skriv et tal fra 0 til {highest}, eller lad feltet være tomt. Intet er gemt.")
        return
    if warned_of_a_name(key, note):
        return
    on, who = about
    try:
        maturity_door.keep(around.visit, Given(around.municipality, kind, on, who, answers, stage, note))  # type: ignore[arg-type]
    except AssessmentError as refused:
        st.error(refused.args[0])
        return
    st.session_state[f"{key}-gemt"] = "Gemt."
    st.session_state["modenhed-ryd"] = key
    st.rerun()


def _named(wrong: Sequence[str]) -> str:
    names = {statement.id: f"{form().parameters[statement.parameter]}" for statement in form().statements}
    names |= {theme.id: theme.label_da for theme in form().themes if theme.id in wrong}
    return ", ".join(dict.fromkeys(names[name] for name in wrong))


def clear_form() -> None:
    """Empty the form that was just saved; before any of its fields is drawn. A field that is only forgotten keeps its text."""
    key = st.session_state.pop("modenhed-ryd", None)
    ids = [*(statement.id for statement in form().statements), *(theme.id for theme in form().themes), "note"]
    written = {f"{key}-{name}" for name in ids}
    for name in written & {str(name) for name in st.session_state}:
        st.session_state[name] = ""
    st.session_state.pop(f"{key}-advaret", None)


def said(key: str) -> None:
    """Say once that something was kept."""
    message = st.session_state.pop(f"{key}-gemt", None)
    if message:
        st.success(message)


def earlier(around: Around, made: Sequence[Assessment]) -> list[Grid]:
    """Every one that stands, with what it builds on, and the way to take one back; the table of what they build on."""
    with st.expander("Alle, og tag en tilbage"):
        if not made:
            st.markdown("Ingen endnu.")
        for one in reversed(made):
            left, right = st.columns([4, 1], vertical_alignment="center")
            stage = f" · {form().stages[one.stage]}" if one.stage else ""
            left.markdown(f"{maturity_frames.title_da(one)}{stage} · skrevet af {one.made_by}")
            if one.note:
                left.text(one.note)
            if right.button("Tag tilbage", key=f"tilbage-{one.id}"):
                maturity_door.withdraw(around.visit, around.municipality, one.id)
                st.rerun()
        st.caption("En, der tages tilbage, bliver i lageret, men tæller ikke mere.")
    return [taken("Hvad vurderingerne bygger på", maturity_frames.basis_table(made))] if made else []


def file_section(around: Around, tables: Sequence[Grid]) -> None:
    """The page to take along with a year of the key figure, as everybody may see it."""
    seen = view()
    ids = () if FIGURE in seen.here.choices.figures_off else (FIGURE,)
    where = {"municipality": [around.municipality]}
    export_section(seen, Asked("Modenhed", seen.month, TREND_MONTHS, ids, where=where, tables=tuple(tables),
                               is_protected=True, name="modenhed"))  # fmt: skip
