/* ---
title_da: Borgere i rusmiddelbehandling
definition_da: >
  Antal aktive borgere, der modtager rusmiddelbehandling. Det nyeste svar i måneden eller de to foregående måneder gælder.
type: outcome
measure: count
unit: citizens
window: 3
direction: neutral
reads: citizen_month
needs: [monthly_status.substance_treatment]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Borgere uden et svar i perioden er ikke med i tallet; se dækningen. Tallet siger ikke, om borgeren har brug for
  behandling, eller om den virker.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Ja tæller med, nej gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | substance_treatment
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
       substance_treatment as value
from citizen_month
