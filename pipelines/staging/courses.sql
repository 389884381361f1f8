-- One row per course, those still in their contact phase included; yes and no become true and false.
select
    cast(course_id as varchar) as course_id,
    cast(citizen_id as varchar) as citizen_id,
    cast(method as varchar) as method,
    cast(contact_on as date) as contact_on,
    cast(started_on as date) as started_on,
    cast(ended_on as date) as ended_on,
    cast(end_reason as varchar) as end_reason,
    cast(caseworker as varchar) as caseworker,
    cast(progression_measure as varchar) as progression_measure,
    cast(collaboration_model as varchar) = 'yes' as collaboration_model,
    cast(effect_goal_met as varchar) = 'yes' as effect_goal_met
from raw.courses
