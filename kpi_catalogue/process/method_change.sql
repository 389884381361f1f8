/* ---
title_da: Skift fra CTI til ICM
definition_da: >
  Af de CTI-forløb, der sluttede i måneden eller de 11 foregående måneder: andelen, der sluttede med metodeskift, og hvis
  borger er startet på et ICM-forløb i eller før måneden som det næste.
type: process
measure: share
unit: share
window: 12
direction: neutral
reads: course_month
needs: [courses.ended_on, courses.end_reason, courses.method, courses.started_on]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Værdien er altid kendt: et metodeskift, hvor ICM-forløbet endnu ikke er startet, er et nej. Et skift kan være rigtigt for
  borgeren; tallet er hverken godt eller dårligt i sig selv.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Metodeskift til ICM, startet i eller før måneden
    given: |
      month   | course_id | citizen_id | method | months_since_end | end_reason     | next_method | next_started_on
      2025-03 | k1        | a          | CTI    | 0                | changed_method | ICM         | 2025-03-31
      2025-03 | k2        | b          | CTI    | 0                | changed_method | ICM         | 2025-04-01
      2025-03 | k3        | c          | CTI    | 1                | changed_method | ACT         | 2025-02-10
      2025-03 | k4        | d          | CTI    | 1                | completed      | ICM         | 2025-03-01
      2025-03 | k5        | e          | CTI    | 1                | changed_method |             |
      2025-03 | k6        | f          | CTI    | 1                | completed      |             |
    expect: |
      course_id | value
      k1        | true
      k2        | false
      k3        | false
      k4        | false
      k5        | false
      k6        | false
    measured: |
      month   | value       | n | population | count
      2025-03 | 0.166666667 | 6 | 6          | 1
  - name_da: CTI-forløb, der sluttede i måneden eller de 11 foregående
    given: |
      month   | course_id | citizen_id | method | months_since_end | end_reason
      2025-03 | k1        | a          | CTI    | 0                | completed
      2025-03 | k2        | b          | CTI    | 11               | completed
      2025-03 | k3        | c          | CTI    | 12               | completed
      2025-03 | k4        | d          | CTI    |                  |
      2025-03 | k5        | e          | ICM    | 3                | completed
    expect: |
      course_id | value
      k1        | false
      k2        | false
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       end_reason = 'changed_method'
           and coalesce(next_method = 'ICM' and next_started_on < month + interval 1 month, false) as value
from course_month
where method = 'CTI'
  and months_since_end between 0 and 11
