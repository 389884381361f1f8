/* ---
title_da: Registreringsgrad
definition_da: >
  Andelen af månedens aktive forløb, hvor der både er registreret tid på forløbet og en månedsstatus for borgeren.
type: process
measure: share
unit: share
window: 1
direction: higher_is_better
reads: course_month
needs: [time_use.hours, monthly_status.month]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  En månedsstatus tæller, også når nogle af felterne er tomme. Værdien er altid kendt. 0 timer er en registrering.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Begge dele skal være der; kun aktive forløb er med
    given: |
      month   | course_id | citizen_id | is_active | has_time | has_status
      2025-03 | k1        | a          | true      | true     | true
      2025-03 | k2        | b          | true      | true     | false
      2025-03 | k3        | c          | true      | false    | true
      2025-03 | k4        | d          | true      | false    | false
      2025-03 | k5        | e          | false     | true     | true
    expect: |
      course_id | value
      k1        | true
      k2        | false
      k3        | false
      k4        | false
    measured: |
      month   | value | n | population | count
      2025-03 | 0.25  | 4 | 4          | 1
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       has_time and has_status as value
from course_month
where is_active
