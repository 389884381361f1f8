/* ---
title_da: Faktisk tid mod forventet tid
grain: one row per started course and month, when a month up to then has both time registered and an estimate
key: [course_id, month]
reads: [course, month_spine, time_month, expected_hours]
columns:
  month: {type: date, label_da: Måned}
  course_id: {type: varchar, label_da: Forløb}
  actual_hours_compared: {type: double, label_da: 'Faktiske timer i de måneder, der kan sammenlignes'}
  expected_hours_compared: {type: double, label_da: 'Forventede timer i de måneder, der kan sammenlignes'}
examples:
  - name_da: 'Det gennemregnede forløb: 39 faktiske timer mod 50 forventede ved udgangen af juni'
    given:
      course: |
        course_id | start_month
        a1        | 2025-01
      month_spine: |
        month   | month_end
        2024-12 | 2024-12-31
        2025-01 | 2025-01-31
        2025-06 | 2025-06-30
      time_month: |
        course_id | month   | hours | is_before_start
        a1        | 2025-01 | 4     | false
        a1        | 2025-02 | 6     | false
        a1        | 2025-03 | 5     | false
        a1        | 2025-04 | 9     | false
        a1        | 2025-05 | 8     | false
        a1        | 2025-06 | 7     | false
      expected_hours: |
        course_id | month   | month_hours | estimated_on
        a1        | 2025-01 | 10          | 2025-01-15
        a1        | 2025-02 | 10          | 2025-01-15
        a1        | 2025-03 | 10          | 2025-01-15
        a1        | 2025-04 | 6.66666666667 | 2025-01-15
        a1        | 2025-05 | 6.66666666667 | 2025-01-15
        a1        | 2025-06 | 6.66666666667 | 2025-01-15
        a1        | 2025-07 | 3.33333333333 | 2025-01-15
    expect: |
      month   | actual_hours_compared | expected_hours_compared
      2025-01 | 4                     | 10
      2025-06 | 39                    | 50
  - name_da: En måned uden tid eller uden forventning tæller ikke på nogen af siderne; timer før start heller ikke
    given:
      course: |
        course_id | start_month
        a1        | 2025-02
        b1        | 2025-02
      month_spine: |
        month   | month_end
        2025-04 | 2025-04-30
      time_month: |
        course_id | month   | hours | is_before_start
        a1        | 2025-01 | 100   | true
        a1        | 2025-02 | 4     | false
        a1        | 2025-04 | 9     | false
        b1        | 2025-02 | 5     | false
      expected_hours: |
        course_id | month   | month_hours | estimated_on
        a1        | 2025-01 | 1           | 2025-01-15
        a1        | 2025-02 | 10          | 2025-01-15
        a1        | 2025-03 | 10          | 2025-01-15
        b1        | 2025-03 | 10          | 2025-01-15
    expect: |
      course_id | actual_hours_compared | expected_hours_compared
      a1        | 4                     | 10
  - name_da: På månedens sidste dag gælder den nyeste forventning til og med den dag
    given:
      course: |
        course_id | start_month
        a1        | 2025-01
      month_spine: |
        month   | month_end
        2025-01 | 2025-01-31
        2025-02 | 2025-02-28
        2025-03 | 2025-03-31
      time_month: |
        course_id | month   | hours | is_before_start
        a1        | 2025-01 | 4     | false
      expected_hours: |
        course_id | month   | month_hours | estimated_on | superseded_on
        a1        | 2025-01 | 10          | 2025-01-15   | 2025-02-28
        a1        | 2025-01 | 20          | 2025-02-28   | 2025-03-01
        a1        | 2025-01 | 40          | 2025-03-01   |
    expect: |
      month   | actual_hours_compared | expected_hours_compared
      2025-01 | 4                     | 10
      2025-02 | 4                     | 20
      2025-03 | 4                     | 40
--- */
select
    month_spine.month,
    course.course_id,
    sum(time_month.hours) as actual_hours_compared,
    sum(expected_hours.month_hours) as expected_hours_compared
from course
inner join month_spine
    on month_spine.month >= course.start_month
inner join time_month
    on time_month.course_id = course.course_id
    and time_month.month <= month_spine.month
    and not time_month.is_before_start
inner join expected_hours
    on expected_hours.course_id = time_month.course_id
    and expected_hours.month = time_month.month
    and expected_hours.estimated_on <= month_spine.month_end
    and (expected_hours.superseded_on is null or expected_hours.superseded_on > month_spine.month_end)
group by
    month_spine.month,
    course.course_id
order by course.course_id, month_spine.month
