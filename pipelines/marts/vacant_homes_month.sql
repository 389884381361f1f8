/* ---
title_da: Ledige boliger efter husleje og størrelse
grain: one row per municipality, month and band of rent and size
key: [municipality, month, rent_band, size_band]
reads: [municipality_month, vacant_homes]
columns:
  month: {type: date, label_da: Måned}
  municipality: {type: varchar, label_da: Kommune}
  rent_band: {type: varchar, label_da: Husleje pr. måned (kr.)}
  size_band: {type: varchar, label_da: Størrelse (m²)}
  band: {type: varchar, label_da: Husleje og størrelse}
  homes: {type: integer, label_da: Ledige boliger}
checks:
  - name_da: hver kommune har 16 rækker hver måned
    sql: select month from vacant_homes_month group by month, municipality having count(*) <> 16
examples:
  - name_da: Alle 16 grupper er der; en gruppe uden registrering er ukendt, 0 er 0
    given:
      municipality_month: |
        month   | municipality
        2025-01 | 901
      vacant_homes: |
        month   | municipality | rent_band  | size_band | homes
        2025-01 | 901          | under_3500 | under_40  | 0
        2025-01 | 901          | over_7000  | over_80   | 7
        2025-02 | 901          | over_7000  | 40_60     | 9
    expect: |
      municipality | band                | homes
      901          | under_3500/under_40 | 0
      901          | under_3500/40_60    |
      901          | under_3500/61_80    |
      901          | under_3500/over_80  |
      901          | 3500_5000/under_40  |
      901          | 3500_5000/40_60     |
      901          | 3500_5000/61_80     |
      901          | 3500_5000/over_80   |
      901          | 5001_7000/under_40  |
      901          | 5001_7000/40_60     |
      901          | 5001_7000/61_80     |
      901          | 5001_7000/over_80   |
      901          | over_7000/under_40  |
      901          | over_7000/40_60     |
      901          | over_7000/61_80     |
      901          | over_7000/over_80   | 7
--- */
with rent_bands as (
    select 'under_3500' as rent_band
    union all
    select '3500_5000'
    union all
    select '5001_7000'
    union all
    select 'over_7000'
),
size_bands as (
    select 'under_40' as size_band
    union all
    select '40_60'
    union all
    select '61_80'
    union all
    select 'over_80'
)
select
    municipality_month.month,
    municipality_month.municipality,
    rent_bands.rent_band,
    size_bands.size_band,
    concat(rent_bands.rent_band, '/', size_bands.size_band) as band,
    vacant_homes.homes
from municipality_month
cross join rent_bands
cross join size_bands
left join vacant_homes
    on vacant_homes.municipality = municipality_month.municipality
    and vacant_homes.month = municipality_month.month
    and vacant_homes.rent_band = rent_bands.rent_band
    and vacant_homes.size_band = size_bands.size_band
order by municipality_month.municipality, municipality_month.month, rent_bands.rent_band, size_bands.size_band
