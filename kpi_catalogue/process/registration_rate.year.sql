/* ---
title_da: Registreringsgrad, de seneste 12 måneder
definition_da: >
  Andelen af de aktive forløbsmåneder i måneden og de 11 foregående, hvor der både er registreret tid på forløbet og en
  månedsstatus for borgeren.
measure: share
unit: share
window: 12
reads: [course_month, month_spine]
needs: [time_use.hours, monthly_status.month]
limits_da: >
  Antallet, tallet bygger på, er forløbsmåneder: et forløb, der er aktivt i 12 måneder, tæller 12 gange. Opdelinger bruger
  det team, den medarbejder og den aldersgruppe, der gjaldt i hver måned.
examples:
  - name_da: Måneden og de 11 foregående er med, den tolvte før er ikke
    given:
      month_spine: |
        month
        2025-03
      course_month: |
        month   | course_id | citizen_id | is_active | has_time | has_status
        2024-03 | k1        | a          | true      | true     | true
        2024-04 | k1        | a          | true      | true     | true
        2025-02 | k1        | a          | true      | true     | false
        2025-02 | k2        | b          | true      | false    | true
        2025-03 | k1        | a          | false     | true     | true
        2025-03 | k2        | b          | true      | false    | false
        2025-04 | k2        | b          | true      | true     | true
    expect: |
      month   | course_id | value
      2025-03 | k1        | true
      2025-03 | k1        | false
      2025-03 | k2        | false
      2025-03 | k2        | false
    measured: |
      month   | value | n | population | count | persons
      2025-03 | 0.25  | 4 | 4          | 1     | 2
--- */
select month_spine.month, course_id, citizen_id,
       municipality, team, method, caseworker, age_group, gender, target_group,
       has_time and has_status as value
from month_spine
join course_month on course_month.month between month_spine.month - interval 11 month and month_spine.month
where is_active
