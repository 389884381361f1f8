-- One row per citizen and month with a status registered; yes and no become true and false.
select
    cast(citizen_id as varchar) as citizen_id,
    cast(month as date) as month,
    cast(housing as varchar) as housing,
    cast(income as varchar) as income,
    cast(occupation as varchar) as occupation,
    cast(shelter_nights as integer) as shelter_nights,
    cast(support_85 as varchar) = 'yes' as support_85,
    cast(support_85a as varchar) = 'yes' as support_85a,
    cast(substance_treatment as varchar) = 'yes' as substance_treatment,
    cast(evictions_averted as integer) as evictions_averted,
    cast(home_skills as integer) as home_skills,
    cast(finances as integer) as finances,
    cast(stable_lifestyle as integer) as stable_lifestyle,
    cast(mental_difficulties as integer) as mental_difficulties,
    cast(substance_problem as integer) as substance_problem
from raw.monthly_status
