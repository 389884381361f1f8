/* ---
title_da: Succes pr. forløb
grain: one row per started course, month from its start month on, and success criterion
key: [course_id, month, criterion]
reads: [course_month, course, status_month, monthly_status, score]
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
  criterion: {type: varchar, label_da: Succeskriterium}
  outcome: {type: varchar, label_da: Udfald}
  replaced_by: {type: varchar, label_da: Afløst af forløb}
checks:
  - name_da: hvert forløb har alle seks kriterier hver måned
    sql: select course_id from success_month group by course_id, month having count(*) <> 6
  - name_da: udfaldet er et af de fem
    sql: |
      select course_id
      from success_month
      where outcome is null or outcome not in ('success', 'failure', 'missing', 'not_yet', 'excluded')
examples:
  - name_da: Effektmålet vurderes, når forløbet er slut; uden svar mangler det
    where: criterion = 'effect_goal_met'
    given:
      course_month: |
        month   | course_id | citizen_id | team
        2025-02 | a1        | a          | Byen
        2025-03 | a1        | a          | Byen
        2025-04 | a1        | a          | Havnen
        2025-03 | b1        | b          | Byen
        2025-03 | c1        | c          | Byen
        2025-03 | d1        | d          | Byen
      course: |
        course_id | start_month | end_month | effect_goal_met
        a1        | 2025-01     | 2025-03   | true
        b1        | 2025-01     | 2025-03   | false
        c1        | 2025-01     | 2025-03   |
        d1        | 2025-01     |           | true
    expect: |
      month   | course_id | team   | outcome
      2025-02 | a1        | Byen   | not_yet
      2025-03 | a1        | Byen   | success
      2025-04 | a1        | Havnen | success
      2025-03 | b1        | Byen   | failure
      2025-03 | c1        | Byen   | missing
      2025-03 | d1        | Byen   | not_yet
  - name_da: Død og fraflytning tæller ikke med fra slutmåneden, uanset kriterium; andre årsager gør
    where: criterion in ('effect_goal_met', 'own_home_after_12')
    given:
      course_month: |
        month   | course_id
        2025-02 | a1
        2025-03 | a1
        2025-03 | b1
        2025-03 | c1
      course: |
        course_id | start_month | end_month | end_reason  | effect_goal_met
        a1        | 2025-01     | 2025-03   | died        | true
        b1        | 2025-01     | 2025-03   | moved       | true
        c1        | 2025-01     | 2025-03   | dropped_out | true
    expect: |
      month   | course_id | criterion         | outcome
      2025-02 | a1        | effect_goal_met   | not_yet
      2025-03 | a1        | effect_goal_met   | excluded
      2025-03 | b1        | effect_goal_met   | excluded
      2025-03 | c1        | effect_goal_met   | success
      2025-02 | a1        | own_home_after_12 | not_yet
      2025-03 | a1        | own_home_after_12 | excluded
      2025-03 | b1        | own_home_after_12 | excluded
      2025-03 | c1        | own_home_after_12 | not_yet
  - name_da: Egen bolig ved afslutning er den kendte bolig i slutmåneden
    where: criterion = 'own_home_at_end'
    given:
      course_month: |
        month   | course_id
        2025-02 | a1
        2025-04 | a1
        2025-04 | b1
        2025-04 | c1
      course: |
        course_id | citizen_id | start_month | end_month
        a1        | a          | 2025-01     | 2025-03
        b1        | b          | 2025-01     | 2025-03
        c1        | c          | 2025-01     | 2025-03
      status_month: |
        citizen_id | month   | housing
        a          | 2025-02 | without_home
        a          | 2025-03 | own_home
        a          | 2025-04 | placed
        b          | 2025-03 | own_temporary_home
        c          | 2025-04 | own_home
    expect: |
      month   | course_id | outcome
      2025-02 | a1        | not_yet
      2025-04 | a1        | success
      2025-04 | b1        | failure
      2025-04 | c1        | missing
  - name_da: Egen bolig efter 12 måneder vurderes 12 måneder efter startmåneden, også mens forløbet er i gang
    where: criterion = 'own_home_after_12'
    given:
      course_month: |
        month   | course_id
        2025-12 | a1
        2026-01 | a1
        2026-02 | a1
        2026-01 | b1
        2026-01 | c1
      course: |
        course_id | citizen_id | start_month | end_month
        a1        | a          | 2025-01     |
        b1        | b          | 2025-01     | 2025-03
        c1        | c          | 2025-01     | 2025-03
      status_month: |
        citizen_id | month   | housing
        a          | 2025-12 | without_home
        a          | 2026-01 | own_home
        a          | 2026-02 | without_home
        b          | 2026-01 | placed
    expect: |
      month   | course_id | outcome
      2025-12 | a1        | not_yet
      2026-01 | a1        | success
      2026-02 | a1        | success
      2026-01 | b1        | failure
      2026-01 | c1        | missing
  - name_da: Ingen herbergsdøgn kræver alle seks måneder efter slutmåneden, hverken flere eller færre
    where: criterion = 'no_shelter_6'
    given:
      course_month: |
        month   | course_id
        2025-08 | a1
        2025-09 | a1
        2025-09 | b1
        2025-09 | c1
        2025-09 | d1
      course: |
        course_id | citizen_id | start_month | end_month
        a1        | a          | 2025-01     | 2025-03
        b1        | b          | 2025-01     | 2025-03
        c1        | c          | 2025-01     | 2025-03
        d1        | a          | 2025-01     |
      monthly_status: |
        citizen_id | month   | shelter_nights
        a          | 2025-03 | 9
        a          | 2025-04 | 0
        a          | 2025-05 | 0
        a          | 2025-06 | 0
        a          | 2025-07 | 0
        a          | 2025-08 | 0
        a          | 2025-09 | 0
        a          | 2025-10 | 9
        b          | 2025-04 | 0
        b          | 2025-05 | 0
        b          | 2025-06 | 0
        b          | 2025-07 | 0
        b          | 2025-08 | 0
        b          | 2025-09 | 1
        c          | 2025-03 | 0
        c          | 2025-04 | 3
        c          | 2025-05 | 0
        c          | 2025-06 | 0
        c          | 2025-07 | 0
        c          | 2025-08 | 0
        c          | 2025-09 |
    expect: |
      month   | course_id | outcome
      2025-08 | a1        | not_yet
      2025-09 | a1        | success
      2025-09 | b1        | failure
      2025-09 | c1        | missing
      2025-09 | d1        | not_yet
  - name_da: Bedre trivsel er 10 eller mere fra forløbets første til sidste WHO-5; ORS 5,0 eller mere; en enkelt måling er ikke nok
    where: criterion in ('wellbeing_improved', 'ors_gain')
    given:
      course_month: |
        month   | course_id
        2025-03 | a1
        2025-03 | b1
        2025-02 | b1
      course: |
        course_id | start_month | end_month
        a1        | 2025-01     | 2025-03
        b1        | 2025-01     | 2025-03
      score: |
        course_id | instrument | measured_on | month   | score
        a1        | WHO5       | 2025-01-10  | 2025-01 | 40
        a1        | WHO5       | 2025-02-10  | 2025-02 | 80
        a1        | WHO5       | 2025-02-20  | 2025-02 | 20
        a1        | WHO5       | 2025-03-10  | 2025-03 | 48
        a1        | ORS        | 2025-01-10  | 2025-01 | 20.1
        a1        | ORS        | 2025-03-10  | 2025-03 | 25.1
        b1        | WHO5       | 2025-01-10  | 2025-01 | 40
        b1        | WHO5       | 2025-03-10  | 2025-03 | 52
        b1        | ORS        | 2025-03-10  | 2025-03 | 25.1
    expect: |
      month   | course_id | criterion          | outcome
      2025-03 | a1        | wellbeing_improved | failure
      2025-03 | a1        | ors_gain           | success
      2025-03 | b1        | wellbeing_improved | success
      2025-03 | b1        | ors_gain           | missing
      2025-02 | b1        | wellbeing_improved | not_yet
      2025-02 | b1        | ors_gain           | not_yet
  - name_da: Præcis 10 på WHO-5 og 5,0 på ORS er nok, 9,9 og 4,9 er ikke
    where: criterion in ('wellbeing_improved', 'ors_gain')
    given:
      course_month: |
        month   | course_id
        2025-03 | a1
        2025-03 | b1
      course: |
        course_id | start_month | end_month
        a1        | 2025-01     | 2025-03
        b1        | 2025-01     | 2025-03
      score: |
        course_id | instrument | measured_on | month   | score
        a1        | WHO5       | 2025-01-10  | 2025-01 | 40
        a1        | WHO5       | 2025-03-10  | 2025-03 | 50
        a1        | ORS        | 2025-01-10  | 2025-01 | 20.2
        a1        | ORS        | 2025-03-10  | 2025-03 | 25.2
        b1        | WHO5       | 2025-01-10  | 2025-01 | 40
        b1        | WHO5       | 2025-03-10  | 2025-03 | 49.9
        b1        | ORS        | 2025-01-10  | 2025-01 | 20.2
        b1        | ORS        | 2025-03-10  | 2025-03 | 25.1
    expect: |
      course_id | criterion          | outcome
      a1        | wellbeing_improved | success
      a1        | ors_gain           | success
      b1        | wellbeing_improved | failure
      b1        | ors_gain           | failure
  - name_da: Et forløb er afløst, når det sluttede med skift af metode, og borgerens næste forløb er startet
    where: criterion = 'effect_goal_met'
    given:
      course_month: |
        month   | course_id
        2025-02 | a1
        2025-03 | a1
        2025-04 | a1
        2025-04 | b1
        2025-04 | c1
      course: |
        course_id | start_month | end_month | end_reason     | next_course_id | next_started_on
        a1        | 2025-01     | 2025-02   | changed_method | a2             | 2025-03-31
        b1        | 2025-01     | 2025-02   | completed      | b2             | 2025-03-31
        c1        | 2025-01     | 2025-02   | changed_method |                |
    expect: |
      month   | course_id | outcome | replaced_by
      2025-02 | a1        | missing |
      2025-03 | a1        | missing | a2
      2025-04 | a1        | missing | a2
      2025-04 | b1        | missing |
      2025-04 | c1        | missing |
--- */
with six_months as (
    select
        course.course_id,
        sum(monthly_status.shelter_nights) as nights
    from course
    inner join monthly_status
        on monthly_status.citizen_id = course.citizen_id
        and monthly_status.month between course.end_month + interval 1 month and course.end_month + interval 6 month
    group by course.course_id
    having count(monthly_status.shelter_nights) = 6
),
ranked_scores as (
    select
        course_id,
        instrument,
        score,
        first_value(score) over (
            partition by course_id, instrument
            order by measured_on
        ) as first_score,
        count(*) over (
            partition by course_id, instrument
        ) as scores,
        row_number() over (
            partition by course_id, instrument
            order by measured_on desc
        ) as place
    from score
),
changes as (
    select
        course_id,
        instrument,
        score - first_score as change
    from ranked_scores
    where place = 1
        and scores >= 2
),
judged as (
    select
        course_id,
        'effect_goal_met' as criterion,
        end_month as due_month,
        effect_goal_met as is_success
    from course
    union all
    select
        course.course_id,
        'own_home_at_end' as criterion,
        course.end_month as due_month,
        status_month.housing = 'own_home' as is_success
    from course
    left join status_month
        on status_month.citizen_id = course.citizen_id
        and status_month.month = course.end_month
    union all
    select
        course.course_id,
        'own_home_after_12' as criterion,
        cast(course.start_month + interval 12 month as date) as due_month,
        status_month.housing = 'own_home' as is_success
    from course
    left join status_month
        on status_month.citizen_id = course.citizen_id
        and status_month.month = cast(course.start_month + interval 12 month as date)
    union all
    select
        course.course_id,
        'no_shelter_6' as criterion,
        cast(course.end_month + interval 6 month as date) as due_month,
        six_months.nights = 0 as is_success
    from course
    left join six_months
        on six_months.course_id = course.course_id
    union all
    select
        course.course_id,
        'wellbeing_improved' as criterion,
        course.end_month as due_month,
        changes.change >= 10 as is_success
    from course
    left join changes
        on changes.course_id = course.course_id
        and changes.instrument = 'WHO5'
    union all
    select
        course.course_id,
        'ors_gain' as criterion,
        course.end_month as due_month,
        changes.change >= 5 as is_success
    from course
    left join changes
        on changes.course_id = course.course_id
        and changes.instrument = 'ORS'
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
    judged.criterion,
    case
        when course.end_reason in ('died', 'moved') and course.end_month <= course_month.month then 'excluded'
        when judged.due_month is null or course_month.month < judged.due_month then 'not_yet'
        when judged.is_success is null then 'missing'
        when judged.is_success then 'success'
        else 'failure'
    end as outcome,
    case
        when course.end_reason = 'changed_method'
            and course.end_month <= course_month.month
            and date_trunc('month', course.next_started_on) <= course_month.month
            then course.next_course_id
    end as replaced_by
from course_month
inner join course
    on course.course_id = course_month.course_id
inner join judged
    on judged.course_id = course_month.course_id
order by course_month.course_id, course_month.month, judged.criterion
