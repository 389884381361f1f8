/* ---
title_da: Ingen herbergsdøgn i 6 måneder
definition_da: >
  Af de aktive borgere, der har herbergsdøgn registreret i måneden og i hver af de fem foregående måneder: andelen med 0
  døgn i alle seks.
type: outcome
measure: share
unit: share
window: 6
direction: higher_is_better
reads: citizen_month
needs: [monthly_status.shelter_nights]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  En borger, der mangler registrering i blot en af de seks måneder, er ukendt; se dækningen. Tallet siger ikke, om borgeren
  nogensinde har boet på herberg.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: 0 døgn i alle seks måneder tæller med, 1 døgn gør ikke, en måned uden registrering er ukendt
    given: |
      month   | citizen_id | shelter_nights_6
      2025-03 | a          | 0
      2025-03 | b          | 1
      2025-03 | c          |
      2025-03 | d          | 60
    expect: |
      citizen_id | value
      a          | true
      b          | false
      c          |
      d          | false
    measured: |
      month   | value       | n | population | count
      2025-03 | 0.333333333 | 3 | 4          | 1
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       shelter_nights_6 = 0 as value
from citizen_month
