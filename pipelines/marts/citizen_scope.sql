/* ---
title_da: Borgere efter kommune, team og gruppe
grain: one row per citizen and month
key: [citizen_id, month]
reads: [citizens, team_assignments, month_spine]
columns:
  month: {type: date, label_da: Måned}
  citizen_id: {type: varchar, label_da: Borger}
  municipality: {type: varchar, label_da: Kommune}
  team: {type: varchar, label_da: Team i måneden}
  age_group: {type: varchar, label_da: Aldersgruppe i måneden}
  gender: {type: varchar, label_da: Køn}
  target_group: {type: varchar, label_da: Målgruppe}
  referred_on: {type: date, label_da: Visiteret}
checks:
  - name_da: alle borgere er med i alle måneder
    sql: |
      select 1
      from citizen_scope
      having count(*) <> (select count(*) from citizens) * (select count(*) from month_spine)
examples:
  - name_da: Aldersgruppen er månedens år minus fødselsåret
    given:
      month_spine: |
        month
        2025-12
      citizens: |
        citizen_id | birth_year
        a          | 2008
        b          | 2007
        c          | 2001
        d          | 2000
        e          | 1995
        f          | 1994
        g          | 1976
        h          | 1975
        i          | 1961
        j          | 1960
        k          |
    expect: |
      citizen_id | age_group
      a          | 0-17
      b          | 18-24
      c          | 18-24
      d          | 25-30
      e          | 25-30
      f          | 31-49
      g          | 31-49
      h          | 50-64
      i          | 50-64
      j          | 65+
      k          | unknown
  - name_da: Årstallet skifter aldersgruppen i januar
    given:
      month_spine: |
        month
        2024-12
        2025-01
      citizens: |
        citizen_id | birth_year
        a          | 2000
    expect: |
      month   | age_group
      2024-12 | 18-24
      2025-01 | 25-30
  - name_da: Teamet er det, der gælder i måneden; et blankt team er ukendt, og før det første gælder det første
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-03
        2025-04
      citizens: |
        citizen_id | team
        a          | Havnen
        b          | Havnen
        c          |
      team_assignments: |
        citizen_id | effective_month | team
        a          |                 | Byen
        a          | 2025-02         | Havnen
        a          | 2025-04         |
        b          | 2025-03         | Havnen
        c          |                 |
    expect: |
      citizen_id | month   | team
      a          | 2025-01 | Byen
      a          | 2025-02 | Havnen
      a          | 2025-03 | Havnen
      a          | 2025-04 | unknown
      b          | 2025-01 | Havnen
      b          | 2025-02 | Havnen
      b          | 2025-03 | Havnen
      b          | 2025-04 | Havnen
      c          | 2025-01 | unknown
      c          | 2025-02 | unknown
      c          | 2025-03 | unknown
      c          | 2025-04 | unknown
  - name_da: Ukendt køn er en gruppe for sig
    given:
      month_spine: |
        month
        2025-01
      citizens: |
        citizen_id | gender | municipality | target_group
        a          |        | 901          | homeless
        b          | male   | 902          | at_risk
    expect: |
      citizen_id | gender  | municipality | target_group | team
      a          | unknown | 901          | homeless     | unknown
      b          | male    | 902          | at_risk      | unknown
--- */
with team_periods as (
    select
        citizen_id,
        team,
        effective_month,
        lead(effective_month) over citizen_teams as until_month,
        row_number() over citizen_teams = 1 as is_earliest
    from team_assignments
    window citizen_teams as (
        partition by citizen_id
        order by effective_month nulls first
    )
),
aged as (
    select
        month_spine.month,
        citizens.citizen_id,
        citizens.municipality,
        coalesce(citizens.gender, 'unknown') as gender,
        citizens.target_group,
        citizens.referred_on,
        extract(year from month_spine.month) - citizens.birth_year as age
    from citizens
    cross join month_spine
)
select
    aged.month,
    aged.citizen_id,
    aged.municipality,
    coalesce(team_periods.team, 'unknown') as team,
    case
        when aged.age is null then 'unknown'
        when aged.age <= 17 then '0-17'
        when aged.age <= 24 then '18-24'
        when aged.age <= 30 then '25-30'
        when aged.age <= 49 then '31-49'
        when aged.age <= 64 then '50-64'
        else '65+'
    end as age_group,
    aged.gender,
    aged.target_group,
    aged.referred_on
from aged
left join team_periods
    on team_periods.citizen_id = aged.citizen_id
    and (team_periods.is_earliest or team_periods.effective_month <= aged.month)
    and (team_periods.until_month is null or aged.month < team_periods.until_month)
order by aged.citizen_id, aged.month
