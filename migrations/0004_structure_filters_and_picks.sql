-- Why a filter on structure failed, and which few unlike each other were picked of a ranking's best. What was asked of the
-- picks is kept with the ranking: it may be other than what the profile says.

ALTER TABLE ranked ADD COLUMN filter_detail   text,
                   ADD COLUMN pick            integer CHECK (pick >= 1),
                   ADD COLUMN pick_group      text,
                   ADD COLUMN pick_similarity real CHECK (pick_similarity >= 0 AND pick_similarity <= 1);

ALTER TABLE ranking ADD COLUMN diversity jsonb;

CREATE UNIQUE INDEX ranked_picks ON ranked (ranking_id, pick) WHERE pick IS NOT NULL;

COMMENT ON COLUMN ranked.filter_detail IS 'Why it failed a filter on structure, for the candidate''s owner; null for other filters';
COMMENT ON COLUMN ranked.pick IS 'From 1 in the order of picking; null where not picked';
COMMENT ON COLUMN ranked.pick_group IS 'Scaffold or cluster that it was picked from; null where picks are not by groups';
COMMENT ON COLUMN ranked.pick_similarity IS 'Tanimoto to the nearest one picked before; null for the first';
COMMENT ON COLUMN ranking.diversity IS 'What was asked of the picks instead of what the profile says; null: the profile''s';
