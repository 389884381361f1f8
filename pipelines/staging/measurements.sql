-- One row per measurement; an expected one without a day of estimate was made on the day the course started.
select
    cast(measured.course_id as varchar) as course_id,
    cast(measured.measured_on as date) as measured_on,
    cast(case
        when measured.kind = 'expected' then coalesce(measured.estimated_on, courses.started_on)
    end as date) as estimated_on,
    measured.estimated_on is not null as is_estimate_dated,
    cast(measured.instrument as varchar) as instrument,
    cast(measured.kind as varchar) as kind,
    cast(measured.item_1 as decimal(5, 1)) as item_1,
    cast(measured.item_2 as decimal(5, 1)) as item_2,
    cast(measured.item_3 as decimal(5, 1)) as item_3,
    cast(measured.item_4 as decimal(5, 1)) as item_4,
    cast(measured.item_5 as decimal(5, 1)) as item_5,
    cast(measured.score as decimal(5, 1)) as score
from raw.measurements as measured
left join raw.courses as courses
    on courses.course_id = measured.course_id
