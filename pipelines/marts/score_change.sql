/* ---
title_da: Ændring i score i et forløb
grain: one row per course, month and instrument with two or more scores to the month, the latest in the month or the three before
key: [course_id, month, instrument]
reads: [score, month_spine]
columns:
  month: {type: date, label_da: Måned}
  course_id: {type: varchar, label_da: Forløb}
  instrument: {type: varchar, label_da: Instrument}
  change: {type: 'decimal(5,1)', label_da: Seneste score minus forløbets første}
examples:
  - name_da: Ændringen er den seneste minus den første; med en enkelt måling er der ingen, og efter tre måneder gælder den ikke
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-03
        2025-04
        2025-05
        2025-06
        2025-07
      score: |
        course_id | instrument | measured_on | month   | score
        a1        | ORS        | 2025-01-31  | 2025-01 | 20.2
        a1        | ORS        | 2025-02-03  | 2025-02 | 25.1
        a1        | ORS        | 2025-03-31  | 2025-03 | 25.2
        a2        | ORS        | 2025-03-31  | 2025-03 | 12
        a1        | WHO5       | 2025-02-28  | 2025-02 | 40
    expect: |
      course_id | instrument | month   | change
      a1        | ORS        | 2025-02 | 4.9
      a1        | ORS        | 2025-03 | 5.0
      a1        | ORS        | 2025-04 | 5.0
      a1        | ORS        | 2025-05 | 5.0
      a1        | ORS        | 2025-06 | 5.0
  - name_da: Den første score må gerne være ældre end tre måneder
    given:
      month_spine: |
        month
        2025-12
      score: |
        course_id | instrument | measured_on | month   | score
        a1        | WHO5       | 2024-12-31  | 2024-12 | 52
        a1        | WHO5       | 2025-12-31  | 2025-12 | 40
    expect: |
      month   | change
      2025-12 | -12
--- */
with numbered as (
    select
        course_id,
        instrument,
        measured_on,
        month,
        score,
        first_value(score) over in_course as first_score,
        row_number() over in_course as score_number
    from score
    window in_course as (
        partition by course_id, instrument
        order by measured_on
    )
),
ranked as (
    select
        month_spine.month,
        numbered.course_id,
        numbered.instrument,
        numbered.score,
        numbered.first_score,
        numbered.score_number,
        row_number() over (
            partition by numbered.course_id, numbered.instrument, month_spine.month
            order by numbered.measured_on desc
        ) as place
    from numbered
    inner join month_spine
        on numbered.month between month_spine.month - interval 3 month and month_spine.month
)
select
    month,
    course_id,
    instrument,
    cast(score - first_score as decimal(5, 1)) as change
from ranked
where place = 1
    and score_number >= 2
order by course_id, instrument, month
