/* ---
title_da: Borgere i samarbejdsmodellen
definition_da: Antal aktive borgere, hvis nuværende forløb indgår i samarbejdsmodellen.
type: process
measure: count
unit: citizens
window: standing
direction: neutral
reads: citizen_month
needs: [courses.collaboration_model]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: Forløb, hvor der hverken er svaret ja eller nej, er ukendte og er ikke med i tallet; se dækningen.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Ja tæller med, nej gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | collaboration_model
      2025-03 | a          | true
      2025-03 | b          | false
      2025-03 | c          |
    expect: |
      citizen_id | value
      a          | true
      b          | false
      c          |
    measured: |
      month   | value | n | population | count
      2025-03 | 1     | 2 | 3          | 1
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       collaboration_model as value
from citizen_month
