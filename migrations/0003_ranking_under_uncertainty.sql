-- Rankings that say how sure they are: of each place the expected score and its spread, the probabilities, ties and
-- fronts; of the whole whether it is fit for decisions. Rankings made before keep NULLs there. A screening may have
-- several rankings, made when its predictions are there already, so a request id must find the one that it made.

ALTER TABLE ranked ADD COLUMN expected  real CHECK (expected >= 0 AND expected <= 1),
                   ADD COLUMN std       real CHECK (std >= 0),
                   ADD COLUMN meets     real CHECK (meets >= 0 AND meets <= 1),
                   ADD COLUMN top       real CHECK (top >= 0 AND top <= 1),
                   ADD COLUMN tie_group integer CHECK (tie_group >= 1),
                   ADD COLUMN stays     real CHECK (stays >= 0 AND stays <= 1),
                   ADD COLUMN front     integer CHECK (front >= 0);

ALTER TABLE ranking ADD COLUMN shortcomings text[],
                    ADD COLUMN weight_down  real[],
                    ADD COLUMN weight_up    real[];

CREATE UNIQUE INDEX ranking_request ON ranking (screening_id, request_id) WHERE request_id IS NOT NULL;

COMMENT ON COLUMN ranked.score IS 'What orders, in [0, 1]: the expected score, or what the profile''s policy makes of it; null where rejected';
COMMENT ON COLUMN ranked.expected IS 'Expected score, in [0, 1]; null where rejected';
COMMENT ON COLUMN ranked.std IS 'Standard deviation of the score; 0 where every value is certain';
COMMENT ON COLUMN ranked.meets IS 'P(every objective is met and every filter passed)';
COMMENT ON COLUMN ranked.top IS 'P(among the k best), k by the profile; null where not ranked';
COMMENT ON COLUMN ranked.tie_group IS 'From 1 in order of rank; the evidence does not decide the order within a group';
COMMENT ON COLUMN ranked.stays IS 'Share of random weights under which it is among the k best; null where not ranked';
COMMENT ON COLUMN ranking.weight_down IS 'One an objective: the largest factor of its weight below 1 at which the k best are others; NaN: none down to 1/100';
COMMENT ON COLUMN ranking.weight_up IS 'One an objective: the smallest factor of its weight above 1 at which the k best are others; NaN: none up to 100';
COMMENT ON COLUMN ranked.front IS 'Pareto front, 0 is best; null where the profile asks for none';
COMMENT ON COLUMN ranked.contribution IS 'What each objective costs the score; together 1 minus the expected score';
COMMENT ON COLUMN ranking.seed IS 'Seed of the draws';
COMMENT ON COLUMN ranking.shortcomings IS 'Why it is not decision-grade, one sentence each; empty: it is; null: nobody looked';
COMMENT ON COLUMN screening.file_options IS 'How the file is to be read: format, structure_column, id_column, sheet';
