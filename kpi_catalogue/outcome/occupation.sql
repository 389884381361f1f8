/* ---
title_da: I beskæftigelse og/eller uddannelse
definition_da: >
  Andelen af de aktive borgere med kendt beskæftigelse, der er i beskæftigelse, i uddannelse eller begge dele. Det nyeste
  svar i måneden eller de to foregående måneder gælder.
type: outcome
measure: share
unit: share
window: 3
direction: higher_is_better
reads: citizen_month
needs: [monthly_status.occupation]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: Borgere uden et svar i perioden er ikke med i nævneren; se dækningen. Omfanget (timer om ugen) indgår ikke.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Beskæftigelse, uddannelse og begge dele tæller, ingen gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | occupation
      2025-03 | a          | employment
      2025-03 | b          | education
      2025-03 | c          | both
      2025-03 | d          | none
      2025-03 | e          |
    expect: |
      citizen_id | value
      a          | true
      b          | true
      c          | true
      d          | false
      e          |
    measured: |
      month   | value | n | population | count
      2025-03 | 0.75  | 4 | 5          | 3
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       occupation in ('employment', 'education', 'both') as value
from citizen_month
