/* ---
title_da: Kendt status
grain: one row per citizen and month from the first month with a status to two months after the last
key: [citizen_id, month]
reads: [monthly_status, month_spine]
columns:
  month: {type: date, label_da: Måned}
  citizen_id: {type: varchar, label_da: Borger}
  housing: {type: varchar, label_da: Boligsituation}
  income: {type: varchar, label_da: Forsørgelsesgrundlag}
  occupation: {type: varchar, label_da: Beskæftigelse eller uddannelse}
  support_85: {type: boolean, label_da: Bostøtte (SEL § 85)}
  support_85a: {type: boolean, label_da: Housing First-støtte (SEL § 85 a)}
  substance_treatment: {type: boolean, label_da: Rusmiddelbehandling}
  home_skills: {type: integer, label_da: Bokompetence}
  finances: {type: integer, label_da: Overblik over økonomi}
  stable_lifestyle: {type: integer, label_da: Stabil livsstil}
  mental_difficulties: {type: integer, label_da: Mentale vanskeligheder}
  substance_problem: {type: integer, label_da: Rusmiddelforbrug}
examples:
  - name_da: Et svar holder i sin egen måned og de to næste, felt for felt; et nyere svar afløser det
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
      monthly_status: |
        citizen_id | month   | housing      | finances | support_85
        a          | 2025-01 | without_home | 2        | false
        a          | 2025-02 |              | 3        |
        a          | 2025-04 | own_home     |          |
    expect: |
      month   | housing      | finances | support_85
      2025-01 | without_home | 2        | false
      2025-02 | without_home | 3        | false
      2025-03 | without_home | 3        | false
      2025-04 | own_home     | 3        |
      2025-05 | own_home     |          |
      2025-06 | own_home     |          |
  - name_da: En måned uden række tæller som en måned; hver borger for sig
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-03
        2025-04
      monthly_status: |
        citizen_id | month   | income
        a          | 2025-01 | wage
        a          | 2025-04 |
        b          | 2025-03 |
        c          | 2025-02 | benefit
    expect: |
      citizen_id | month   | income
      a          | 2025-01 | wage
      a          | 2025-02 | wage
      a          | 2025-03 | wage
      a          | 2025-04 |
      b          | 2025-03 |
      b          | 2025-04 |
      c          | 2025-02 | benefit
      c          | 2025-03 | benefit
      c          | 2025-04 | benefit
  - name_da: Hvert felt bæres frem for sig
    given:
      month_spine: |
        month
        2025-01
        2025-02
      monthly_status: |
        citizen_id | month   | occupation | support_85a | substance_treatment | home_skills | stable_lifestyle | mental_difficulties | substance_problem
        a          | 2025-01 | both       | true        | true                | 1           | 3                | 4                   | 5
    expect: |
      month   | occupation | support_85a | substance_treatment | home_skills | stable_lifestyle | mental_difficulties | substance_problem
      2025-01 | both       | true        | true                | 1           | 3                | 4                   | 5
      2025-02 | both       | true        | true                | 1           | 3                | 4                   | 5
--- */
with lives as (
    select
        citizen_id,
        min(month) as first_month,
        max(month) + interval 2 month as last_month
    from monthly_status
    group by citizen_id
),
months as (
    select
        lives.citizen_id,
        month_spine.month
    from lives
    inner join month_spine
        on month_spine.month between lives.first_month and lives.last_month
)
select
    months.month,
    months.citizen_id,
    last_value(monthly_status.housing ignore nulls) over carried as housing,
    last_value(monthly_status.income ignore nulls) over carried as income,
    last_value(monthly_status.occupation ignore nulls) over carried as occupation,
    last_value(monthly_status.support_85 ignore nulls) over carried as support_85,
    last_value(monthly_status.support_85a ignore nulls) over carried as support_85a,
    last_value(monthly_status.substance_treatment ignore nulls) over carried as substance_treatment,
    last_value(monthly_status.home_skills ignore nulls) over carried as home_skills,
    last_value(monthly_status.finances ignore nulls) over carried as finances,
    last_value(monthly_status.stable_lifestyle ignore nulls) over carried as stable_lifestyle,
    last_value(monthly_status.mental_difficulties ignore nulls) over carried as mental_difficulties,
    last_value(monthly_status.substance_problem ignore nulls) over carried as substance_problem
from months
left join monthly_status
    on monthly_status.citizen_id = months.citizen_id
    and monthly_status.month = months.month
window carried as (
    partition by months.citizen_id
    order by months.month
    rows between 2 preceding and current row
)
order by months.citizen_id, months.month
