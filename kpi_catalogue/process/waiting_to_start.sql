/* ---
title_da: Ventetid fra visitation til opstart
definition_da: >
  Gennemsnitligt antal dage fra visitation til første kontakt, eller til start, når der ikke er nogen kontaktskabende fase.
  Borgerens første forløb, når det er startet i måneden eller de 11 foregående måneder.
type: process
measure: mean
unit: days
window: 12
direction: lower_is_better
reads: course_month
needs: [citizens.referred_on, courses.contact_on, courses.started_on]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Værdien er altid kendt. Borgere, der stadig venter, er ikke med, så tallet kan være lavt, mens køen vokser. Senere forløb
  for samme borger er ikke med.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Til kontakten, ellers til starten; samme dag er 0 dage
    given: |
      month   | course_id | citizen_id | is_first | month_number | referred_on | contact_on | started_on
      2025-03 | k1        | a          | true     | 2            | 2025-01-01  | 2025-01-11 | 2025-02-20
      2025-03 | k2        | b          | true     | 2            | 2025-01-31  |            | 2025-02-20
      2025-03 | k3        | c          | true     | 1            | 2025-03-05  |            | 2025-03-05
    expect: |
      course_id | value
      k1        | 10
      k2        | 20
      k3        | 0
    measured: |
      month   | value | n | population | largest
      2025-03 | 10    | 3 | 3          | 0.666666667
  - name_da: Første forløb, startet i måneden eller de 11 foregående
    given: |
      month   | course_id | citizen_id | is_first | month_number | referred_on | started_on
      2025-03 | k1        | a          | true     | 1            | 2025-03-01  | 2025-03-02
      2025-03 | k2        | b          | true     | 12           | 2024-04-01  | 2024-04-03
      2025-03 | k3        | c          | true     | 13           | 2024-03-01  | 2024-03-04
      2025-03 | k4        | d          | false    | 1            | 2025-03-01  | 2025-03-05
    expect: |
      course_id | value
      k1        | 1
      k2        | 2
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       date_diff('day', referred_on, coalesce(contact_on, started_on)) as value
from course_month
where is_first
  and month_number between 1 and 12
