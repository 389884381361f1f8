-- One row per municipality and day with a common self-assessment of maturity whose total is known.
select
    cast(municipality as varchar) as municipality,
    cast(made_on as date) as made_on,
    cast(total as double) as total
from raw.self_assessments
