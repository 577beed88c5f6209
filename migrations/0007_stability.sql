-- Hulls: models that assess a whole screening once its candidates are predicted, the screenings whose candidates
-- compete, and what each candidate decomposes into.

ALTER TABLE screening_model ADD COLUMN assesses boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN screening_model.assesses IS 'Computed over all candidates together, once the others have predicted them';

ALTER TABLE screening ADD COLUMN competing bigint[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN screening.competing IS 'Screenings whose candidates compete in the hulls of this one';

COMMENT ON COLUMN candidate.notation IS '1 SMILES, 2 molblock, 3 CIF, 4 POSCAR, 5 formula, 6 a row whose structure cannot be told, 8 extended XYZ, 9 pymatgen''s JSON, 10 OPTIMADE''s JSON';

CREATE TABLE decomposition (
  screening_id     bigint  NOT NULL,
  model_version_id integer NOT NULL,
  ordinal          integer NOT NULL,
  formulas         text[]  NOT NULL,
  sources          text[]  NOT NULL,
  shares           real[]  NOT NULL,
  PRIMARY KEY (screening_id, model_version_id, ordinal),
  CHECK (cardinality(formulas) = cardinality(sources) AND cardinality(formulas) = cardinality(shares))
);
COMMENT ON TABLE decomposition IS 'The mixture of competing phases with the least energy at each candidate''s composition';
COMMENT ON COLUMN decomposition.screening_id IS 'Screening';
COMMENT ON COLUMN decomposition.model_version_id IS 'Model version that assessed it';
COMMENT ON COLUMN decomposition.ordinal IS 'Candidate';
COMMENT ON COLUMN decomposition.formulas IS 'Reduced formula of each phase, the largest share first';
COMMENT ON COLUMN decomposition.sources IS 'Resource name of the candidate that each phase is; empty for an element''s reference state';
COMMENT ON COLUMN decomposition.shares IS 'Share of the atoms that each phase has';
