/* ---
title_da: Kommuner pr. måned
grain: one row per municipality and month
key: [municipality, month]
reads: [citizens, housing_market, vacant_homes, rates, self_assessments, month_spine]
columns:
  month: {type: date, label_da: Måned}
  municipality: {type: varchar, label_da: Kommune}
  wait_days_home: {type: double, label_da: Ventetid på bolig (dage)}
  wait_days_allocation: {type: double, label_da: 'Ventetid, anvisningsretten (dage)'}
  caseworker_hour: {type: double, label_da: Takst for en medarbejdertime (kr.)}
  shelter_night: {type: double, label_da: Takst for et døgn på herberg (kr.)}
  maturity: {type: double, label_da: Modenhed efter den seneste fælles selvevaluering (procent)}
examples:
  - name_da: En kommune er med, hvis den ses i borgere, boligmarked, ledige boliger eller takster
    given:
      month_spine: |
        month
        2025-01
        2025-02
      citizens: |
        citizen_id | municipality
        a          | 901
        b          | 901
      housing_market: |
        municipality | month   | wait_days_home | wait_days_allocation
        902          | 2025-02 | 30.5           | 10
      vacant_homes: |
        municipality | month
        903          | 2025-01
      rates: |
        municipality | rate            | valid_from | amount
        904          | caseworker_hour | 2025-02-01 | 400
    expect: |
      municipality | month   | wait_days_home | wait_days_allocation
      901          | 2025-01 |                |
      901          | 2025-02 |                |
      902          | 2025-01 |                |
      902          | 2025-02 | 30.5           | 10
      903          | 2025-01 |                |
      903          | 2025-02 |                |
      904          | 2025-01 |                |
      904          | 2025-02 |                |
  - name_da: Den nyeste takst på eller før månedens første dag gælder
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-03
      rates: |
        municipality | rate            | valid_from | amount
        901          | caseworker_hour | 2025-01-02 | 400
        901          | caseworker_hour | 2025-03-01 | 450
        901          | shelter_night   | 2024-01-01 | 1500
        902          | shelter_night   | 2025-01-02 | 1600
        902          | shelter_night   | 2025-03-01 | 1700
    expect: |
      municipality | month   | caseworker_hour | shelter_night
      901          | 2025-01 |                 | 1500
      901          | 2025-02 | 400             | 1500
      901          | 2025-03 | 450             | 1500
      902          | 2025-01 |                 |
      902          | 2025-02 |                 | 1600
      902          | 2025-03 |                 | 1700
  - name_da: Den seneste fælles selvevaluering til og med månedens sidste dag gælder, til der kommer en ny
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-03
        2025-04
      self_assessments: |
        municipality | made_on    | total
        901          | 2025-02-28 | 40
        901          | 2025-04-01 | 55
        901          | 2025-04-30 | 60
        902          | 2024-06-15 | 70
        903          | 2025-05-01 | 80
    expect: |
      municipality | month   | maturity
      901          | 2025-01 |
      901          | 2025-02 | 40
      901          | 2025-03 | 40
      901          | 2025-04 | 60
      902          | 2025-01 | 70
      902          | 2025-02 | 70
      902          | 2025-03 | 70
      902          | 2025-04 | 70
      903          | 2025-01 |
      903          | 2025-02 |
      903          | 2025-03 |
      903          | 2025-04 |
--- */
with municipalities as (
    select municipality
    from citizens
    union
    select municipality
    from housing_market
    union
    select municipality
    from vacant_homes
    union
    select municipality
    from rates
    union
    select municipality
    from self_assessments
),
rate_periods as (
    select
        municipality,
        rate,
        amount,
        valid_from,
        lead(valid_from) over (
            partition by municipality, rate
            order by valid_from
        ) as valid_until
    from rates
),
maturity_periods as (
    select
        municipality,
        total,
        made_on,
        lead(made_on) over (
            partition by municipality
            order by made_on
        ) as until
    from self_assessments
)
select
    month_spine.month,
    municipalities.municipality,
    housing_market.wait_days_home,
    housing_market.wait_days_allocation,
    caseworker_hour.amount as caseworker_hour,
    shelter_night.amount as shelter_night,
    maturity_periods.total as maturity
from municipalities
cross join month_spine
left join housing_market
    on housing_market.municipality = municipalities.municipality
    and housing_market.month = month_spine.month
left join rate_periods as caseworker_hour
    on caseworker_hour.municipality = municipalities.municipality
    and caseworker_hour.rate = 'caseworker_hour'
    and caseworker_hour.valid_from <= month_spine.month
    and (caseworker_hour.valid_until is null or month_spine.month < caseworker_hour.valid_until)
left join rate_periods as shelter_night
    on shelter_night.municipality = municipalities.municipality
    and shelter_night.rate = 'shelter_night'
    and shelter_night.valid_from <= month_spine.month
    and (shelter_night.valid_until is null or month_spine.month < shelter_night.valid_until)
left join maturity_periods
    on maturity_periods.municipality = municipalities.municipality
    and maturity_periods.made_on < month_spine.month + interval 1 month
    and (maturity_periods.until is null or month_spine.month + interval 1 month <= maturity_periods.until)
order by municipalities.municipality, month_spine.month
