/* ---
title_da: Borgere, der modtager bostøtte (SEL §85)
definition_da: >
  Antal aktive borgere, der modtager bostøtte efter servicelovens § 85. Det nyeste svar i måneden eller de to foregående
  måneder gælder.
type: outcome
measure: count
unit: citizens
window: 3
direction: neutral
reads: citizen_month
needs: [monthly_status.support_85, monthly_status.support_85a]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Borgere uden et svar i perioden er ikke med i tallet; se dækningen. Et nej er noget andet end et manglende svar.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  support_85a:
    title_da: Borgere, der modtager Housing First-støtte (SEL §85 a)
    definition_da: Antal aktive borgere, der modtager støtte efter servicelovens § 85 a, som findes fra oktober 2023.
    measure: count
  either:
    title_da: Borgere, der modtager støtte efter SEL §85 eller §85 a
    definition_da: >
      Antal aktive borgere, der modtager mindst en af de to slags støtte. Nej kræver, at begge svar er kendt; før oktober
      2023, da § 85 a ikke fandtes, er svaret om § 85 nok.
    measure: count
examples:
  - name_da: Et ja tæller, et nej gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | support_85 | support_85a
      2025-03 | a          | true       | false
      2025-03 | b          | false      | true
      2025-03 | c          |            | true
      2025-03 | d          | false      | false
      2025-03 | e          | false      |
      2025-03 | f          | true       |
      2025-03 | g          |            | false
    expect: |
      citizen_id | value | value_support_85a | value_either
      a          | true  | false             | true
      b          | false | true              | true
      c          |       | true              | true
      d          | false | false             | false
      e          | false |                   |
      f          | true  |                   | true
      g          |       | false             |
    measured: |
      part        | month   | value | n | population
                  | 2025-03 | 2     | 5 | 7
      support_85a | 2025-03 | 2     | 5 | 7
      either      | 2025-03 | 4     | 5 | 7
  - name_da: Før oktober 2023 er et nej til § 85 nok
    given: |
      month   | citizen_id | support_85
      2023-09 | a          | false
      2023-09 | b          | true
      2023-09 | c          |
      2023-10 | d          | false
    expect: |
      month   | citizen_id | value_either
      2023-09 | a          | false
      2023-09 | b          | true
      2023-09 | c          |
      2023-10 | d          |
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       support_85 as value,
       support_85a as value_support_85a,
       case when month < date '2023-10-01' then support_85 else support_85 or support_85a end as value_either
from citizen_month
