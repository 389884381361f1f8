/* ---
title_da: Tidsforbrug per fase, CTI
definition_da: >
  For hver af de tre faser: gennemsnitligt antal timer pr. forløb i fasen. Med er alle CTI-forløb, der nåede fasens sidste
  måned i eller før måneden, var aktive i den og har tid registreret i fasen.
type: economy
measure: mean
unit: hours
window: accumulated
direction: neutral
reads: cti_phase_month
needs: [time_use.hours]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Forløb uden registreret tid i fasen er ukendte; se dækningen. Timer efter den niende måned tæller i fase 3, så fase 3 kan
  vokse. Timer før startmåneden tæller ikke. Afsluttede forløb bliver ved med at være med.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
category: category
codes:
  "1": Fase 1
  "2": Fase 2
  "3": Fase 3
examples:
  - name_da: Et gennemsnit for hver fase; en fase, ingen har nået, har en tom række
    given: |
      month   | course_id | citizen_id | phase | hours
      2025-03 | k1        | a          | 1     | 30
      2025-03 | k2        | b          | 1     | 10
      2025-03 | k3        | c          | 1     |
      2025-03 | k1        | a          | 2     | 12
    expect: |
      course_id | category | value
      k1        | 1        | 30
      k2        | 1        | 10
      k3        | 1        |
      k1        | 2        | 12
    measured: |
      month   | category | value | n | population | largest
      2025-03 | 1        | 20    | 2 | 3          | 0.75
      2025-03 | 2        | 12    | 1 | 1          | 1
      2025-03 | 3        |       | 0 | 0          |
  - name_da: Har ingen nået en fase, er der én tom række
    given: |
      month   | course_id | citizen_id | phase | hours
      2025-04 | k1        | a          | 1     | 30
    measured: |
      month   | category | value | n | population
      2025-03 |          |       | 0 | 0
--- */
select month, course_id, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       phase as category,
       hours as value
from cti_phase_month
