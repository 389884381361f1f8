/* ---
title_da: Borgere med sikker ændring på ORS
definition_da: >
  Andelen af de aktive borgere, hvis seneste ORS-score er mindst 5 point højere end den første på det nuværende forløb.
  Borgeren skal have mindst to målinger på forløbet, den seneste i måneden eller de tre foregående måneder.
type: outcome
measure: share
unit: share
window: 4
direction: higher_is_better
reads: citizen_month
needs: [measurements.ORS]
source: "Bundlinjes eget nøgletal; 5 point som en sikker ændring: vejledninger til ORS"
limits_da: >
  Borgere uden to målinger på forløbet, eller uden en måling i perioden, er ukendte; se dækningen. Tallet viser, at scoren
  har ændret sig, ikke hvorfor.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  decline:
    title_da: Borgere med sikker tilbagegang på ORS
    definition_da: >
      Andelen af de aktive borgere, hvis seneste ORS-score er mindst 5 point lavere end den første på det nuværende forløb.
    measure: share
    direction: lower_is_better
examples:
  - name_da: Præcis 5 point tæller med, 4,9 gør ikke, uden to målinger er ukendt
    given: |
      month   | citizen_id | ors_change
      2025-03 | a          | 5.0
      2025-03 | b          | 4.9
      2025-03 | c          | -4.9
      2025-03 | d          | -5.0
      2025-03 | e          |
      2025-03 | f          | 12.3
    expect: |
      citizen_id | value | value_decline
      a          | true  | false
      b          | false | false
      c          | false | false
      d          | false | true
      e          |       |
      f          | true  | false
    measured: |
      part    | month   | value | n | population | count
              | 2025-03 | 0.4   | 5 | 6          | 2
      decline | 2025-03 | 0.2   | 5 | 6          | 1
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       ors_change >= 5 as value,
       ors_change <= -5 as value_decline
from citizen_month
