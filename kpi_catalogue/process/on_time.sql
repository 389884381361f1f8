/* ---
title_da: Rettidige målinger
definition_da: >
  Af de aktive forløb i deres anden måned eller senere: andelen med mindst en måling i måneden eller de tre foregående
  måneder på det mål, forløbet følges med (WHO-5 eller ORS).
type: process
measure: share
unit: share
window: 4
direction: higher_is_better
reads: course_month
needs: [measurements.WHO5, measurements.ORS, courses.progression_measure]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Værdien er altid kendt: et forløb uden måling er et nej. Målingen skal ligge på forløbet selv; en måling på borgerens
  forrige forløb tæller ikke.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Fra forløbets anden måned; kun aktive forløb
    given: |
      month   | course_id | citizen_id | is_active | month_number | score_in_window
      2025-03 | k1        | a          | true      | 1            | false
      2025-03 | k2        | b          | true      | 2            | true
      2025-03 | k3        | c          | true      | 3            | false
      2025-03 | k4        | d          | false     | 9            | true
      2025-03 | k5        | e          | true      | 12           | true
    expect: |
      course_id | value
      k2        | true
      k3        | false
      k5        | true
    measured: |
      month   | value       | n | population | count
      2025-03 | 0.666666667 | 3 | 3          | 2
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       score_in_window as value
from course_month
where is_active
  and month_number >= 2
