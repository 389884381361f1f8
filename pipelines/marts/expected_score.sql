/* ---
title_da: Forventede målinger
grain: one row per expected measurement of a started course
key: [course_id, instrument, measured_on, estimated_on]
reads: [course, measurements]
columns:
  course_id: {type: varchar, label_da: Forløb}
  instrument: {type: varchar, label_da: Instrument}
  measured_on: {type: date, label_da: Ventes nået}
  estimated_on: {type: date, label_da: Forventningen er fra}
  score: {type: 'decimal(5,1)', label_da: Forventet score}
examples:
  - name_da: Kun forventede målinger er med
    given:
      course: |
        course_id
        a1
      measurements: |
        course_id | instrument | kind     | measured_on | estimated_on | score
        a1        | ORS        | actual   | 2025-01-31  |              | 20
        a1        | ORS        | expected | 2025-03-31  | 2025-01-15   | 30
    expect: |
      course_id | instrument | measured_on | estimated_on | score
      a1        | ORS        | 2025-03-31  | 2025-01-15   | 30
  - name_da: Står den samme forventning både med startdagen og uden dato, gælder den daterede
    given:
      course: |
        course_id
        a1
      measurements: |
        course_id | instrument | kind     | measured_on | estimated_on | is_estimate_dated | score
        a1        | ORS        | expected | 2025-03-31  | 2025-01-15   | false             | 30
        a1        | ORS        | expected | 2025-03-31  | 2025-01-15   | true              | 28
        a1        | ORS        | expected | 2025-03-31  | 2025-02-15   | true              | 26
    expect: |
      measured_on | estimated_on | score
      2025-03-31  | 2025-01-15   | 28
      2025-03-31  | 2025-02-15   | 26
--- */
with ranked as (
    select
        measurements.course_id,
        measurements.instrument,
        measurements.measured_on,
        measurements.estimated_on,
        measurements.score,
        row_number() over (
            partition by measurements.course_id, measurements.instrument, measurements.measured_on, measurements.estimated_on
            order by case when measurements.is_estimate_dated then 0 else 1 end
        ) as place
    from measurements
    inner join course
        on course.course_id = measurements.course_id
    where measurements.kind = 'expected'
)
select
    course_id,
    instrument,
    measured_on,
    estimated_on,
    score
from ranked
where place = 1
order by course_id, instrument, estimated_on, measured_on
