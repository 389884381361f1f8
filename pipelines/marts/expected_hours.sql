/* ---
title_da: Forventet tid pr. måned
grain: one row per started course, calendar month and estimate that applies to it
key: [course_id, month, estimated_on]
reads: [course, expected_time]
columns:
  course_id: {type: varchar, label_da: Forløb}
  month: {type: date, label_da: Måned}
  month_number: {type: integer, label_da: Månedens nummer i forløbet}
  period: {type: integer, label_da: Periode (fase i CTI og ellers månedens nummer)}
  period_hours: {type: double, label_da: Forventede timer i perioden}
  month_hours: {type: double, label_da: Forventede timer i måneden}
  estimated_on: {type: date, label_da: Forventningen er fra}
  superseded_on: {type: date, label_da: Afløst af en nyere forventning}
  basis: {type: varchar, label_da: Grundlag for forventningen}
checks:
  - name_da: en forventning afløses først, efter at den er lavet
    sql: select course_id from expected_hours where superseded_on <= estimated_on
examples:
  - name_da: En måned i CTI er en tredjedel af fasen, og de tre faser dækker måned 1-9
    given:
      course: |
        course_id | method | start_month
        a1        | CTI    | 2025-01
      expected_time: |
        course_id | period | hours | estimated_on | basis
        a1        | 1      | 30    | 2025-01-15   | average
        a1        | 3      | 12    | 2025-01-15   | individual
    expect: |
      month   | month_number | period | period_hours | month_hours | basis
      2025-01 | 1            | 1      | 30           | 10          | average
      2025-02 | 2            | 1      | 30           | 10          | average
      2025-03 | 3            | 1      | 30           | 10          | average
      2025-07 | 7            | 3      | 12           | 4           | individual
      2025-08 | 8            | 3      | 12           | 4           | individual
      2025-09 | 9            | 3      | 12           | 4           | individual
  - name_da: I ICM og ACT er perioden forløbets måned
    given:
      course: |
        course_id | method | start_month
        a1        | ICM    | 2025-11
        b1        | ACT    | 2025-11
      expected_time: |
        course_id | period | hours | estimated_on
        a1        | 1      | 8     | 2025-11-15
        a1        | 3      | 6     | 2025-11-15
        b1        | 12     | 5     | 2025-11-15
    expect: |
      course_id | month   | month_number | period | period_hours | month_hours
      a1        | 2025-11 | 1            | 1      | 8            | 8
      a1        | 2026-01 | 3            | 3      | 6            | 6
      b1        | 2026-10 | 12           | 12     | 5            | 5
  - name_da: En forventning fra før starten gælder, en fra periodens sidste dag gælder, en senere gælder ikke
    given:
      course: |
        course_id | method | start_month
        a1        | ICM    | 2025-02
        b1        | CTI    | 2025-02
      expected_time: |
        course_id | period | hours | estimated_on
        a1        | 1      | 8     | 2025-01-15
        a1        | 1      | 9     | 2025-02-28
        a1        | 1      | 7     | 2025-03-01
        b1        | 1      | 30    | 2025-04-30
        b1        | 2      | 30    | 2025-08-01
    expect: |
      course_id | month   | period_hours | estimated_on | superseded_on
      a1        | 2025-02 | 8            | 2025-01-15   | 2025-02-28
      a1        | 2025-02 | 9            | 2025-02-28   |
      b1        | 2025-02 | 30           | 2025-04-30   |
      b1        | 2025-03 | 30           | 2025-04-30   |
      b1        | 2025-04 | 30           | 2025-04-30   |
--- */
with places as (
    select 1 as place
    union all
    select 2
    union all
    select 3
),
spread as (
    select
        expected_time.course_id,
        course.start_month,
        expected_time.period,
        3 * (expected_time.period - 1) + places.place as month_number,
        3 * expected_time.period as last_month_number,
        expected_time.hours as period_hours,
        expected_time.hours / 3e0 as month_hours,
        expected_time.estimated_on,
        expected_time.basis
    from expected_time
    inner join course
        on course.course_id = expected_time.course_id
    cross join places
    where course.method = 'CTI'
    union all
    select
        expected_time.course_id,
        course.start_month,
        expected_time.period,
        expected_time.period as month_number,
        expected_time.period as last_month_number,
        expected_time.hours as period_hours,
        expected_time.hours as month_hours,
        expected_time.estimated_on,
        expected_time.basis
    from expected_time
    inner join course
        on course.course_id = expected_time.course_id
    where course.method <> 'CTI'
),
dated as (
    select
        *,
        cast(start_month + (month_number - 1) * interval 1 month as date) as month,
        last_day(cast(start_month + (last_month_number - 1) * interval 1 month as date)) as period_end
    from spread
)
select
    course_id,
    month,
    cast(month_number as integer) as month_number,
    period,
    period_hours,
    month_hours,
    estimated_on,
    lead(estimated_on) over (
        partition by course_id, month
        order by estimated_on
    ) as superseded_on,
    basis
from dated
where estimated_on <= period_end
order by course_id, month, estimated_on
