/* ---
title_da: Kontaktskabende fase
definition_da: >
  Gennemsnitligt antal dage fra den kontaktskabende fase begyndte, til forløbet startede. Forløb, der er startet i måneden
  eller de 11 foregående måneder.
type: process
measure: mean
unit: days
window: 12
direction: neutral
reads: course_month
needs: [courses.contact_on, courses.started_on]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Forløb uden en dato for første kontakt er ukendte; se dækningen. Forløb, der aldrig kom ud af den kontaktskabende fase,
  er ikke med.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Dage fra kontakt til start; uden kontakt er ukendt
    given: |
      month   | course_id | citizen_id | month_number | contact_on | started_on
      2025-03 | k1        | a          | 1            | 2025-02-01 | 2025-03-01
      2025-03 | k2        | b          | 12           | 2024-04-10 | 2024-04-10
      2025-03 | k3        | c          | 6            |            | 2024-10-01
      2025-03 | k4        | d          | 13           | 2024-03-01 | 2024-03-31
    expect: |
      course_id | value
      k1        | 28
      k2        | 0
      k3        |
    measured: |
      month   | value | n | population
      2025-03 | 14    | 2 | 3
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       date_diff('day', contact_on, started_on) as value
from course_month
where month_number between 1 and 12
