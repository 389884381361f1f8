/* ---
title_da: Borgere i mistrivsel (WHO-5)
definition_da: >
  Antal aktive borgere, hvis seneste WHO-5-score i måneden eller de tre foregående måneder er højst 50.
type: outcome
measure: count
unit: citizens
window: 4
direction: lower_is_better
reads: citizen_month
needs: [measurements.WHO5]
source: >
  Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal; grænserne 35 og 50:
  vidensportal.dk, WHO-5
limits_da: >
  Borgere uden en måling i perioden er ikke med i tallet; se dækningen. WHO-5 er ikke en diagnose, men en anledning til en
  samtale.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  band:
    title_da: Trivsel (WHO-5) i tre bånd
    definition_da: >
      Antal aktive borgere med en seneste WHO-5-score fra 0 til 35 (stor risiko), fra 36 til 50 (risiko) og fra 51 til 100
      (ikke umiddelbart i risiko for depression eller stressbelastning).
    measure: counts
    direction: neutral
    codes:
      0-35: 0 til 35
      36-50: 36 til 50
      51-100: 51 til 100
examples:
  - name_da: 50 tæller med, 52 gør ikke, ukendt er ukendt
    given: |
      month   | citizen_id | who5
      2025-03 | a          | 50
      2025-03 | b          | 52
      2025-03 | c          |
    expect: |
      citizen_id | value
      a          | true
      b          | false
      c          |
  - name_da: Båndene går fra 0 til 35, 36 til 50 og 51 til 100
    given: |
      month   | citizen_id | who5
      2025-03 | a          | 0
      2025-03 | b          | 35
      2025-03 | c          | 36
      2025-03 | d          | 50
      2025-03 | e          | 51
      2025-03 | f          | 100
      2025-03 | g          |
    expect: |
      citizen_id | value | value_band
      a          | true  | 0-35
      b          | true  | 0-35
      c          | true  | 36-50
      d          | true  | 36-50
      e          | false | 51-100
      f          | false | 51-100
      g          |       |
    measured: |
      part | month   | category | value | n | population | count
           | 2025-03 |          | 4     | 6 | 7          | 4
      band | 2025-03 | 0-35     | 2     | 6 | 7          | 2
      band | 2025-03 | 36-50    | 2     | 6 | 7          | 2
      band | 2025-03 | 51-100   | 2     | 6 | 7          | 2
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       who5 <= 50 as value,
       case when who5 <= 35 then '0-35' when who5 <= 50 then '36-50' when who5 is not null then '51-100' end as value_band
from citizen_month
