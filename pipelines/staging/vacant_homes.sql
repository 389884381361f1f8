-- One row per municipality, month and band of rent and size registered.
select
    cast(municipality as varchar) as municipality,
    cast(month as date) as month,
    cast(rent_band as varchar) as rent_band,
    cast(size_band as varchar) as size_band,
    cast(homes as integer) as homes
from raw.vacant_homes
