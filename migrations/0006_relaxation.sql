-- Relaxations: what a screening asks for, how far its chunks are, and what became of each crystal.
-- Checkpoints have a table of their own, a row a crystal, so that only those that moved are written again; the
-- column that was meant for them never held one.

ALTER TABLE screening ADD COLUMN relaxation                  jsonb,
                      ADD COLUMN relaxation_model_version_id integer REFERENCES model_version,
                      ADD CHECK ((relaxation IS NULL) = (relaxation_model_version_id IS NULL));
COMMENT ON COLUMN screening.relaxation IS 'How crystals are relaxed before models see them; null where they are not';
COMMENT ON COLUMN screening.relaxation_model_version_id IS 'Model version whose forces and stress relax';

ALTER TABLE work DROP COLUMN checkpoint,
                 ADD COLUMN relaxed          integer NOT NULL DEFAULT 0,
                 ADD COLUMN relaxation_steps bigint  NOT NULL DEFAULT 0;
COMMENT ON COLUMN work.relaxed IS 'Crystals of the chunk whose relaxation has ended';
COMMENT ON COLUMN work.relaxation_steps IS 'Steps of the chunk''s crystals so far, all together';

CREATE TABLE relaxation (
  screening_id     bigint   NOT NULL,
  ordinal          integer  NOT NULL,
  start_sha256     bytea    NOT NULL CHECK (octet_length(start_sha256) = 32),
  final_sha256     bytea    CHECK (octet_length(final_sha256) = 32),
  batch_id         bigint   NOT NULL,
  status           smallint NOT NULL CHECK (status BETWEEN 1 AND 4),
  sites            integer  NOT NULL CHECK (sites >= 1),
  energy_per_atom  real[]   NOT NULL,
  largest_force    real[]   NOT NULL,
  volume           real[]   NOT NULL,
  changes          text[],
  detail           text,
  PRIMARY KEY (screening_id, ordinal),
  CHECK ((final_sha256 IS NULL) = (status = 3)),
  CHECK (cardinality(energy_per_atom) >= 1 AND cardinality(energy_per_atom) = cardinality(largest_force)
         AND cardinality(energy_per_atom) = cardinality(volume))
);
COMMENT ON TABLE relaxation IS 'What became of each crystal that a screening relaxed';
COMMENT ON COLUMN relaxation.screening_id IS 'Screening';
COMMENT ON COLUMN relaxation.ordinal IS 'Candidate';
COMMENT ON COLUMN relaxation.start_sha256 IS 'Structure as it was read, 32 bytes';
COMMENT ON COLUMN relaxation.final_sha256 IS 'Structure at the end, 32 bytes; null where it exploded';
COMMENT ON COLUMN relaxation.batch_id IS 'Batch that computed it';
COMMENT ON COLUMN relaxation.status IS '1 converged, 2 not converged when the steps ran out, 3 exploded, 4 not converged when the time ran out';
COMMENT ON COLUMN relaxation.sites IS 'Atoms of the cell';
COMMENT ON COLUMN relaxation.energy_per_atom IS 'At the start and after each step, in eV';
COMMENT ON COLUMN relaxation.largest_force IS 'At the start and after each step: longest row of the forces on atoms and cell, in eV/angstrom';
COMMENT ON COLUMN relaxation.volume IS 'At the start and after each step: of the cell, in cubic angstrom';
COMMENT ON COLUMN relaxation.changes IS 'What was done to the structure before, and which symmetry was kept, in words; null for nothing';
COMMENT ON COLUMN relaxation.detail IS 'Why it did not converge, in words';

CREATE TABLE relaxation_checkpoint (
  work_id       bigint  NOT NULL REFERENCES work ON DELETE CASCADE,
  ordinal       integer NOT NULL,
  start_sha256  bytea   NOT NULL CHECK (octet_length(start_sha256) = 32),
  content       bytea   NOT NULL,
  PRIMARY KEY (work_id, ordinal)
);
COMMENT ON TABLE relaxation_checkpoint IS 'How far the crystals of chunks in work are; written under the lease''s epoch, gone with the chunk''s commit';
COMMENT ON COLUMN relaxation_checkpoint.work_id IS 'Chunk';
COMMENT ON COLUMN relaxation_checkpoint.ordinal IS 'Candidate';
COMMENT ON COLUMN relaxation_checkpoint.start_sha256 IS 'Structure that is relaxed, 32 bytes';
COMMENT ON COLUMN relaxation_checkpoint.content IS 'Geometry, optimizer and trajectory as predict/relaxing_crystal writes them';
