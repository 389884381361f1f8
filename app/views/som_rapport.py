"""The report of a case in Word and PDF, the workbook with formulas, and the file for the experience base."""

import json

import pandas as pd
import streamlit as st

from app import cases, report_door
from app.case_pages import case_in_address, case_links
from app.case_words import names_of, place_da, value_da
from app.components import purpose, view
from app.report.pdf import pdf_file
from app.report.som_excel import som_workbook
from app.report.som_report import som_report
from app.report.word import word_file
from app.rights import NotAllowedError
from pipelines.danish import day, number
from pipelines.danish import month as danish_month
from pipelines.settings import now
from pipelines.store_connection import StoreError
from som_engine.danish import percent
from som_engine.errors import FaultyInputError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

seen = view()
case_id = case_in_address()
purpose("Rapport", "Beregningen, som den sidst er gemt, til at læse, regne efter og dele. Små tal er skjult i filerne.")
case_links(case_id, "som_rapport.py")
key = f"rapport:{case_id}:{seen.month}"
if st.button(f"Lav filerne med tal til og med {danish_month(seen.month)}", type="primary"):
    try:
        told = report_door.report_of(seen.visit, case_id, seen.month, now())
        report = som_report(told)
        result, rate = told.calculated.result, told.calculated.rate
        st.session_state[key] = {
            "word": word_file(report),
            "pdf": pdf_file(report),
            "excel": som_workbook(result, rate, seen.here.today) if result and rate else b"",
            "shared": report_door.shared_text(seen.visit, case_id, seen.month, now()),
            "version": told.versions[0].version,
        }
    except (NotAllowedError, StoreError, FaultyInputError) as error:
        st.error(str(error))
made = st.session_state.get(key)
if made:
    st.success(f"Filerne er lavet af version {made['version']}.")
    with st.container(horizontal=True):
        st.download_button("Hent rapporten (Word)", made["word"], f"{case_id}.docx", WORD, on_click="ignore")
        st.download_button("Hent rapporten (PDF)", made["pdf"], f"{case_id}.pdf", "application/pdf", on_click="ignore")
        st.download_button("Hent regnearket (Excel)", made["excel"], f"{case_id}.xlsx", EXCEL, on_click="ignore")
        st.download_button(
            "Hent til erfaringsbasen", made["shared"], f"{case_id}-erfaring.json", "application/json", on_click="ignore"
        )
    st.caption(
        "Regnearket har formler hele vejen fra input til resultat, så en økonom kan regne efter. Filen til erfaringsbasen "
        "indeholder hverken kommune, noter eller svar på spørgsmål."
    )

st.header("En anden kommunes beregning")
st.markdown("Læs en fil fra erfaringsbasen, og se, hvor den er forskellig fra jeres.")
given = st.file_uploader("Erfaringsfil (.json)", type=["json"], key=f"erfaring:{case_id}")
if given is not None:
    try:
        own = cases.opened(seen.visit, case_id, now()).content
        found = report_door.read_shared(seen.visit, given.getvalue().decode("utf-8-sig"), own)
    except (NotAllowedError, StoreError, FaultyInputError) as error:
        st.error(str(error))
        st.stop()
    except UnicodeDecodeError:
        st.error("Filen er ikke gemt som UTF-8. Hent den igen fra afsenderen.")
        st.stop()
    theirs = found.experience
    total = number(theirs.net_present_value["total"], 0)
    st.markdown(
        f"**{theirs.case.title}**, delt {day(theirs.exported_on)}. Nettoresultat hos dem: **{total} kr.** i alt med en "
        f"succesrate på {percent(theirs.success_rate, 1)}."
    )
    names = names_of(own) | names_of(theirs.content)
    rows = [
        {
            "Input": place_da(one.field, names),
            "Jeres": value_da(one.field, one.old),
            "Deres": value_da(one.field, one.new),
        }
        for one in found.differences
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")
    else:
        st.info("De to beregninger har de samme input.")
    if cases.may_write(seen.visit, {}) and st.button("Gem deres som en ny beregning hos os"):
        copied = {name: value for name, value in theirs.content.items() if name != "case"}
        made_here = cases.create(seen.visit, json.loads(json.dumps(copied)), now())
        st.success(f"Gemt som {made_here.case_id}. Ret den til jeres egne borgere, før I bruger den.")
