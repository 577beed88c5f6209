-- Crystals: what a reading says of one besides its sites, and what a model gives that is no column. The first byte of a
-- structure's content says its kind.

ALTER TABLE reading ADD COLUMN formula     text,
                    ADD COLUMN space_group smallint CHECK (space_group >= 1 AND space_group <= 230);

COMMENT ON COLUMN reading.formula IS 'Reduced formula; of crystals only';
COMMENT ON COLUMN reading.space_group IS 'Number of the International Tables; null where none was found, and for molecules';
COMMENT ON COLUMN structure.kind IS '1 molecule, 2 crystal';

CREATE TABLE crystal_field (
  screening_id      bigint  NOT NULL,
  model_version_id  integer NOT NULL,
  ordinal           integer NOT NULL,
  structure_sha256  bytea   NOT NULL,
  forces            real[],
  stress            real[],
  magnetic_moments  real[],
  PRIMARY KEY (screening_id, model_version_id, ordinal, structure_sha256)
);

COMMENT ON TABLE crystal_field IS 'What a crystal model gives besides the columns of outcome, in the order of the structure''s sites';
COMMENT ON COLUMN crystal_field.screening_id IS 'Screening';
COMMENT ON COLUMN crystal_field.model_version_id IS 'Model version';
COMMENT ON COLUMN crystal_field.ordinal IS 'Candidate';
COMMENT ON COLUMN crystal_field.structure_sha256 IS 'Structure that the model saw';
COMMENT ON COLUMN crystal_field.forces IS 'Three a site, cartesian, in eV/angstrom';
COMMENT ON COLUMN crystal_field.stress IS 'Nine, row by row, in GPa';
COMMENT ON COLUMN crystal_field.magnetic_moments IS 'One a site, in Bohr magnetons';
