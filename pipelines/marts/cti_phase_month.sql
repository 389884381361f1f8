/* ---
title_da: Gennemførte CTI-faser
grain: one row per CTI course, phase and month from the phase's last month on, for courses active in that last month
key: [course_id, phase, month]
reads: [course_month]
columns:
  month: {type: date, label_da: Måned}
  course_id: {type: varchar, label_da: Forløb}
  citizen_id: {type: varchar, label_da: Borger}
  municipality: {type: varchar, label_da: Kommune}
  team: {type: varchar, label_da: Team i måneden}
  method: {type: varchar, label_da: Metode}
  caseworker: {type: varchar, label_da: Medarbejder i måneden}
  age_group: {type: varchar, label_da: Aldersgruppe i måneden}
  gender: {type: varchar, label_da: Køn}
  target_group: {type: varchar, label_da: Målgruppe}
  phase: {type: varchar, label_da: Fase}
  hours: {type: double, label_da: Timer i fasen til og med måneden}
examples:
  - name_da: En fase er med fra sin sidste måned, når forløbet er aktivt dér; timerne er fasens egne
    given:
      course_month: |
        month   | course_id | method | is_active | month_number | phase | hours
        2025-01 | a1        | CTI    | true      | 1            | 1     | 4
        2025-02 | a1        | CTI    | true      | 2            | 1     |
        2025-03 | a1        | CTI    | true      | 3            | 1     | 5.5
        2025-04 | a1        | CTI    | true      | 4            | 2     | 8
        2025-05 | a1        | CTI    | true      | 5            | 2     | 8
        2025-06 | a1        | CTI    | false     | 6            | 2     |
        2025-03 | b1        | ICM    | true      | 3            |       | 9
    expect: |
      course_id | phase | month   | hours
      a1        | 1     | 2025-03 | 9.5
      a1        | 1     | 2025-04 | 9.5
      a1        | 1     | 2025-05 | 9.5
      a1        | 1     | 2025-06 | 9.5
  - name_da: Timer efter den niende måned lægges til fase 3, efterhånden som de kommer
    given:
      course_month: |
        month   | course_id | method | is_active | month_number | phase | hours
        2025-07 | a1        | CTI    | true      | 7            | 3     | 2
        2025-09 | a1        | CTI    | true      | 9            | 3     | 3
        2025-10 | a1        | CTI    | true      | 10           | 3     | 4
        2025-11 | a1        | CTI    | false     | 11           | 3     |
    expect: |
      phase | month   | hours
      3     | 2025-09 | 5
      3     | 2025-10 | 9
      3     | 2025-11 | 9
  - name_da: Uden registreret tid i fasen er timerne ukendte
    given:
      course_month: |
        month   | course_id | method | is_active | month_number | phase | hours | caseworker
        2025-03 | a1        | CTI    | true      | 3            | 1     |       | eva
        2025-04 | a1        | CTI    | true      | 4            | 2     | 7     | kim
    expect: |
      phase | month   | hours | caseworker
      1     | 2025-03 |       | eva
      1     | 2025-04 |       | kim
--- */
with reached as (
    select
        course_id,
        phase,
        month as last_month
    from course_month
    where method = 'CTI'
        and is_active
        and month_number in (3, 6, 9)
),
spent as (
    select
        reached.course_id,
        reached.phase,
        looked_at.month,
        sum(worked.hours) as hours
    from reached
    inner join course_month as looked_at
        on looked_at.course_id = reached.course_id
        and looked_at.month >= reached.last_month
    inner join course_month as worked
        on worked.course_id = reached.course_id
        and worked.phase = reached.phase
        and worked.month <= looked_at.month
    group by
        reached.course_id,
        reached.phase,
        looked_at.month
)
select
    course_month.month,
    course_month.course_id,
    course_month.citizen_id,
    course_month.municipality,
    course_month.team,
    course_month.method,
    course_month.caseworker,
    course_month.age_group,
    course_month.gender,
    course_month.target_group,
    cast(spent.phase as varchar) as phase,
    spent.hours
from spent
inner join course_month
    on course_month.course_id = spent.course_id
    and course_month.month = spent.month
order by course_month.course_id, spent.phase, course_month.month
