-- One row per municipality and month with waiting times registered.
select
    cast(municipality as varchar) as municipality,
    cast(month as date) as month,
    cast(wait_days_home as double) as wait_days_home,
    cast(wait_days_allocation as double) as wait_days_allocation
from raw.housing_market
