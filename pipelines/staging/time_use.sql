-- One row per course, month and caseworker with time registered.
select
    cast(course_id as varchar) as course_id,
    cast(month as date) as month,
    cast(caseworker as varchar) as caseworker,
    cast(hours as double) as hours
from raw.time_use
