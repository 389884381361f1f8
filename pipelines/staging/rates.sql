-- One row per municipality, rate and day from which it holds.
select
    cast(municipality as varchar) as municipality,
    cast(rate as varchar) as rate,
    cast(valid_from as date) as valid_from,
    cast(amount as double) as amount
from raw.rates
