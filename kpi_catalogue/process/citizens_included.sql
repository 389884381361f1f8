/* ---
title_da: Borgere i indsatsen
definition_da: >
  Antal aktive borgere: borgere med et forløb, der er startet i eller før måneden og ikke er slut før måneden.
type: process
measure: count
unit: citizens
window: standing
direction: neutral
reads: citizen_month
needs: [courses.started_on, courses.ended_on]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), afsnittet om gevinster i arbejdet med nøgletal"
limits_da: >
  Borgere, der endnu er i den kontaktskabende fase, er ikke med. En borger med to forløb i samme måned tæller én gang, under
  det forløb, der startede sidst.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
examples:
  - name_da: Hver aktiv borger tæller én gang
    given: |
      month   | citizen_id
      2025-02 | a
      2025-03 | a
      2025-03 | b
    expect: |
      month   | citizen_id | value
      2025-02 | a          | true
      2025-03 | a          | true
      2025-03 | b          | true
    measured: |
      month   | value | n | population | count | persons
      2025-02 | 1     | 1 | 1          | 1     | 1
      2025-03 | 2     | 2 | 2          | 2     | 2
      2025-04 |       | 0 | 0          |       | 0
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       true as value
from citizen_month
