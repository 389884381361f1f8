/* ---
title_da: Borgere per medarbejder
definition_da: Antal aktive forløb i måneden divideret med antallet af medarbejdere, der har dem.
type: structure
measure: per_distinct
unit: courses_per_caseworker
window: standing
direction: neutral
reads: course_month
needs: [courses.caseworker]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Medarbejdere uden et aktivt forløb er ikke med i nævneren, og der tages ikke hensyn til deltid. Værdien er altid kendt.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  per_caseworker:
    title_da: Forløb for hver medarbejder
    definition_da: >
      Antal aktive forløb for hver medarbejder, til brug på teamets møder. Vises kun for teamet og er ikke en rangordning.
    measure: count
    unit: courses
    category: caseworker
    audience: team
examples:
  - name_da: Aktive forløb pr. medarbejder, der har et
    given: &caseload |
      month   | course_id | citizen_id | caseworker | is_active | team
      2025-03 | k1        | a          | anne       | true      | Nord
      2025-03 | k2        | b          | anne       | true      | Nord
      2025-03 | k3        | c          | bo         | true      | Syd
      2025-03 | k4        | d          | carl       | false     | Syd
    expect: |
      course_id | caseworker | value
      k1        | anne       | anne
      k2        | anne       | anne
      k3        | bo         | bo
    measured: |
      part           | month   | category | value | n | population | persons
                     | 2025-03 |          | 1.5   | 3 | 3          | 3
      per_caseworker | 2025-03 | anne     | 2     | 2 | 2          | 2
      per_caseworker | 2025-03 | bo       | 1     | 1 | 1          | 1
  - name_da: Delt op på team
    given: *caseload
    by: team
    measured: |
      part           | month   | group | category | value | n
                     | 2025-03 | Nord  |          | 2     | 2
                     | 2025-03 | Syd   |          | 1     | 1
      per_caseworker | 2025-03 | Nord  | anne     | 2     | 2
      per_caseworker | 2025-03 | Syd   | bo       | 1     | 1
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       caseworker as value,
       true as value_per_caseworker
from course_month
where is_active
