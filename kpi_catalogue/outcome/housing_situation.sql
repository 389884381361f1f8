/* ---
title_da: Boligsituation
definition_da: >
  Andelen af de aktive borgere i hver boligsituation, mens indsatsen er i gang. Den nyeste kendte boligsituation i måneden
  eller de to foregående måneder gælder.
type: outcome
measure: categories
unit: share
window: 3
direction: neutral
reads: citizen_month
needs: [monthly_status.housing]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Borgere uden en kendt boligsituation i perioden er ikke med i nævneren; se dækningen. Før, under og efter handler ikke om
  de samme borgere og kan ikke trækkes fra hinanden.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
codes: &housing
  own_home: Egen bolig
  own_temporary_home: Egen midlertidig bolig
  placed: Anbragt
  service_act_housing: Bolig efter serviceloven
  without_home: Uden egen bolig
parts:
  before:
    title_da: Boligsituation før forløbet
    definition_da: >
      For månedens aktive borgere: andelen i hver boligsituation lige før forløbet. Ved flere forløb uden afbrydelse er det
      før det første. Det nyeste kendte svar i de tre måneder før startmåneden gælder, ellers startmånedens.
    measure: categories
    window: standing
    codes: *housing
examples:
  - name_da: Ukendt er ikke i nævneren, og alle boligsituationer har en række
    given: |
      month   | citizen_id | housing      | housing_before
      2025-03 | a          | own_home     | without_home
      2025-03 | b          | own_home     | placed
      2025-03 | c          | without_home |
      2025-03 | d          |              | without_home
    expect: |
      citizen_id | value        | value_before
      a          | own_home     | without_home
      b          | own_home     | placed
      c          | without_home |
      d          |              | without_home
    measured: |
      part   | month   | category            | value       | n | population | count
             | 2025-03 | own_home            | 0.666666667 | 3 | 4          | 2
             | 2025-03 | own_temporary_home  | 0           | 3 | 4          | 0
             | 2025-03 | placed              | 0           | 3 | 4          | 0
             | 2025-03 | service_act_housing | 0           | 3 | 4          | 0
             | 2025-03 | without_home        | 0.333333333 | 3 | 4          | 1
      before | 2025-03 | own_home            | 0           | 3 | 4          | 0
      before | 2025-03 | own_temporary_home  | 0           | 3 | 4          | 0
      before | 2025-03 | placed              | 0.333333333 | 3 | 4          | 1
      before | 2025-03 | service_act_housing | 0           | 3 | 4          | 0
      before | 2025-03 | without_home        | 0.666666667 | 3 | 4          | 2
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       housing as value,
       housing_before as value_before
from citizen_month
