/* ---
title_da: Målinger
grain: one row per actual measurement
key: [course_id, instrument, measured_on]
reads: [course, measurements]
columns:
  course_id: {type: varchar, label_da: Forløb}
  citizen_id: {type: varchar, label_da: Borger}
  instrument: {type: varchar, label_da: Instrument}
  measured_on: {type: date, label_da: Målt}
  month: {type: date, label_da: Måned}
  score: {type: 'decimal(5,1)', label_da: Score}
  course_started_on: {type: date, label_da: Forløbet startet}
examples:
  - name_da: Kun faktiske målinger er med; de forventede er det ikke
    given:
      course: |
        course_id | citizen_id | started_on
        a1        | a          | 2025-01-15
      measurements: |
        course_id | instrument | kind     | measured_on | score
        a1        | ORS        | actual   | 2025-01-31  | 25.1
        a1        | ORS        | expected | 2025-03-31  | 30
    expect: |
      course_id | citizen_id | instrument | measured_on | month   | score | course_started_on
      a1        | a          | ORS        | 2025-01-31  | 2025-01 | 25.1  | 2025-01-15
--- */
select
    measurements.course_id,
    course.citizen_id,
    measurements.instrument,
    measurements.measured_on,
    cast(date_trunc('month', measurements.measured_on) as date) as month,
    measurements.score,
    course.started_on as course_started_on
from measurements
inner join course
    on course.course_id = measurements.course_id
where measurements.kind = 'actual'
order by measurements.course_id, measurements.instrument, measurements.measured_on
