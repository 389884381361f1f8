/* ---
title_da: Aktive borgere pr. måned
grain: one row per active citizen and month
key: [citizen_id, month]
reads: [course_month, course, status_month, monthly_status, latest_score, score_change, shelter_month, municipality_month]
columns:
  month: {type: date, label_da: Måned}
  citizen_id: {type: varchar, label_da: Borger}
  course_id: {type: varchar, label_da: Aktuelt forløb}
  municipality: {type: varchar, label_da: Kommune}
  team: {type: varchar, label_da: Team i måneden}
  method: {type: varchar, label_da: Det aktuelle forløbs metode}
  caseworker: {type: varchar, label_da: Medarbejder i måneden}
  age_group: {type: varchar, label_da: Aldersgruppe i måneden}
  gender: {type: varchar, label_da: Køn}
  target_group: {type: varchar, label_da: Målgruppe}
  collaboration_model: {type: boolean, label_da: Samarbejdsmodellen}
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
  shelter_nights: {type: integer, label_da: Døgn på herberg i måneden}
  evictions_averted: {type: integer, label_da: Fogedsager afværget i måneden}
  who5: {type: integer, label_da: Seneste WHO-5}
  ors: {type: 'decimal(5,1)', label_da: Seneste ORS}
  srs: {type: 'decimal(5,1)', label_da: Seneste SRS}
  tils: {type: integer, label_da: Seneste T-ILS}
  who5_change: {type: integer, label_da: Ændring i WHO-5 i det aktuelle forløb}
  ors_change: {type: 'decimal(5,1)', label_da: Ændring i ORS i det aktuelle forløb}
  housing_before: {type: varchar, label_da: Boligsituation før de sammenhængende forløb}
  had_own_home: {type: boolean, label_da: Egen bolig i en af de 12 måneder før}
  shelter_nights_6: {type: integer, label_da: Døgn på herberg i seks måneder}
  shelter_cost: {type: double, label_da: Udgift til herberg (kr.)}
  shelter_cost_municipality: {type: double, label_da: Kommunens udgift til herberg (kr.)}
  shelter_cost_state: {type: double, label_da: Statens udgift til herberg (kr.)}
checks:
  - name_da: kommunens og statens udgift er tilsammen hele udgiften
    sql: |
      select citizen_id
      from citizen_month
      where abs(shelter_cost - shelter_cost_municipality - shelter_cost_state) > 0.005
        or (shelter_cost is null) <> (shelter_cost_state is null)
examples:
  - name_da: En borger er med i de måneder, hvor et forløb er aktuelt, med det forløbs metode og medarbejder
    given:
      course_month: |
        month   | citizen_id | course_id | is_current | method | caseworker | team | collaboration_model
        2025-01 | a          | a1        | true       | CTI    | eva        | Byen | true
        2025-02 | a          | a1        | false      | CTI    | eva        | Byen | true
        2025-02 | a          | a2        | true       | ICM    | kim        | Byen |
        2025-03 | a          | a2        | false      | ICM    | kim        | Byen |
      course: &course |
        course_id | chain_start_month
        a1        | 2025-01
        a2        | 2025-01
    expect: |
      month   | citizen_id | course_id | method | caseworker | collaboration_model | had_own_home
      2025-01 | a          | a1        | CTI    | eva        | true                | false
      2025-02 | a          | a2        | ICM    | kim        |                     | false
  - name_da: Status er den kendte; døgn og fogedsager er kun månedens egne
    given:
      course_month: &two_months |
        month   | citizen_id | course_id | is_current | municipality
        2025-01 | a          | a1        | true       | 901
        2025-02 | a          | a1        | true       | 901
      course: *course
      monthly_status: |
        citizen_id | month   | housing  | shelter_nights | evictions_averted
        a          | 2025-01 | own_home | 3              | 1
      status_month: |
        citizen_id | month   | housing  | income | occupation | support_85 | support_85a | substance_treatment
        a          | 2025-01 | own_home | wage   | both       | true       | false       |
        a          | 2025-02 | own_home | wage   | both       | true       | false       |
    expect: |
      month   | housing  | income | occupation | support_85 | support_85a | substance_treatment | shelter_nights | evictions_averted
      2025-01 | own_home | wage   | both       | true       | false       |                     | 3              | 1
      2025-02 | own_home | wage   | both       | true       | false       |                     |                |
  - name_da: De fem svar på en skala er de kendte
    given:
      course_month: *two_months
      course: *course
      status_month: |
        citizen_id | month   | home_skills | finances | stable_lifestyle | mental_difficulties | substance_problem
        a          | 2025-01 | 1           | 2        | 3                | 4                   | 5
    expect: |
      month   | home_skills | finances | stable_lifestyle | mental_difficulties | substance_problem
      2025-01 | 1           | 2        | 3                | 4                   | 5
      2025-02 |             |          |                  |                     |
  - name_da: Seneste scorer er borgerens, ændringen er det aktuelle forløbs
    given:
      course_month: *two_months
      course: *course
      latest_score: |
        month   | citizen_id | instrument | score
        2025-01 | a          | WHO5       | 48
        2025-01 | a          | ORS        | 25.1
        2025-02 | a          | SRS        | 36
        2025-02 | a          | TILS       | 7
      score_change: |
        month   | course_id | instrument | change
        2025-01 | a1        | WHO5       | 12
        2025-01 | a0        | ORS        | 9
        2025-02 | a1        | ORS        | -5.1
    expect: |
      month   | who5 | ors  | srs | tils | who5_change | ors_change
      2025-01 | 48   | 25.1 |     |      | 12          |
      2025-02 |      |      | 36  | 7    |             | -5.1
  - name_da: Boligen før er den kendte i de tre måneder før det første sammenhængende forløb, ellers startmånedens
    given:
      course_month: |
        month   | citizen_id | course_id | is_current
        2025-04 | a          | a2        | true
        2025-04 | b          | b1        | true
        2025-04 | c          | c1        | true
      course: |
        course_id | citizen_id | chain_start_month
        a2        | a          | 2025-02
        b1        | b          | 2025-04
        c1        | c          | 2025-04
      status_month: |
        citizen_id | month   | housing
        a          | 2025-01 | without_home
        a          | 2025-02 | placed
        a          | 2025-04 | own_home
        b          | 2025-03 |
        b          | 2025-04 | own_home
        c          | 2025-05 | own_home
    expect: |
      citizen_id | housing_before
      a          | without_home
      b          | own_home
      c          |
  - name_da: Egen bolig tæller i de 12 måneder før måneden, ikke i måneden selv
    given:
      course_month: |
        month   | citizen_id | course_id | is_current
        2025-01 | a          | a1        | true
        2025-02 | a          | a1        | true
        2026-01 | a          | a1        | true
        2026-02 | a          | a1        | true
        2025-02 | b          | b1        | true
      course: |
        course_id | chain_start_month
        a1        | 2025-01
        b1        | 2025-01
      status_month: |
        citizen_id | month   | housing
        a          | 2025-01 | own_home
        b          | 2025-01 | without_home
    expect: |
      citizen_id | month   | had_own_home
      a          | 2025-01 | false
      a          | 2025-02 | true
      a          | 2026-01 | true
      a          | 2026-02 | false
      b          | 2025-02 | false
  - name_da: Døgn i seks måneder kendes kun, når alle seks måneder er registreret
    given:
      course_month: |
        month   | citizen_id | course_id | is_current
        2025-05 | a          | a1        | true
        2025-06 | a          | a1        | true
        2025-07 | a          | a1        | true
      course: *course
      monthly_status: |
        citizen_id | month   | shelter_nights
        a          | 2025-01 | 5
        a          | 2025-02 | 0
        a          | 2025-03 | 0
        a          | 2025-04 | 1
        a          | 2025-05 | 0
        a          | 2025-06 | 0
        a          | 2025-07 |
    expect: |
      month   | shelter_nights_6
      2025-05 |
      2025-06 | 6
      2025-07 |
  - name_da: 'Udgift til herberg: staten betaler sin andel af døgn med refusion, kommunen resten; uden takst er alt ukendt'
    given:
      course_month: |
        month   | citizen_id | course_id | is_current | municipality
        2025-01 | a          | a1        | true       | 901
        2025-02 | a          | a1        | true       | 901
        2025-03 | a          | a1        | true       | 901
      course: *course
      shelter_month: |
        month   | citizen_id | nights | refunded_nights | refund_share
        2025-01 | a          | 30     | 10              | 0.5
        2025-02 | a          | 4      | 4               | 0.5
      municipality_month: |
        month   | municipality | shelter_night
        2025-01 | 901          | 1500
        2025-02 | 901          |
        2025-03 | 901          | 1500
    expect: |
      month   | shelter_cost | shelter_cost_municipality | shelter_cost_state
      2025-01 | 45000        | 37500                     | 7500
      2025-02 |              |                           |
      2025-03 |              |                           |
--- */
with current_courses as (
    select *
    from course_month
    where is_current
),
scores as (
    select
        citizen_id,
        month,
        max(case when instrument = 'WHO5' then score end) as who5,
        max(case when instrument = 'ORS' then score end) as ors,
        max(case when instrument = 'SRS' then score end) as srs,
        max(case when instrument = 'TILS' then score end) as tils
    from latest_score
    group by
        citizen_id,
        month
),
changes as (
    select
        course_id,
        month,
        max(case when instrument = 'WHO5' then change end) as who5_change,
        max(case when instrument = 'ORS' then change end) as ors_change
    from score_change
    group by
        course_id,
        month
),
homes_before as (
    select
        course.course_id,
        coalesce(before_start.housing, at_start.housing) as housing_before
    from course
    left join status_month as before_start
        on before_start.citizen_id = course.citizen_id
        and before_start.month = cast(course.chain_start_month - interval 1 month as date)
    left join status_month as at_start
        on at_start.citizen_id = course.citizen_id
        and at_start.month = course.chain_start_month
),
own_homes as (
    select distinct
        current_courses.citizen_id,
        current_courses.month
    from current_courses
    inner join status_month
        on status_month.citizen_id = current_courses.citizen_id
        and status_month.housing = 'own_home'
        and status_month.month >= current_courses.month - interval 12 month
        and status_month.month < current_courses.month
),
half_years as (
    select
        current_courses.citizen_id,
        current_courses.month,
        sum(monthly_status.shelter_nights) as shelter_nights_6
    from current_courses
    inner join monthly_status
        on monthly_status.citizen_id = current_courses.citizen_id
        and monthly_status.month between current_courses.month - interval 5 month and current_courses.month
    group by
        current_courses.citizen_id,
        current_courses.month
    having count(monthly_status.shelter_nights) = 6
)
select
    current_courses.month,
    current_courses.citizen_id,
    current_courses.course_id,
    current_courses.municipality,
    current_courses.team,
    current_courses.method,
    current_courses.caseworker,
    current_courses.age_group,
    current_courses.gender,
    current_courses.target_group,
    current_courses.collaboration_model,
    status_month.housing,
    status_month.income,
    status_month.occupation,
    status_month.support_85,
    status_month.support_85a,
    status_month.substance_treatment,
    status_month.home_skills,
    status_month.finances,
    status_month.stable_lifestyle,
    status_month.mental_difficulties,
    status_month.substance_problem,
    monthly_status.shelter_nights,
    monthly_status.evictions_averted,
    cast(scores.who5 as integer) as who5,
    scores.ors,
    scores.srs,
    cast(scores.tils as integer) as tils,
    cast(changes.who5_change as integer) as who5_change,
    changes.ors_change,
    homes_before.housing_before,
    own_homes.citizen_id is not null as had_own_home,
    cast(half_years.shelter_nights_6 as integer) as shelter_nights_6,
    shelter_month.nights * municipality_month.shelter_night as shelter_cost,
    (shelter_month.nights - shelter_month.refunded_nights * coalesce(shelter_month.refund_share, 0e0))
    * municipality_month.shelter_night as shelter_cost_municipality,
    shelter_month.refunded_nights * coalesce(shelter_month.refund_share, 0e0)
    * municipality_month.shelter_night as shelter_cost_state
from current_courses
left join status_month
    on status_month.citizen_id = current_courses.citizen_id
    and status_month.month = current_courses.month
left join monthly_status
    on monthly_status.citizen_id = current_courses.citizen_id
    and monthly_status.month = current_courses.month
left join scores
    on scores.citizen_id = current_courses.citizen_id
    and scores.month = current_courses.month
left join changes
    on changes.course_id = current_courses.course_id
    and changes.month = current_courses.month
left join homes_before
    on homes_before.course_id = current_courses.course_id
left join own_homes
    on own_homes.citizen_id = current_courses.citizen_id
    and own_homes.month = current_courses.month
left join half_years
    on half_years.citizen_id = current_courses.citizen_id
    and half_years.month = current_courses.month
left join shelter_month
    on shelter_month.citizen_id = current_courses.citizen_id
    and shelter_month.month = current_courses.month
left join municipality_month
    on municipality_month.municipality = current_courses.municipality
    and municipality_month.month = current_courses.month
order by current_courses.citizen_id, current_courses.month
