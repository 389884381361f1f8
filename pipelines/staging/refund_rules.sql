-- One row per refund rule and day from which it holds; a blank number of days is no limit.
select
    cast(rule as varchar) as rule,
    cast(valid_from as date) as valid_from,
    cast(share as double) as share,
    cast(max_days_per_year as integer) as max_days_per_year
from raw.refund_rules
