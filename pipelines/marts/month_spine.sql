/* ---
title_da: Måneder
grain: one row per month from the first month anything is registered for to the later of today's month and the last registered
key: [month]
reads: [citizens, courses, time_use, measurements, monthly_status, housing_market, vacant_homes, setting]
columns:
  month: {type: date, label_da: Måned (dens første dag)}
  month_end: {type: date, label_da: Månedens sidste dag}
checks:
  - name_da: ingen måned mangler mellem den første og den sidste
    sql: |
      select 1
      from month_spine
      having count(*) <> date_diff('month', min(month), max(month)) + 1
examples:
  - name_da: Fra den første registrerede måned til i dag; rækken har ingen huller
    given:
      setting: |
        today
        2025-04-10
      citizens: |
        citizen_id | referred_on
        a          | 2025-01-31
      monthly_status: |
        citizen_id | month
        a          | 2025-02
    expect: |
      month   | month_end
      2025-01 | 2025-01-31
      2025-02 | 2025-02-28
      2025-03 | 2025-03-31
      2025-04 | 2025-04-30
  - name_da: En måned efter i dag er med, når noget er registreret for den; det forventede tæller ikke
    given:
      setting: |
        today
        2025-04-10
      courses: |
        course_id | started_on | ended_on
        a         | 2025-04-01 | 2025-05-02
      measurements: |
        course_id | measured_on | kind
        a         | 2024-12-01  | expected
        a         | 2025-12-01  | expected
    expect: |
      month
      2025-04
      2025-05
  - name_da: En kontaktfase tæller
    given:
      setting: |
        today
        2025-04-10
      courses: |
        course_id | contact_on
        a1        | 2025-03-09
    expect: |
      month
      2025-03
      2025-04
  - name_da: Tid tæller
    given:
      setting: |
        today
        2025-04-10
      time_use: |
        course_id | month
        a1        | 2025-03
    expect: |
      month
      2025-03
      2025-04
  - name_da: En måling tæller
    given:
      setting: |
        today
        2025-04-10
      measurements: |
        course_id | measured_on | kind
        a1        | 2025-03-31  | actual
    expect: |
      month
      2025-03
      2025-04
  - name_da: En månedsstatus tæller
    given:
      setting: |
        today
        2025-04-10
      monthly_status: |
        citizen_id | month
        a          | 2025-03
    expect: |
      month
      2025-03
      2025-04
  - name_da: Ventetider tæller
    given:
      setting: |
        today
        2025-04-10
      housing_market: |
        municipality | month
        901          | 2025-03
    expect: |
      month
      2025-03
      2025-04
  - name_da: Ledige boliger tæller
    given:
      setting: |
        today
        2025-04-10
      vacant_homes: |
        municipality | month
        901          | 2025-03
    expect: |
      month
      2025-03
      2025-04
  - name_da: Uden registreringer er der kun denne måned
    given:
      setting: |
        today
        2025-04-10
    expect: |
      month
      2025-04
--- */
with recursive registered as (
    select referred_on as registered_on
    from citizens
    union all
    select contact_on
    from courses
    union all
    select started_on
    from courses
    union all
    select ended_on
    from courses
    union all
    select month
    from time_use
    union all
    select measured_on
    from measurements
    where kind = 'actual'
    union all
    select month
    from monthly_status
    union all
    select month
    from housing_market
    union all
    select month
    from vacant_homes
),
known as (
    select
        min(registered_on) as first_on,
        max(registered_on) as last_on
    from registered
),
ends as (
    select
        cast(date_trunc('month', coalesce(known.first_on, setting.today)) as date) as first_month,
        cast(date_trunc('month', greatest(coalesce(known.last_on, setting.today), setting.today)) as date) as last_month
    from known
    cross join setting
),
months as (
    select
        first_month as month,
        last_month
    from ends
    union all
    select
        cast(month + interval 1 month as date) as month,
        last_month
    from months
    where month < last_month
)
select
    month,
    last_day(month) as month_end
from months
order by month
