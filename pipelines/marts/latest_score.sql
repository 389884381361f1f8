/* ---
title_da: Seneste score
grain: one row per citizen, month and instrument measured in the month or the three before
key: [citizen_id, month, instrument]
reads: [score, month_spine]
columns:
  month: {type: date, label_da: Måned}
  citizen_id: {type: varchar, label_da: Borger}
  instrument: {type: varchar, label_da: Instrument}
  score: {type: 'decimal(5,1)', label_da: Seneste score}
examples:
  - name_da: En score gælder i sin måned og de tre næste; den nyeste gælder
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-03
        2025-04
        2025-05
        2025-06
      score: |
        citizen_id | course_id | instrument | measured_on | month   | score
        a          | a1        | WHO5       | 2025-01-31  | 2025-01 | 40
        a          | a1        | WHO5       | 2025-02-28  | 2025-02 | 44
    expect: |
      month   | instrument | score
      2025-01 | WHO5       | 40
      2025-02 | WHO5       | 44
      2025-03 | WHO5       | 44
      2025-04 | WHO5       | 44
      2025-05 | WHO5       | 44
  - name_da: Alle borgerens forløb tæller; samme dag gælder det forløb, der er startet senest, og så det højeste nummer
    given:
      month_spine: |
        month
        2025-03
      score: |
        citizen_id | course_id | instrument | measured_on | month   | score | course_started_on
        a          | a1        | ORS        | 2025-03-05  | 2025-03 | 20.1  | 2025-02-01
        a          | a2        | ORS        | 2025-03-05  | 2025-03 | 20.2  | 2025-03-01
        a          | a9        | ORS        | 2025-03-05  | 2025-03 | 20.4  | 2025-01-01
        a          | a0        | ORS        | 2025-03-05  | 2025-03 | 20.3  | 2025-03-01
        a          | a2        | SRS        | 2025-03-05  | 2025-03 | 36    | 2025-03-01
        a          | a1        | SRS        | 2025-03-06  | 2025-03 | 35    | 2025-02-01
    expect: |
      instrument | score
      ORS        | 20.2
      SRS        | 35
--- */
with ranked as (
    select
        month_spine.month,
        score.citizen_id,
        score.instrument,
        score.score,
        row_number() over (
            partition by score.citizen_id, month_spine.month, score.instrument
            order by score.measured_on desc, score.course_started_on desc, score.course_id desc
        ) as place
    from score
    inner join month_spine
        on score.month between month_spine.month - interval 3 month and month_spine.month
)
select
    month,
    citizen_id,
    instrument,
    score
from ranked
where place = 1
order by citizen_id, month, instrument
