/* ---
title_da: Gennemførte forløb
definition_da: >
  Af de forløb, der sluttede i måneden eller de 11 foregående måneder: andelen, der er gennemført. Forløb, der sluttede med
  død, fraflytning eller metodeskift, er ikke med.
type: process
measure: share
unit: share
window: 12
direction: higher_is_better
reads: course_month
needs: [courses.ended_on, courses.end_reason]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: Værdien er altid kendt. Forløb, der stadig er i gang, er ikke med, heller ikke når de varer længere end ventet.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Gennemført tæller, frafald og andet gør ikke; død, fraflytning og metodeskift er ikke med
    given: |
      month   | course_id | citizen_id | months_since_end | end_reason
      2025-03 | k1        | a          | 0                | completed
      2025-03 | k2        | b          | 0                | dropped_out
      2025-03 | k3        | c          | 0                | other
      2025-03 | k4        | d          | 0                | died
      2025-03 | k5        | e          | 0                | moved
      2025-03 | k6        | f          | 0                | changed_method
    expect: |
      course_id | value
      k1        | true
      k2        | false
      k3        | false
    measured: |
      month   | value       | n | population | count
      2025-03 | 0.333333333 | 3 | 3          | 1
  - name_da: Sluttet i måneden eller de 11 foregående
    given: |
      month   | course_id | citizen_id | months_since_end | end_reason
      2025-03 | k1        | a          | 11               | completed
      2025-03 | k2        | b          | 12               | completed
      2025-03 | k3        | c          |                  |
    expect: |
      course_id | value
      k1        | true
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       end_reason = 'completed' as value
from course_month
where months_since_end between 0 and 11
  and end_reason not in ('died', 'moved', 'changed_method')
