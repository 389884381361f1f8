-- One row per course, month and field that is blank for a known reason.
select
    cast(course_id as varchar) as course_id,
    cast(month as date) as month,
    cast(field as varchar) as field,
    cast(reason as varchar) as reason
from raw.missing_reasons
