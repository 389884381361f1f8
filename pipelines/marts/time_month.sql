/* ---
title_da: Tid pr. forløb og måned
grain: one row per started course and month with time registered, the contact phase before the start included
key: [course_id, month]
reads: [course, time_use, municipality_month]
columns:
  month: {type: date, label_da: Måned}
  course_id: {type: varchar, label_da: Forløb}
  hours: {type: double, label_da: Timer}
  amount: {type: double, label_da: Timer gange timetaksten (kr.)}
  is_before_start: {type: boolean, label_da: Før startmåneden}
examples:
  - name_da: Flere medarbejderes timer lægges sammen; 0 timer er registreret, ikke ukendt
    given:
      course: |
        course_id | start_month
        a1        | 2025-01
      time_use: |
        course_id | month   | caseworker | hours
        a1        | 2025-01 | kim        | 4.5
        a1        | 2025-01 | eva        | 3
        a1        | 2025-02 | kim        | 0
    expect: |
      course_id | month   | hours
      a1        | 2025-01 | 7.5
      a1        | 2025-02 | 0
  - name_da: Timer før startmåneden er med og kendes fra resten
    given:
      course: |
        course_id | start_month
        a1        | 2025-02
      time_use: |
        course_id | month   | hours
        a1        | 2025-01 | 2
        a1        | 2025-02 | 3
    expect: |
      month   | hours | is_before_start
      2025-01 | 2     | true
      2025-02 | 3     | false
  - name_da: Beløbet er månedens timer gange månedens takst i borgerens kommune; uden takst er det ukendt
    given:
      course: |
        course_id | start_month | municipality
        a1        | 2025-01     | 901
      time_use: |
        course_id | month   | hours
        a1        | 2025-01 | 2
        a1        | 2025-02 | 3
        a1        | 2025-03 | 4
      municipality_month: |
        municipality | month   | caseworker_hour
        901          | 2025-01 | 400
        901          | 2025-02 | 450
        902          | 2025-03 | 500
    expect: |
      month   | hours | amount
      2025-01 | 2     | 800
      2025-02 | 3     | 1350
      2025-03 | 4     |
--- */
with hours as (
    select
        course_id,
        month,
        sum(hours) as hours
    from time_use
    group by
        course_id,
        month
)
select
    hours.month,
    hours.course_id,
    hours.hours,
    hours.hours * municipality_month.caseworker_hour as amount,
    hours.month < course.start_month as is_before_start
from hours
inner join course
    on course.course_id = hours.course_id
left join municipality_month
    on municipality_month.municipality = course.municipality
    and municipality_month.month = hours.month
order by hours.course_id, hours.month
