/* ---
title_da: Startede forløb
grain: one row per course that has started
key: [course_id]
reads: [citizens, courses]
columns:
  course_id: {type: varchar, label_da: Forløb}
  citizen_id: {type: varchar, label_da: Borger}
  municipality: {type: varchar, label_da: Kommune}
  target_group: {type: varchar, label_da: Målgruppe}
  gender: {type: varchar, label_da: Køn (unknown når det ikke er registreret)}
  birth_year: {type: integer, label_da: Fødselsår}
  referred_on: {type: date, label_da: Visiteret}
  contact_on: {type: date, label_da: Kontaktskabende fase begyndt}
  started_on: {type: date, label_da: Startet}
  start_month: {type: date, label_da: Startmåned}
  ended_on: {type: date, label_da: Afsluttet}
  end_month: {type: date, label_da: Slutmåned}
  end_reason: {type: varchar, label_da: Årsag til afslutning}
  method: {type: varchar, label_da: Metode}
  progression_measure: {type: varchar, label_da: Fagligt mål}
  collaboration_model: {type: boolean, label_da: Samarbejdsmodellen}
  effect_goal_met: {type: boolean, label_da: Effektmål nået}
  caseworker: {type: varchar, label_da: 'Medarbejder, som registreret senest'}
  is_first: {type: boolean, label_da: Borgerens første forløb}
  next_course_id: {type: varchar, label_da: Borgerens næste forløb}
  next_method: {type: varchar, label_da: Næste forløbs metode}
  next_started_on: {type: date, label_da: Næste forløb startet}
  chain_start_month: {type: date, label_da: Startmåned for det første af de sammenhængende forløb}
checks:
  - name_da: intet forløb slutter, før det starter
    sql: select course_id from course where ended_on < started_on
  - name_da: sammenhængende forløb begynder ikke efter forløbet selv
    sql: select course_id from course where chain_start_month > start_month
examples:
  - name_da: Et forløb, der ikke er kommet ud af den kontaktskabende fase, er ikke med
    given:
      citizens: |
        citizen_id
        a
      courses: |
        course_id | citizen_id | contact_on | started_on
        a1        | a          | 2025-01-05 |
        a2        | a          |            | 2025-02-05
    expect: |
      course_id | start_month | is_first
      a2        | 2025-02     | true
  - name_da: Næste forløb er det, borgeren starter derefter; samme dag afgør nummeret
    given:
      citizens: |
        citizen_id
        a
        b
      courses: |
        course_id | citizen_id | started_on | ended_on   | method
        a2        | a          | 2025-01-05 | 2025-01-09 | CTI
        a1        | a          | 2025-01-05 | 2025-01-20 | ICM
        a0        | a          | 2025-01-20 |            | ACT
        b1        | b          | 2025-01-10 |            | CTI
    expect: |
      course_id | is_first | next_course_id | next_method | next_started_on
      a1        | true     | a2             | CTI         | 2025-01-05
      a2        | false    | a0             | ACT         | 2025-01-20
      a0        | false    |                |             |
      b1        | true     |                |             |
  - name_da: Forløb hænger sammen, når det næste starter i slutmåneden eller måneden efter
    given:
      citizens: |
        citizen_id
        a
      courses: |
        course_id | citizen_id | started_on | ended_on
        a1        | a          | 2025-01-15 | 2025-03-10
        a2        | a          | 2025-03-11 | 2025-05-01
        a3        | a          | 2025-06-30 | 2025-07-01
        a4        | a          | 2025-09-01 |
    expect: |
      course_id | chain_start_month | end_month
      a1        | 2025-01           | 2025-03
      a2        | 2025-01           | 2025-05
      a3        | 2025-01           | 2025-07
      a4        | 2025-09           |
  - name_da: Ukendt køn er en gruppe for sig
    given:
      citizens: |
        citizen_id | gender | municipality | target_group
        a          |        | 901          | at_risk
        b          | female | 902          | homeless
      courses: |
        course_id | citizen_id | started_on
        a1        | a          | 2025-01-15
        b1        | b          | 2025-01-15
    expect: |
      course_id | gender  | municipality | target_group
      a1        | unknown | 901          | at_risk
      b1        | female  | 902          | homeless
--- */
with started as (
    select
        courses.course_id,
        courses.citizen_id,
        citizens.municipality,
        citizens.target_group,
        coalesce(citizens.gender, 'unknown') as gender,
        citizens.birth_year,
        citizens.referred_on,
        courses.contact_on,
        courses.started_on,
        cast(date_trunc('month', courses.started_on) as date) as start_month,
        courses.ended_on,
        cast(date_trunc('month', courses.ended_on) as date) as end_month,
        courses.end_reason,
        courses.method,
        courses.progression_measure,
        courses.collaboration_model,
        courses.effect_goal_met,
        courses.caseworker
    from courses
    inner join citizens
        on citizens.citizen_id = courses.citizen_id
    where courses.started_on is not null
),
ordered as (
    select
        *,
        row_number() over citizen_courses = 1 as is_first,
        lead(course_id) over citizen_courses as next_course_id,
        lead(method) over citizen_courses as next_method,
        lead(started_on) over citizen_courses as next_started_on,
        max(end_month) over (
            partition by citizen_id
            order by started_on, course_id
            rows between unbounded preceding and 1 preceding
        ) as end_month_before
    from started
    window citizen_courses as (
        partition by citizen_id
        order by started_on, course_id
    )
),
chained as (
    select
        *,
        sum(case when start_month <= end_month_before + interval 1 month then 0 else 1 end) over (
            partition by citizen_id
            order by started_on, course_id
            rows between unbounded preceding and current row
        ) as chain_number
    from ordered
)
select
    course_id,
    citizen_id,
    municipality,
    target_group,
    gender,
    birth_year,
    referred_on,
    contact_on,
    started_on,
    start_month,
    ended_on,
    end_month,
    end_reason,
    method,
    progression_measure,
    collaboration_model,
    effect_goal_met,
    caseworker,
    is_first,
    next_course_id,
    next_method,
    next_started_on,
    min(start_month) over (
        partition by citizen_id, chain_number
    ) as chain_start_month
from chained
order by course_id
