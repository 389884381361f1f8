/* ---
title_da: Døgn på herberg
grain: one row per citizen and month with shelter nights registered, 0 included
key: [citizen_id, month]
reads: [monthly_status, refund_rules]
columns:
  month: {type: date, label_da: Måned}
  citizen_id: {type: varchar, label_da: Borger}
  nights: {type: integer, label_da: Døgn på herberg}
  running_year_start: {type: date, label_da: Det løbende år begyndte}
  cap: {type: integer, label_da: Højst så mange døgn med refusion i det løbende år}
  refunded_nights: {type: integer, label_da: Døgn med statsrefusion}
  refund_share: {type: double, label_da: Statens andel af et døgn med refusion}
checks:
  - name_da: staten deler aldrig flere døgn, end der er
    sql: select citizen_id from shelter_month where refunded_nights < 0 or refunded_nights > nights
  - name_da: ingen har refusion for flere døgn i et løbende år end loftet
    sql: |
      select citizen_id
      from shelter_month
      group by citizen_id, running_year_start
      having sum(refunded_nights) > min(cap)
examples:
  - name_da: Fra oktober 2023 tæller de første 120 døgn i det løbende år; før det er der ingen grænse
    given:
      refund_rules: &rules |
        rule    | valid_from | share | max_days_per_year
        sel_110 |            | 0.5   |
        sel_110 | 2023-10-01 | 0.5   | 120
        sel_110 | 2026-04-01 | 0.5   | 90
      monthly_status: |
        citizen_id | month   | shelter_nights
        a          | 2023-08 | 31
        a          | 2023-09 | 30
        a          | 2023-10 | 0
        a          | 2023-11 | 30
        a          | 2023-12 | 31
        a          | 2024-02 | 29
        a          | 2024-03 | 31
        a          | 2024-04 | 30
    expect: |
      month   | nights | running_year_start | cap | refunded_nights | refund_share
      2023-08 | 31     |                    |     | 31              | 0.5
      2023-09 | 30     |                    |     | 30              | 0.5
      2023-10 | 0      |                    |     | 0               | 0.5
      2023-11 | 30     | 2023-11            | 120 | 30              | 0.5
      2023-12 | 31     | 2023-11            | 120 | 31              | 0.5
      2024-02 | 29     | 2023-11            | 120 | 29              | 0.5
      2024-03 | 31     | 2023-11            | 120 | 30              | 0.5
      2024-04 | 30     | 2023-11            | 120 | 0               | 0.5
  - name_da: Et nyt løbende år begynder med den første måned med døgn mindst 12 måneder senere
    given:
      refund_rules: *rules
      monthly_status: |
        citizen_id | month   | shelter_nights
        a          | 2024-01 | 10
        a          | 2024-12 | 11
        a          | 2025-01 | 0
        a          | 2025-03 | 12
        a          | 2026-01 | 13
        a          | 2026-02 | 14
        a          | 2026-03 | 15
    expect: |
      month   | nights | running_year_start | refunded_nights
      2024-01 | 10     | 2024-01            | 10
      2024-12 | 11     | 2024-01            | 11
      2025-01 | 0      | 2024-01            | 0
      2025-03 | 12     | 2025-03            | 12
      2026-01 | 13     | 2025-03            | 13
      2026-02 | 14     | 2025-03            | 14
      2026-03 | 15     | 2026-03            | 15
  - name_da: Loftet er det, der gælder på det løbende års første dag
    given:
      refund_rules: *rules
      monthly_status: |
        citizen_id | month   | shelter_nights
        a          | 2026-03 | 31
        a          | 2026-04 | 30
        a          | 2026-05 | 31
        a          | 2026-06 | 30
        b          | 2026-04 | 30
        b          | 2026-05 | 31
        b          | 2026-06 | 30
    expect: |
      citizen_id | month   | cap | refunded_nights
      a          | 2026-03 | 120 | 31
      a          | 2026-04 | 120 | 30
      a          | 2026-05 | 120 | 31
      a          | 2026-06 | 120 | 28
      b          | 2026-04 | 90  | 30
      b          | 2026-05 | 90  | 31
      b          | 2026-06 | 90  | 29
  - name_da: En måned uden registrering er ikke med
    given:
      refund_rules: *rules
      monthly_status: |
        citizen_id | month   | shelter_nights
        a          | 2024-01 |
        a          | 2024-02 | 3
    expect: |
      month   | nights | running_year_start
      2024-02 | 3      | 2024-02
--- */
with recursive nights as (
    select
        citizen_id,
        month,
        shelter_nights as nights
    from monthly_status
    where shelter_nights is not null
),
rule_periods as (
    select
        coalesce(valid_from, date '0001-01-01') as holds_from,
        lead(valid_from) over (
            order by valid_from nulls first
        ) as holds_until,
        share,
        max_days_per_year
    from refund_rules
    where rule = 'sel_110'
),
first_limit as (
    select min(holds_from) as limited_from
    from rule_periods
    where max_days_per_year is not null
),
used_months as (
    select
        nights.citizen_id,
        nights.month
    from nights
    inner join first_limit
        on nights.month >= first_limit.limited_from
    where nights.nights > 0
),
next_starts as (
    select
        used.citizen_id,
        used.month,
        min(later.month) as next_month
    from used_months as used
    inner join used_months as later
        on later.citizen_id = used.citizen_id
        and later.month >= used.month + interval 12 month
    group by
        used.citizen_id,
        used.month
),
running_years as (
    select
        citizen_id,
        min(month) as start_month
    from used_months
    group by citizen_id
    union all
    select
        running_years.citizen_id,
        next_starts.next_month as start_month
    from running_years
    inner join next_starts
        on next_starts.citizen_id = running_years.citizen_id
        and next_starts.month = running_years.start_month
),
placed as (
    select
        nights.citizen_id,
        nights.month,
        nights.nights,
        max(running_years.start_month) as running_year_start
    from nights
    left join running_years
        on running_years.citizen_id = nights.citizen_id
        and running_years.start_month <= nights.month
    group by
        nights.citizen_id,
        nights.month,
        nights.nights
),
ruled as (
    select
        placed.citizen_id,
        placed.month,
        placed.nights,
        placed.running_year_start,
        rule_periods.share as refund_share,
        case when placed.running_year_start is not null then rule_periods.max_days_per_year end as cap,
        coalesce(sum(placed.nights) over (
            partition by placed.citizen_id, placed.running_year_start
            order by placed.month
            rows between unbounded preceding and 1 preceding
        ), 0) as nights_before
    from placed
    left join rule_periods
        on rule_periods.holds_from <= coalesce(placed.running_year_start, placed.month)
        and (
            rule_periods.holds_until is null
            or coalesce(placed.running_year_start, placed.month) < rule_periods.holds_until
        )
)
select
    month,
    citizen_id,
    nights,
    running_year_start,
    cap,
    cast(case
        when refund_share is null then 0
        when cap is null then nights
        else greatest(0, least(nights, cap - nights_before))
    end as integer) as refunded_nights,
    refund_share
from ruled
order by citizen_id, month
