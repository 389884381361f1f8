/* ---
title_da: Udgift per afsluttet forløb
definition_da: >
  Gennemsnitlig udgift pr. forløb, der sluttede i måneden eller de 11 foregående måneder: forløbets timer i hver måned gange
  timetaksten i den måned, også timerne i den kontaktskabende fase.
type: economy
measure: mean
unit: kroner
window: 12
direction: neutral
reads: course_month
needs: [time_use.hours, rates.caseworker_hour, courses.ended_on]
source: Bundlinjes eget nøgletal på de samme registreringer
limits_da: >
  Forløb uden registreret tid, eller hvor en takst mangler, er ukendte; se dækningen. Kun medarbejdernes tid er med, ikke
  bolig, ledelse eller andre udgifter. Måneder uden registreret tid gør tallet for lavt.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Forløb sluttet i måneden eller de 11 foregående; uden tid eller takst er ukendt
    given: |
      month   | course_id | citizen_id | months_since_end | cost
      2025-03 | k1        | a          | 0                | 40000
      2025-03 | k2        | b          | 11               | 10000
      2025-03 | k3        | c          | 12               | 90000
      2025-03 | k4        | d          |                  | 90000
      2025-03 | k5        | e          | 5                |
    expect: |
      course_id | value
      k1        | 40000
      k2        | 10000
      k5        |
    measured: |
      month   | value | n | population | largest
      2025-03 | 25000 | 2 | 3          | 0.8
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       cost as value
from course_month
where months_since_end between 0 and 11
