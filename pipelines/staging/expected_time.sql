-- One row per course, period and estimate of its hours.
select
    cast(course_id as varchar) as course_id,
    cast(period as integer) as period,
    cast(hours as double) as hours,
    cast(estimated_on as date) as estimated_on,
    cast(basis as varchar) as basis
from raw.expected_time
