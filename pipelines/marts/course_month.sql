/* ---
title_da: Forløb pr. måned
grain: one row per started course and month from its start month to the last month, also after its end
key: [course_id, month]
reads: [course, month_spine, citizen_scope, assignments, time_month, hours_compared, monthly_status, status_month, score]
columns:
  month: {type: date, label_da: Måned}
  course_id: {type: varchar, label_da: Forløb}
  citizen_id: {type: varchar, label_da: Borger}
  municipality: {type: varchar, label_da: Kommune}
  team: {type: varchar, label_da: Team i måneden}
  method: {type: varchar, label_da: Forløbets metode}
  caseworker: {type: varchar, label_da: Medarbejder i måneden}
  age_group: {type: varchar, label_da: Aldersgruppe i måneden}
  gender: {type: varchar, label_da: Køn}
  target_group: {type: varchar, label_da: Målgruppe}
  is_active: {type: boolean, label_da: Aktivt i måneden}
  is_current: {type: boolean, label_da: Borgerens aktuelle forløb i måneden}
  month_number: {type: integer, label_da: Månedens nummer i forløbet}
  phase: {type: integer, label_da: Fase (kun CTI)}
  months_since_end: {type: integer, label_da: Måneder siden slutmåneden}
  hours: {type: double, label_da: Timer i måneden}
  has_time: {type: boolean, label_da: Tid er registreret i måneden}
  has_status: {type: boolean, label_da: Månedsstatus er registreret}
  actual_hours_compared: {type: double, label_da: Faktiske timer til sammenligning}
  expected_hours_compared: {type: double, label_da: Forventede timer til sammenligning}
  cost: {type: double, label_da: Forløbets udgift til timer (kr.)}
  score_in_window: {type: boolean, label_da: Score på det faglige mål i måneden eller de tre før}
  contact_on: {type: date, label_da: Kontaktskabende fase begyndt}
  started_on: {type: date, label_da: Startet}
  referred_on: {type: date, label_da: Visiteret}
  ended_on: {type: date, label_da: Afsluttet}
  end_reason: {type: varchar, label_da: Årsag til afslutning}
  is_first: {type: boolean, label_da: Borgerens første forløb}
  next_method: {type: varchar, label_da: Næste forløbs metode}
  next_started_on: {type: date, label_da: Næste forløb startet}
  collaboration_model: {type: boolean, label_da: Samarbejdsmodellen}
  effect_goal_met: {type: boolean, label_da: Effektmål nået}
  housing_after_3: {type: varchar, label_da: Bolig 3 måneder efter}
  housing_after_6: {type: varchar, label_da: Bolig 6 måneder efter}
  housing_after_12: {type: varchar, label_da: Bolig 12 måneder efter}
checks:
  - name_da: et aktuelt forløb er aktivt
    sql: select course_id from course_month where is_current and not is_active
  - name_da: en borger har højst ét aktuelt forløb i en måned, og et, når et forløb er aktivt
    sql: |
      select citizen_id
      from course_month
      where is_active
      group by citizen_id, month
      having sum(case when is_current then 1 else 0 end) <> 1
  - name_da: den første måned har nummer 1
    sql: select course_id from course_month group by course_id having min(month_number) <> 1
examples:
  - name_da: Forløbet er aktivt fra startmåneden til slutmåneden, og rækken går videre efter slut
    given:
      month_spine: &spine |
        month   | month_end
        2025-01 | 2025-01-31
        2025-02 | 2025-02-28
        2025-03 | 2025-03-31
        2025-04 | 2025-04-30
      citizen_scope: &scope |
        month   | citizen_id | municipality | team   | age_group | gender | target_group
        2025-01 | a          | 901          | Havnen | 18-24     | female | homeless
        2025-02 | a          | 901          | Havnen | 18-24     | female | homeless
        2025-03 | a          | 901          | Byen   | 25-30     | female | homeless
        2025-04 | a          | 901          | Byen   | 25-30     | female | homeless
        2025-03 | b          | 902          | Byen   | unknown   | male   | at_risk
        2025-04 | b          | 902          | Byen   | unknown   | male   | at_risk
      course: |
        course_id | citizen_id | method | start_month | end_month | started_on | ended_on
        a1        | a          | ICM    | 2025-02     | 2025-03   | 2025-02-28 | 2025-03-01
    expect: |
      month   | is_active | is_current | month_number | phase | months_since_end | team   | age_group
      2025-02 | true      | true       | 1            |       |                  | Havnen | 18-24
      2025-03 | true      | true       | 2            |       | 0                | Byen   | 25-30
      2025-04 | false     | false      | 3            |       | 1                | Byen   | 25-30
  - name_da: Det aktuelle forløb er det aktive, der er startet senest; samme dag det højeste nummer
    given:
      month_spine: *spine
      citizen_scope: *scope
      course: |
        course_id | citizen_id | method | start_month | end_month | started_on
        a9        | a          | CTI    | 2025-02     | 2025-03   | 2025-02-01
        a2        | a          | ICM    | 2025-03     | 2025-03   | 2025-03-10
        a3        | a          | ACT    | 2025-03     |           | 2025-03-10
        b1        | b          | ICM    | 2025-03     |           | 2025-03-10
        b2        | b          | ICM    | 2025-03     | 2025-03   | 2025-03-10
    expect: |
      month   | course_id | is_active | is_current
      2025-02 | a9        | true      | true
      2025-03 | a9        | true      | false
      2025-03 | a2        | true      | false
      2025-03 | a3        | true      | true
      2025-04 | a9        | false     | false
      2025-04 | a2        | false     | false
      2025-04 | a3        | true      | true
      2025-03 | b1        | true      | false
      2025-03 | b2        | true      | true
      2025-04 | b1        | true      | true
      2025-04 | b2        | false     | false
  - name_da: En CTI-fase er tre måneder, og måneder efter den niende hører til fase 3
    given:
      month_spine: |
        month
        2025-03
        2025-04
        2025-06
        2025-07
        2025-09
        2025-10
      citizen_scope: |
        month   | citizen_id
        2025-03 | a
        2025-04 | a
        2025-06 | a
        2025-07 | a
        2025-09 | a
        2025-10 | a
      course: |
        course_id | citizen_id | method | start_month
        a1        | a          | CTI    | 2025-01
    expect: |
      month   | month_number | phase
      2025-03 | 3            | 1
      2025-04 | 4            | 2
      2025-06 | 6            | 2
      2025-07 | 7            | 3
      2025-09 | 9            | 3
      2025-10 | 10           | 3
  - name_da: Medarbejderen er den, der har forløbet i måneden; før den første gælder den første, uden historik den registrerede
    given:
      month_spine: *spine
      citizen_scope: *scope
      course: |
        course_id | citizen_id | method | start_month | caseworker
        a1        | a          | CTI    | 2025-02     | ida
        a2        | a          | CTI    | 2025-03     | ida
        a3        | a          | CTI    | 2025-04     | ida
      assignments: |
        course_id | effective_month | caseworker
        a1        |                 | eva
        a1        | 2025-03         | kim
        a2        | 2025-04         | kim
    expect: |
      course_id | month   | caseworker
      a1        | 2025-02 | eva
      a1        | 2025-03 | kim
      a1        | 2025-04 | kim
      a2        | 2025-03 | kim
      a2        | 2025-04 | kim
      a3        | 2025-04 | ida
  - name_da: Timer er ukendte uden registrering, og tid og status kendes hver for sig
    given:
      month_spine: *spine
      citizen_scope: *scope
      course: |
        course_id | citizen_id | method | start_month
        a1        | a          | ICM    | 2025-02
      time_month: |
        course_id | month   | hours
        a1        | 2025-02 | 0
        a1        | 2025-03 | 7.5
      monthly_status: |
        citizen_id | month
        a          | 2025-03
        a          | 2025-04
      hours_compared: |
        course_id | month   | actual_hours_compared | expected_hours_compared
        a1        | 2025-03 | 7.5                   | 10
    expect: |
      month   | hours | has_time | has_status | actual_hours_compared | expected_hours_compared
      2025-02 | 0     | true     | false      |                       |
      2025-03 | 7.5   | true     | true       | 7.5                   | 10
      2025-04 |       | false    | true       |                       |
  - name_da: Udgiften er alle måneders beløb, også før start; fra slutmåneden, og ukendt uden tid eller takst
    given:
      month_spine: *spine
      citizen_scope: *scope
      course: |
        course_id | citizen_id | method | start_month | end_month
        a1        | a          | ICM    | 2025-02     | 2025-03
        a2        | a          | ICM    | 2025-03     | 2025-04
        a3        | a          | ICM    | 2025-03     | 2025-04
      time_month: |
        course_id | month   | hours | amount
        a1        | 2025-01 | 1     | 400
        a1        | 2025-02 | 2     | 900
        a2        | 2025-03 | 1     | 450
        a2        | 2025-04 | 0     |
    expect: |
      course_id | month   | cost
      a1        | 2025-02 |
      a1        | 2025-03 | 1300
      a1        | 2025-04 | 1300
      a2        | 2025-03 |
      a2        | 2025-04 |
      a3        | 2025-03 |
      a3        | 2025-04 |
  - name_da: En score på forløbets eget mål gælder i sin måned og de tre næste
    given:
      month_spine: |
        month
        2025-01
        2025-02
        2025-05
        2025-06
      citizen_scope: |
        month   | citizen_id
        2025-01 | a
        2025-02 | a
        2025-05 | a
        2025-06 | a
      course: |
        course_id | citizen_id | method | start_month | progression_measure
        a1        | a          | ICM    | 2025-01     | ORS
        a2        | a          | ICM    | 2025-01     | WHO5
      score: |
        course_id | instrument | month
        a1        | ORS        | 2025-02
        a1        | WHO5       | 2025-06
        a2        | ORS        | 2025-06
    expect: |
      course_id | month   | score_in_window
      a1        | 2025-01 | false
      a1        | 2025-02 | true
      a1        | 2025-05 | true
      a1        | 2025-06 | false
      a2        | 2025-01 | false
      a2        | 2025-02 | false
      a2        | 2025-05 | false
      a2        | 2025-06 | false
  - name_da: Boligen efter 3, 6 og 12 måneder er den kendte i netop den måned, og kendes først, når den er nået
    given:
      month_spine: |
        month
        2025-05
        2025-06
        2025-09
        2026-03
      citizen_scope: |
        month   | citizen_id
        2025-05 | a
        2025-06 | a
        2025-09 | a
        2026-03 | a
      course: |
        course_id | citizen_id | method | start_month | end_month
        a1        | a          | CTI    | 2025-01     | 2025-03
      status_month: |
        citizen_id | month   | housing
        a          | 2025-05 | without_home
        a          | 2025-06 | own_home
        a          | 2025-09 | placed
        a          | 2026-03 | without_home
    expect: |
      month   | months_since_end | housing_after_3 | housing_after_6 | housing_after_12
      2025-05 | 2                |                 |                 |
      2025-06 | 3                | own_home        |                 |
      2025-09 | 6                | own_home        | placed          |
      2026-03 | 12               | own_home        | placed          | without_home
--- */
with lived as (
    select
        course.*,
        month_spine.month,
        course.end_month is null or month_spine.month <= course.end_month as is_active,
        cast(date_diff('month', course.start_month, month_spine.month) + 1 as integer) as month_number,
        cast(case
            when month_spine.month >= course.end_month then date_diff('month', course.end_month, month_spine.month)
        end as integer) as months_since_end
    from course
    inner join month_spine
        on month_spine.month >= course.start_month
),
ranked as (
    select
        *,
        row_number() over (
            partition by citizen_id, month, is_active
            order by started_on desc, course_id desc
        ) as place
    from lived
),
caseworker_periods as (
    select
        course_id,
        caseworker,
        effective_month,
        lead(effective_month) over course_caseworkers as until_month,
        row_number() over course_caseworkers = 1 as is_earliest
    from assignments
    window course_caseworkers as (
        partition by course_id
        order by effective_month nulls first
    )
),
costs as (
    select
        course_id,
        case when count(*) = count(amount) then sum(amount) end as cost
    from time_month
    group by course_id
),
scored as (
    select distinct
        lived.course_id,
        lived.month
    from lived
    inner join score
        on score.course_id = lived.course_id
        and score.instrument = lived.progression_measure
        and score.month between lived.month - interval 3 month and lived.month
)
select
    ranked.month,
    ranked.course_id,
    ranked.citizen_id,
    citizen_scope.municipality,
    citizen_scope.team,
    ranked.method,
    coalesce(caseworker_periods.caseworker, ranked.caseworker) as caseworker,
    citizen_scope.age_group,
    citizen_scope.gender,
    citizen_scope.target_group,
    ranked.is_active,
    ranked.is_active and ranked.place = 1 as is_current,
    ranked.month_number,
    case when ranked.method = 'CTI' then cast(least(3, ceil(ranked.month_number / 3e0)) as integer) end as phase,
    ranked.months_since_end,
    time_month.hours,
    time_month.hours is not null as has_time,
    monthly_status.citizen_id is not null as has_status,
    hours_compared.actual_hours_compared,
    hours_compared.expected_hours_compared,
    case when ranked.months_since_end is not null then costs.cost end as cost,
    scored.course_id is not null as score_in_window,
    ranked.contact_on,
    ranked.started_on,
    ranked.referred_on,
    ranked.ended_on,
    ranked.end_reason,
    ranked.is_first,
    ranked.next_method,
    ranked.next_started_on,
    ranked.collaboration_model,
    ranked.effect_goal_met,
    after_3.housing as housing_after_3,
    after_6.housing as housing_after_6,
    after_12.housing as housing_after_12
from ranked
inner join citizen_scope
    on citizen_scope.citizen_id = ranked.citizen_id
    and citizen_scope.month = ranked.month
left join caseworker_periods
    on caseworker_periods.course_id = ranked.course_id
    and (caseworker_periods.is_earliest or caseworker_periods.effective_month <= ranked.month)
    and (caseworker_periods.until_month is null or ranked.month < caseworker_periods.until_month)
left join time_month
    on time_month.course_id = ranked.course_id
    and time_month.month = ranked.month
left join monthly_status
    on monthly_status.citizen_id = ranked.citizen_id
    and monthly_status.month = ranked.month
left join hours_compared
    on hours_compared.course_id = ranked.course_id
    and hours_compared.month = ranked.month
left join costs
    on costs.course_id = ranked.course_id
left join scored
    on scored.course_id = ranked.course_id
    and scored.month = ranked.month
left join status_month as after_3
    on after_3.citizen_id = ranked.citizen_id
    and after_3.month = cast(ranked.end_month + interval 3 month as date)
    and after_3.month <= ranked.month
left join status_month as after_6
    on after_6.citizen_id = ranked.citizen_id
    and after_6.month = cast(ranked.end_month + interval 6 month as date)
    and after_6.month <= ranked.month
left join status_month as after_12
    on after_12.citizen_id = ranked.citizen_id
    and after_12.month = cast(ranked.end_month + interval 12 month as date)
    and after_12.month <= ranked.month
order by ranked.course_id, ranked.month
