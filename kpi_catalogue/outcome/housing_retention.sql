/* ---
title_da: Fastholder egen bolig
definition_da: >
  Af de aktive borgere, der var i egen bolig i mindst en af de foregående 12 måneder, og hvis boligsituation er kendt nu:
  andelen, der er i egen bolig i måneden.
type: outcome
measure: share
unit: share
window: 15
direction: higher_is_better
reads: citizen_month
needs: [monthly_status.housing]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Borgere, der ikke har været i egen bolig i de 12 måneder, er slet ikke med. Borgere, hvis boligsituation ikke er kendt i
  måneden eller de to foregående måneder, er ukendte; se dækningen.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Kun de, der havde egen bolig, er med; ukendt nu er ukendt
    given: |
      month   | citizen_id | had_own_home | housing
      2025-03 | a          | true         | own_home
      2025-03 | b          | true         | own_temporary_home
      2025-03 | c          | true         |
      2025-03 | d          | false        | own_home
      2025-03 | e          | true         | own_home
    expect: |
      citizen_id | value
      a          | true
      b          | false
      c          |
      e          | true
    measured: |
      month   | value       | n | population | count
      2025-03 | 0.666666667 | 3 | 4          | 2
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       housing = 'own_home' as value
from citizen_month
where had_own_home
