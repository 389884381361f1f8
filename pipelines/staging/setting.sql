-- One row: the day the warehouse was built for and what the municipality has chosen.
select
    cast(today as date) as today,
    cast(disclosure_limit as integer) as disclosure_limit,
    cast(success_criterion as varchar) as success_criterion,
    cast(time_under as double) as time_under,
    cast(time_over as double) as time_over,
    cast(who5_deviation as double) as who5_deviation,
    cast(ors_deviation as double) as ors_deviation,
    cast(ors_limit_young as double) as ors_limit_young,
    cast(heard_understood_label as varchar) as heard_understood_label
from raw.setting
