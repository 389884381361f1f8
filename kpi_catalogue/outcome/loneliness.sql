/* ---
title_da: Borgere i ensomhed (UCLA, T-ILS)
definition_da: >
  Antal aktive borgere, hvis seneste score på de tre ensomhedsspørgsmål (T-ILS) i måneden eller de tre foregående måneder
  er mindst 7.
type: outcome
measure: count
unit: citizens
window: 4
direction: lower_is_better
reads: citizen_month
needs: [measurements.TILS]
source: >
  Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal; grænsen 7: vidensportal.dk,
  ensomhed blandt voksne
limits_da: Borgere uden en måling i perioden er ikke med i tallet; se dækningen.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: 7 tæller med, 6 gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | tils
      2025-03 | a          | 7
      2025-03 | b          | 6
      2025-03 | c          |
      2025-03 | d          | 9
    expect: |
      citizen_id | value
      a          | true
      b          | false
      c          |
      d          | true
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       tils >= 7 as value
from citizen_month
