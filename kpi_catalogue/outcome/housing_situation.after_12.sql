/* ---
title_da: Boligsituation tolv måneder efter forløbet
definition_da: >
  For forløb, der sluttede i de 12 måneder op til tolv måneder før måneden: andelen i hver boligsituation tolv måneder
  efter slutmåneden. Den nyeste kendte boligsituation i den måned eller de to foregående måneder gælder.
measure: categories
unit: share
window: 15
reads: course_month
needs: [monthly_status.housing, courses.ended_on, courses.end_reason]
limits_da: >
  Forløb, der sluttede med metodeskift, dødsfald eller fraflytning, er ikke med. Borgeren skal være fulgt op efter forløbet;
  er boligsituationen ikke registreret, er forløbet ukendt og trækker dækningen ned.
codes:
  own_home: Egen bolig
  own_temporary_home: Egen midlertidig bolig
  placed: Anbragt
  service_act_housing: Bolig efter serviceloven
  without_home: Uden egen bolig
examples:
  - name_da: Forløb, der sluttede 12 til 23 måneder før, er med; nyere og ældre er ikke
    given: |
      month   | course_id | citizen_id | months_since_end | end_reason  | housing_after_12
      2025-03 | k1        | a          | 12               | completed   | own_home
      2025-03 | k2        | b          | 23               | dropped_out | without_home
      2025-03 | k3        | c          | 11               | completed   | own_home
      2025-03 | k4        | d          | 24               | completed   | own_home
      2025-03 | k5        | e          |                  |             | own_home
      2025-03 | k6        | f          | 12               | other       |
    expect: |
      course_id | value
      k1        | own_home
      k2        | without_home
      k6        |
    measured: |
      month   | category            | value | n | population | count
      2025-03 | own_home            | 0.5   | 2 | 3          | 1
      2025-03 | own_temporary_home  | 0     | 2 | 3          | 0
      2025-03 | placed              | 0     | 2 | 3          | 0
      2025-03 | service_act_housing | 0     | 2 | 3          | 0
      2025-03 | without_home        | 0.5   | 2 | 3          | 1
  - name_da: Metodeskift, død og fraflytning er ikke med; andre slutårsager er
    given: |
      month   | course_id | citizen_id | months_since_end | end_reason     | housing_after_12
      2025-03 | k1        | a          | 12               | changed_method | own_home
      2025-03 | k2        | b          | 12               | died           | own_home
      2025-03 | k3        | c          | 12               | moved          | own_home
      2025-03 | k4        | d          | 12               | completed      | placed
      2025-03 | k5        | e          | 12               | dropped_out    | placed
      2025-03 | k6        | f          | 12               | other          | placed
    expect: |
      course_id | value
      k4        | placed
      k5        | placed
      k6        | placed
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       housing_after_12 as value
from course_month
where months_since_end between 12 and 23
  and end_reason not in ('changed_method', 'died', 'moved')
