-- One row per course and month from which a caseworker has it; a blank month is from the beginning.
select
    cast(course_id as varchar) as course_id,
    cast(effective_month as date) as effective_month,
    cast(caseworker as varchar) as caseworker
from raw.assignments
