-- Scores of bounds may lie beyond 0 and 1; a ranking with two or three Pareto axes says how much of their space it covers.

ALTER TABLE ranked DROP CONSTRAINT ranked_score_check;
ALTER TABLE ranked ADD CONSTRAINT ranked_score_check CHECK (score > '-Infinity' AND score < 'Infinity');
COMMENT ON COLUMN ranked.score IS 'What orders: the expected score, in [0, 1], or what the profile''s policy makes of it and its standard deviation';
ALTER TABLE ranked ADD COLUMN also_failed smallint[];
COMMENT ON COLUMN ranked.also_failed IS 'Further filters that it failed, of the first 64 of the profile; null where none';
ALTER TABLE ranking ADD COLUMN hypervolume real CHECK (hypervolume >= 0 AND hypervolume <= 1);
COMMENT ON COLUMN ranking.hypervolume IS 'Of the box between the worst and the best values of the ranked on the Pareto axes, the share that some candidate beats; null for other than two or three axes';
