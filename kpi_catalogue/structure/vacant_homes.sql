/* ---
title_da: Ledige boliger efter pris og størrelse
definition_da: >
  Antal ledige boliger, som kommunen har oplyst for måneden, i hvert af 16 bånd efter månedlig husleje og størrelse. Flere
  kommuner: summen.
type: structure
measure: sum
unit: homes
window: 1
direction: higher_is_better
reads: vacant_homes_month
needs: [vacant_homes.homes]
source: "Erfaringsopsamling: Investeringspuljen 2019-21 (november 2021), oversigten over nøgletal"
limits_da: >
  Et bånd, kommunen ikke har oplyst, er ukendt og ikke 0. Tallet siger ikke, om borgerne i indsatsen kan få boligerne.
changes: [{on: 2026-11-22, note_da: Første udgave.}]
category: category
codes:
  under_3500/under_40: Under 3.500 kr., under 40 m²
  under_3500/40_60: Under 3.500 kr., 40 til 60 m²
  under_3500/61_80: Under 3.500 kr., 61 til 80 m²
  under_3500/over_80: Under 3.500 kr., over 80 m²
  3500_5000/under_40: 3.500 til 5.000 kr., under 40 m²
  3500_5000/40_60: 3.500 til 5.000 kr., 40 til 60 m²
  3500_5000/61_80: 3.500 til 5.000 kr., 61 til 80 m²
  3500_5000/over_80: 3.500 til 5.000 kr., over 80 m²
  5001_7000/under_40: 5.001 til 7.000 kr., under 40 m²
  5001_7000/40_60: 5.001 til 7.000 kr., 40 til 60 m²
  5001_7000/61_80: 5.001 til 7.000 kr., 61 til 80 m²
  5001_7000/over_80: 5.001 til 7.000 kr., over 80 m²
  over_7000/under_40: Over 7.000 kr., under 40 m²
  over_7000/40_60: Over 7.000 kr., 40 til 60 m²
  over_7000/61_80: Over 7.000 kr., 61 til 80 m²
  over_7000/over_80: Over 7.000 kr., over 80 m²
examples:
  - name_da: 0 er kendt, et bånd uden tal er ukendt, flere kommuner lægges sammen
    given: |
      month   | municipality | band                | homes
      2025-03 | 901          | under_3500/under_40 | 4
      2025-03 | 902          | under_3500/under_40 | 3
      2025-03 | 901          | 3500_5000/40_60     | 0
      2025-03 | 902          | 3500_5000/40_60     |
      2025-03 | 901          | 5001_7000/over_80   |
      2025-03 | 902          | 5001_7000/over_80   |
    expect: |
      municipality | category            | value
      901          | under_3500/under_40 | 4
      902          | under_3500/under_40 | 3
      901          | 3500_5000/40_60     | 0
      902          | 3500_5000/40_60     |
      901          | 5001_7000/over_80   |
      902          | 5001_7000/over_80   |
    measured: |
      month   | category             | value | n | population
      2025-03 | under_3500/under_40  | 7     | 2 | 2
      2025-03 | under_3500/40_60     |       | 0 | 0
      2025-03 | under_3500/61_80     |       | 0 | 0
      2025-03 | under_3500/over_80   |       | 0 | 0
      2025-03 | 3500_5000/under_40   |       | 0 | 0
      2025-03 | 3500_5000/40_60      | 0     | 1 | 2
      2025-03 | 3500_5000/61_80      |       | 0 | 0
      2025-03 | 3500_5000/over_80    |       | 0 | 0
      2025-03 | 5001_7000/under_40   |       | 0 | 0
      2025-03 | 5001_7000/40_60      |       | 0 | 0
      2025-03 | 5001_7000/61_80      |       | 0 | 0
      2025-03 | 5001_7000/over_80    |       | 0 | 2
      2025-03 | over_7000/under_40   |       | 0 | 0
      2025-03 | over_7000/40_60      |       | 0 | 0
      2025-03 | over_7000/61_80      |       | 0 | 0
      2025-03 | over_7000/over_80    |       | 0 | 0
--- */
select month, municipality,
       band as category,
       homes as value
from vacant_homes_month
