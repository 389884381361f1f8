/* ---
title_da: Tidsforbrug per måned, ICM
definition_da: >
  Gennemsnitligt antal timer i måneden over de aktive ICM-forløb, der har tid registreret i måneden. Er to medarbejdere på
  forløbet, lægges deres timer sammen.
type: economy
measure: mean
unit: hours
window: 1
direction: neutral
reads: course_month
needs: [time_use.hours]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: Forløb uden registreret tid i måneden er ukendte; se dækningen. 0 timer er en registrering og trækker ned.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Kun aktive ICM-forløb; uden registreret tid er ukendt
    given: |
      month   | course_id | citizen_id | method | is_active | hours
      2025-03 | k1        | a          | ICM    | true      | 10
      2025-03 | k2        | b          | ICM    | true      | 0
      2025-03 | k3        | c          | ICM    | true      |
      2025-03 | k4        | d          | ICM    | false     | 50
      2025-03 | k5        | e          | CTI    | true      | 50
      2025-03 | k6        | f          | ACT    | true      | 50
    expect: |
      course_id | value
      k1        | 10
      k2        | 0
      k3        |
    measured: |
      month   | value | n | population | largest
      2025-03 | 5     | 2 | 3          | 1
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       hours as value
from course_month
where method = 'ICM'
  and is_active
