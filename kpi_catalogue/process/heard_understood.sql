/* ---
title_da: Borgere, der føler sig hørt og forstået (ORS)
definition_da: >
  Antal aktive borgere, hvis seneste ORS-score i måneden eller de tre foregående måneder er over 25. Kommunen kan vælge en
  egen grænse for unge under 25 år.
type: process
measure: count
unit: citizens
window: 4
direction: higher_is_better
reads: [citizen_month, setting]
needs: [measurements.ORS, measurements.SRS]
source: >
  "Erfaringsopsamling: Investeringspuljen 2019-21" (november 2021), oversigten over nøgletal; grænserne 25 og 36:
  vejledninger til ORS og SRS
limits_da: >
  ORS måler, hvordan borgeren har det, og SRS måler samarbejdet mellem borger og medarbejder; navnet er det, kommunerne
  brugte, og kan ændres under Indstillinger. Borgere uden en måling i perioden er ikke med i tallet; se dækningen.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  srs:
    title_da: Borgere, der er tilfredse med samarbejdet (SRS)
    definition_da: >
      Antal aktive borgere, hvis seneste SRS-score i måneden eller de tre foregående måneder er mindst 36.
    measure: count
examples:
  - name_da: 25,0 er ikke over 25, 25,1 er; SRS 36,0 tæller med, 35,9 gør ikke
    given:
      setting: |
        success_criterion | ors_limit_young
        effect_goal_met   |
      citizen_month: |
        month   | citizen_id | age_group | ors  | srs
        2025-03 | a          | 31-49     | 25.0 | 36.0
        2025-03 | b          | 31-49     | 25.1 | 35.9
        2025-03 | c          | 31-49     |      |
        2025-03 | d          | 18-24     | 25.1 | 40.0
        2025-03 | e          | unknown   | 10.0 |
    expect: |
      citizen_id | value | value_srs
      a          | false | true
      b          | true  | false
      c          |       |
      d          | true  | true
      e          | false |
    measured: |
      part | month   | value | n | population | count
           | 2025-03 | 2     | 4 | 5          | 2
      srs  | 2025-03 | 2     | 3 | 5          | 2
  - name_da: Grænsen for unge gælder under 25 år, og kun når den er valgt
    given:
      setting: |
        success_criterion | ors_limit_young
        effect_goal_met   | 28.1
      citizen_month: |
        month   | citizen_id | age_group | ors
        2025-03 | a          | 0-17      | 28.1
        2025-03 | b          | 0-17      | 28.2
        2025-03 | c          | 18-24     | 28.1
        2025-03 | d          | 18-24     | 28.2
        2025-03 | e          | 25-30     | 25.1
        2025-03 | f          | unknown   | 25.1
        2025-03 | g          | 18-24     |
    expect: |
      citizen_id | value
      a          | false
      b          | true
      c          | false
      d          | true
      e          | true
      f          | true
      g          |
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       ors > coalesce(case when age_group in ('0-17', '18-24') then ors_limit_young end, 25e0) as value,
       srs >= 36 as value_srs
from citizen_month
cross join setting
