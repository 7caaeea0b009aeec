-- purpose: The first day after a given one on which a recommendation comes to be so many months old.
-- grain: one row; the day is null when no recommendation of the choice is younger.
-- parameters: from_on date, to_on date, as_of date, months integer, regions varchar[], ministries varchar[], institution_types varchar[], visit_types varchar[], themes varchar[]
-- columns: ready_on date
select min(months_after(issued_on, $months)) as ready_on
from chosen_chains(
    $from_on::date, least($to_on::date, $as_of::date), $regions::varchar[], $ministries::varchar[],
    $institution_types::varchar[], $visit_types::varchar[], $themes::varchar[]
)
where months_after(issued_on, $months) > $as_of::date
