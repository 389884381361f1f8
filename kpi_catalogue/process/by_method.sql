/* ---
title_da: Borgere i CTI- og ICM-indsats
definition_da: >
  Antal aktive borgere i hver metode (CTI, ICM og ACT). En borger med to forløb i samme måned tæller under det, der startede
  sidst.
type: process
measure: counts
unit: citizens
window: standing
direction: neutral
reads: citizen_month
needs: [courses.method]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: Metoden er altid kendt. Borgere i den kontaktskabende fase er ikke med.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
codes:
  CTI: CTI
  ICM: ICM
  ACT: ACT
examples:
  - name_da: Hver metode har en række, også den, ingen er i
    given: |
      month   | citizen_id | method | team
      2025-03 | a          | CTI    | Nord
      2025-03 | b          | CTI    | Syd
      2025-03 | c          | ICM    | Nord
    expect: |
      citizen_id | value
      a          | CTI
      b          | CTI
      c          | ICM
    measured: |
      month   | category | value | n | population | count
      2025-03 | CTI      | 2     | 3 | 3          | 2
      2025-03 | ICM      | 1     | 3 | 3          | 1
      2025-03 | ACT      | 0     | 3 | 3          | 0
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       method as value
from citizen_month
