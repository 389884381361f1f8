/* ---
title_da: Døgn på herberg (SEL §110)
definition_da: >
  Summen af de herbergsdøgn (servicelovens § 110), der er registreret for måneden, over de aktive borgere.
type: outcome
measure: sum
unit: nights
window: 1
direction: lower_is_better
reads: citizen_month
needs: [monthly_status.shelter_nights]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Kun månedens egne registreringer tæller; et tal fra en tidligere måned føres ikke videre. Borgere uden registrering er
  ikke med, så det sande antal døgn kan være højere; se dækningen. 0 døgn er en registrering, en tom celle er ikke.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  mean:
    title_da: Døgn på herberg pr. borger
    definition_da: Herbergsdøgn i måneden i gennemsnit pr. aktiv borger med en registrering i måneden, også de borgere med 0.
    measure: mean
examples:
  - name_da: 0 døgn er kendt, en tom celle er ukendt
    given: |
      month   | citizen_id | shelter_nights
      2025-03 | a          | 31
      2025-03 | b          | 0
      2025-03 | c          |
      2025-03 | d          | 5
    expect: |
      citizen_id | value | value_mean
      a          | 31    | 31
      b          | 0     | 0
      c          |       |
      d          | 5     | 5
    measured: |
      part | month   | value | n | population | persons | largest
           | 2025-03 | 36    | 3 | 4          | 2       | 0.861111111
      mean | 2025-03 | 12    | 3 | 4          | 2       | 0.861111111
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       shelter_nights as value,
       shelter_nights as value_mean
from citizen_month
