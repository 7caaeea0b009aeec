-- purpose: The recommendation that a statement belongs to; the first statement's ID is the recommendation's own.
-- grain: one row, or none for an unknown ID.
-- parameters: recommendation_id varchar
-- columns: chain_id varchar
select chain_id from statements where recommendation_id = $recommendation_id
