-- One row per citizen and month from which a team has the citizen; a blank month is from the beginning.
select
    cast(citizen_id as varchar) as citizen_id,
    cast(effective_month as date) as effective_month,
    cast(team as varchar) as team
from raw.team_assignments
