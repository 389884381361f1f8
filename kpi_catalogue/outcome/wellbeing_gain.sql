/* ---
title_da: Borgere med bedre trivsel
definition_da: >
  Andelen af de aktive borgere, hvis seneste WHO-5-score er mindst 10 point højere end den første på det nuværende forløb.
  Borgeren skal have mindst to målinger på forløbet, den seneste i måneden eller de tre foregående måneder.
type: outcome
measure: share
unit: share
window: 4
direction: higher_is_better
reads: citizen_month
needs: [measurements.WHO5]
source: "Bundlinjes eget nøgletal; 10 point som en mærkbar ændring: vejledninger til WHO-5"
limits_da: >
  Borgere uden to målinger på forløbet, eller uden en måling i perioden, er ukendte; se dækningen. Tallet viser, at
  trivslen har ændret sig, ikke hvorfor.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: 10 point op tæller med, 9 gør ikke, uden to målinger er ukendt
    given: |
      month   | citizen_id | who5_change
      2025-03 | a          | 10
      2025-03 | b          | 9
      2025-03 | c          | -12
      2025-03 | d          |
      2025-03 | e          | 24
    expect: |
      citizen_id | value
      a          | true
      b          | false
      c          | false
      d          |
      e          | true
    measured: |
      month   | value | n | population | count
      2025-03 | 0.5   | 4 | 5          | 2
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       who5_change >= 10 as value
from citizen_month
