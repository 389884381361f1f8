/* ---
title_da: Ledige boliger i alt
definition_da: Antal ledige boliger i alt, som kommunen har oplyst for måneden. Flere kommuner giver summen.
measure: sum
unit: homes
window: 1
reads: vacant_homes_month
needs: [vacant_homes.homes]
limits_da: Bånd, kommunen ikke har oplyst, er ikke med, så det sande tal kan være højere. Uden noget bånd er tallet ukendt.
examples:
  - name_da: Båndene lægges sammen for hver kommune; uden noget bånd er kommunen ukendt
    given: |
      month   | municipality | band                | homes
      2025-03 | 901          | under_3500/under_40 | 4
      2025-03 | 901          | 3500_5000/40_60     | 2
      2025-03 | 901          | 5001_7000/over_80   |
      2025-03 | 902          | under_3500/under_40 |
      2025-03 | 902          | 3500_5000/40_60     |
      2025-03 | 903          | under_3500/under_40 | 0
      2025-04 | 901          | under_3500/under_40 | 9
    expect: |
      month   | municipality | value
      2025-03 | 901          | 6
      2025-03 | 902          |
      2025-03 | 903          | 0
      2025-04 | 901          | 9
    measured: |
      month   | value | n | population
      2025-03 | 6     | 2 | 3
--- */
select month, municipality,
       sum(homes) as value
from vacant_homes_month
group by month, municipality
