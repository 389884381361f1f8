/* ---
title_da: Forsørgelsesgrundlag
definition_da: >
  Andelen af de aktive borgere med kendt forsørgelse, der lever af løn, ydelse, SU eller andet. Det nyeste svar i måneden
  eller de to foregående måneder gælder.
type: outcome
measure: categories
unit: share
window: 3
direction: neutral
reads: citizen_month
needs: [monthly_status.income]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: Borgere uden et svar i perioden er ikke med i nævneren; se dækningen. Hver borger har ét forsørgelsesgrundlag.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
codes:
  wage: Løn
  benefit: Ydelse
  student_grant: SU
  other: Andet
examples:
  - name_da: Ukendt er ikke i nævneren, og alle fire har en række
    given: |
      month   | citizen_id | income
      2025-03 | a          | wage
      2025-03 | b          | benefit
      2025-03 | c          | benefit
      2025-03 | d          | other
      2025-03 | e          |
    expect: |
      citizen_id | value
      a          | wage
      b          | benefit
      c          | benefit
      d          | other
      e          |
    measured: |
      month   | category      | value | n | population | count
      2025-03 | wage          | 0.25  | 4 | 5          | 1
      2025-03 | benefit       | 0.5   | 4 | 5          | 2
      2025-03 | student_grant | 0     | 4 | 5          | 0
      2025-03 | other         | 0.25  | 4 | 5          | 1
  - name_da: Når ingen er kendt, har hver kategori en tom række
    given: |
      month   | citizen_id | income
      2025-03 | a          |
    measured: |
      month   | category      | value | n | population | count
      2025-03 | wage          |       | 0 | 1          |
      2025-03 | benefit       |       | 0 | 1          |
      2025-03 | student_grant |       | 0 | 1          |
      2025-03 | other         |       | 0 | 1          |
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       income as value
from citizen_month
