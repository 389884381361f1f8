/* ---
title_da: Mentale vanskeligheder, der står i vejen
definition_da: >
  Antal aktive borgere, hvor mentale vanskeligheder står i vejen for en velfungerende hverdag i høj grad eller i meget høj grad (4 eller 5). Det nyeste svar
  i måneden eller de to foregående måneder gælder.
type: outcome
measure: count
unit: citizens
window: 3
direction: lower_is_better
reads: citizen_month
needs: [monthly_status.mental_difficulties]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Svaret er medarbejderens vurdering. Borgere uden et svar i perioden er ikke med i tallet; se dækningen.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  distribution:
    title_da: Mentale vanskeligheder, der står i vejen, fordeling
    definition_da: Andelen af de aktive borgere med et kendt svar, der er på hvert af de fem trin.
    measure: categories
    unit: share
    direction: neutral
    codes:
      "1": Slet ikke
      "2": I mindre grad
      "3": I nogen grad
      "4": I høj grad
      "5": I meget høj grad
  mean:
    title_da: Mentale vanskeligheder, der står i vejen, gennemsnit
    definition_da: Gennemsnittet af de kendte svar på skalaen fra 1 (slet ikke) til 5 (i meget høj grad).
    measure: mean
    unit: score
examples:
  - name_da: 4 tæller med, 3 gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | mental_difficulties
      2025-03 | a          | 4
      2025-03 | b          | 3
      2025-03 | c          |
      2025-03 | d          | 5
      2025-03 | e          | 1
    expect: |
      citizen_id | value | value_distribution | value_mean
      a          | true  | 4                  | 4
      b          | false | 3                  | 3
      c          |       |                    |
      d          | true  | 5                  | 5
      e          | false | 1                  | 1
    measured: |
      part         | month   | category | value | n | population | count
                   | 2025-03 |          | 2     | 4 | 5          | 2
      distribution | 2025-03 | 1        | 0.25  | 4 | 5          | 1
      distribution | 2025-03 | 2        | 0     | 4 | 5          | 0
      distribution | 2025-03 | 3        | 0.25  | 4 | 5          | 1
      distribution | 2025-03 | 4        | 0.25  | 4 | 5          | 1
      distribution | 2025-03 | 5        | 0.25  | 4 | 5          | 1
      mean         | 2025-03 |          | 3.25  | 4 | 5          |
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       mental_difficulties >= 4 as value,
       mental_difficulties as value_distribution,
       mental_difficulties as value_mean
from citizen_month
