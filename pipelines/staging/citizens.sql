-- One row per citizen.
select
    cast(citizen_id as varchar) as citizen_id,
    cast(municipality as varchar) as municipality,
    cast(team as varchar) as team,
    cast(birth_year as integer) as birth_year,
    cast(gender as varchar) as gender,
    cast(target_group as varchar) as target_group,
    cast(referred_on as date) as referred_on
from raw.citizens
