/* ---
title_da: Fogedsager, der er afværget
definition_da: Summen af de afværgede fogedsager, der er registreret for måneden, over de aktive borgere.
type: outcome
measure: sum
unit: cases
window: 1
direction: higher_is_better
reads: citizen_month
needs: [monthly_status.evictions_averted]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Kun månedens egne registreringer tæller; et tal fra en tidligere måned føres ikke videre. Borgere uden registrering er
  ikke med; se dækningen. Flere fogedsager kan både være tegn på et godt arbejde og på flere borgere i vanskeligheder.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
parts:
  year_to_date:
    title_da: Fogedsager, der er afværget siden januar
    definition_da: >
      Summen af månedernes tal fra januar til og med måneden. Antal kendte og dækning er månedens egne; er ingen borger
      registreret i måneden, vises intet tal.
    measure: year_to_date
    window: accumulated
    value: value
examples:
  - name_da: 0 er kendt, en tom celle er ukendt
    given: |
      month   | citizen_id | evictions_averted
      2025-03 | a          | 2
      2025-03 | b          | 0
      2025-03 | c          |
    expect: |
      citizen_id | value
      a          | 2
      b          | 0
      c          |
    measured: |
      month   | value | n | population | persons | largest
      2025-03 | 2     | 2 | 3          | 1       | 1
  - name_da: Året tæller fra januar; december før er ikke med, og senere måneder heller ikke
    given: |
      month   | citizen_id | evictions_averted
      2024-12 | a          | 8
      2025-01 | a          | 1
      2025-02 | b          | 2
      2025-03 | a          | 1
      2025-03 | c          |
      2025-04 | a          | 5
    measured: |
      part         | month   | value | n | population | persons | largest
      year_to_date | 2025-01 | 1     | 1 | 1          | 1       | 1
      year_to_date | 2025-03 | 4     | 1 | 2          | 2       | 0.5
  - name_da: Er ingen registreret i måneden, er der intet tal for året
    given: |
      month   | citizen_id | evictions_averted
      2025-01 | a          | 1
      2025-02 | a          |
    measured: |
      part         | month   | value | n | population
      year_to_date | 2025-02 |       | 0 | 1
      year_to_date | 2025-03 |       | 0 | 0
--- */
select month, citizen_id, municipality, team, method, caseworker, age_group, gender, target_group,
       evictions_averted as value
from citizen_month
