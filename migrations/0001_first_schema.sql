-- The first schema: candidates in, work in chunks, one outcome a candidate and model version, rankings.
-- Why so: PostgreSQL is the only truth. Hot tables (candidate, reading, structure, outcome, alert, ranked) carry
-- no foreign keys, because a key's check costs more than the row; the code that writes them holds the parent's
-- row lock, and Delete erases by screening.

CREATE TABLE project (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL UNIQUE CHECK (name ~ '^[a-z][a-z0-9-]{0,62}$'),
  title      text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO project (name, title) VALUES ('shared', 'Shipped models and profiles, readable by all'),
                                         ('default', 'Default project');

CREATE TABLE software_environment (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256     bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
  facts      jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE standardization (
  id      smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version text NOT NULL UNIQUE
);

CREATE TABLE model_version (
  id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id  integer NOT NULL REFERENCES project,
  model       text NOT NULL CHECK (model ~ '^[a-z][a-z0-9-]{0,62}$'),
  version     text NOT NULL,
  identity    bytea NOT NULL CHECK (octet_length(identity) = 32),
  manifest    text NOT NULL,
  state       smallint NOT NULL DEFAULT 1 CHECK (state IN (1, 2, 3)),
  state_reason text NOT NULL DEFAULT '',
  golden      jsonb,
  request_id  text,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX model_version_name ON model_version (project_id, model, version) WHERE state <> 3;
CREATE UNIQUE INDEX model_version_request ON model_version (project_id, request_id) WHERE request_id IS NOT NULL;

CREATE TABLE model_file (
  model_version_id integer NOT NULL REFERENCES model_version ON DELETE CASCADE,
  name             text NOT NULL,
  part             integer NOT NULL CHECK (part >= 0),
  bytes            bytea NOT NULL,
  PRIMARY KEY (model_version_id, name, part)
);

CREATE TABLE profile_version (
  id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id integer NOT NULL REFERENCES project,
  profile    text NOT NULL CHECK (profile ~ '^[a-z][a-z0-9-]{0,62}$'),
  version    integer NOT NULL CHECK (version >= 1),
  title      text NOT NULL DEFAULT '',
  toml       text NOT NULL,
  sha256     bytea NOT NULL CHECK (octet_length(sha256) = 32),
  request_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (project_id, profile, version)
);
CREATE UNIQUE INDEX profile_version_request ON profile_version (project_id, request_id) WHERE request_id IS NOT NULL;

CREATE TABLE screening (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id         integer NOT NULL REFERENCES project,
  name               text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  title              text NOT NULL DEFAULT '',
  request_id         text,
  request_sha256     bytea,
  state              smallint NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 6),
  error              text NOT NULL DEFAULT '',
  standardization    smallint NOT NULL,
  compute_alerts     boolean NOT NULL DEFAULT false,
  profile_version_id integer REFERENCES profile_version,
  source             smallint NOT NULL DEFAULT 0 CHECK (source IN (0, 1, 2)),
  file_name          text NOT NULL DEFAULT '',
  file_options       jsonb NOT NULL DEFAULT '{}',
  file_summary       jsonb,
  columns            text[] NOT NULL DEFAULT '{}',
  candidates         bigint NOT NULL DEFAULT 0,
  input_sha256       bytea,
  predicted          bigint NOT NULL DEFAULT 0,
  rejected           bigint NOT NULL DEFAULT 0,
  created_at         timestamptz NOT NULL DEFAULT now(),
  finalized_at       timestamptz,
  started_at         timestamptz,
  finished_at        timestamptz,
  UNIQUE (project_id, name)
);
CREATE UNIQUE INDEX screening_request ON screening (project_id, request_id) WHERE request_id IS NOT NULL;

CREATE TABLE screening_model (
  screening_id     bigint NOT NULL REFERENCES screening ON DELETE CASCADE,
  model_version_id integer NOT NULL REFERENCES model_version,
  position         smallint NOT NULL,
  PRIMARY KEY (screening_id, model_version_id)
);

CREATE TABLE upload_part (
  screening_id  bigint NOT NULL REFERENCES screening ON DELETE CASCADE,
  seq           integer NOT NULL CHECK (seq >= 0),
  sha256        bytea NOT NULL CHECK (octet_length(sha256) = 32),
  rows          integer NOT NULL,
  first_ordinal bigint,
  bytes         bytea,
  PRIMARY KEY (screening_id, seq)
);

CREATE TABLE candidate (
  screening_id bigint NOT NULL,
  ordinal      integer NOT NULL CHECK (ordinal >= 0),
  kind         smallint NOT NULL,
  notation     smallint NOT NULL,
  raw          bytea NOT NULL,
  raw_sha256   bytea NOT NULL CHECK (octet_length(raw_sha256) = 32),
  id           text NOT NULL,
  fields       text[] NOT NULL,
  PRIMARY KEY (screening_id, ordinal)
);

CREATE TABLE structure (
  project_id    integer NOT NULL,
  sha256        bytea NOT NULL CHECK (octet_length(sha256) = 32),
  kind          smallint NOT NULL,
  content       bytea NOT NULL,
  origin        smallint NOT NULL DEFAULT 1,
  parent_sha256 bytea,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project_id, sha256)
);

CREATE TABLE reading (
  screening_id        bigint NOT NULL,
  ordinal             integer NOT NULL,
  project_id          integer NOT NULL,
  notation            smallint NOT NULL,
  standardization_id  smallint NOT NULL,
  raw_sha256          bytea NOT NULL,
  structure_sha256    bytea NOT NULL,
  changes             text[],
  warnings            text[],
  standardized_smiles text,
  PRIMARY KEY (screening_id, ordinal)
);
CREATE INDEX reading_of_raw ON reading (project_id, raw_sha256, standardization_id);

CREATE TABLE work (
  id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id        integer NOT NULL REFERENCES project,
  screening_id      bigint REFERENCES screening ON DELETE CASCADE,
  kind              smallint NOT NULL,
  state             smallint NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 5),
  first_ordinal     integer,
  rows              integer,
  model_version_ids integer[] NOT NULL DEFAULT '{}',
  ranking_id        bigint,
  epoch             integer NOT NULL DEFAULT 0,
  attempts          integer NOT NULL DEFAULT 0,
  lease_until       timestamptz,
  not_before        timestamptz NOT NULL DEFAULT now(),
  worker            text NOT NULL DEFAULT '',
  blockers          integer NOT NULL DEFAULT 0 CHECK (blockers >= 0),
  unblocks          bigint,
  checkpoint        bytea,
  error             text NOT NULL DEFAULT '',
  created_at        timestamptz NOT NULL DEFAULT now(),
  finished_at       timestamptz
);
CREATE INDEX work_ready ON work (id) WHERE state = 1 AND blockers = 0;
CREATE INDEX work_leased ON work (lease_until) WHERE state = 2;
CREATE INDEX work_of_screening ON work (screening_id);

CREATE TABLE batch (
  id                      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  screening_id            bigint NOT NULL,
  work_id                 bigint NOT NULL,
  epoch                   integer NOT NULL,
  model_version_id        integer NOT NULL,
  software_environment_id integer NOT NULL REFERENCES software_environment,
  device                  text NOT NULL,
  worker                  text NOT NULL,
  rows                    integer NOT NULL,
  started_at              timestamptz NOT NULL,
  finished_at             timestamptz NOT NULL
);
CREATE INDEX batch_of_screening ON batch (screening_id);

CREATE TABLE outcome (
  screening_id     bigint NOT NULL,
  model_version_id integer NOT NULL,
  ordinal          integer NOT NULL,
  structure_sha256 bytea NOT NULL,
  batch_id         bigint NOT NULL,
  value            real[],
  std              real[],
  domain           smallint NOT NULL,
  stage            smallint,
  reason           smallint,
  detail           text,
  PRIMARY KEY (screening_id, model_version_id, ordinal, structure_sha256),
  CHECK ((value IS NULL) = (reason IS NOT NULL)),
  CHECK ((reason IS NULL) = (stage IS NULL)),
  CHECK ('Infinity'::real > ALL (value) AND '-Infinity'::real < ALL (value)),
  CHECK ('Infinity'::real > ALL (std) AND 0::real <= ALL (std))
);

CREATE TABLE alert (
  screening_id bigint NOT NULL,
  ordinal      integer NOT NULL,
  catalogue    text NOT NULL,
  rule         text NOT NULL,
  atoms        smallint[] NOT NULL
);
CREATE INDEX alert_of_candidate ON alert (screening_id, ordinal);

CREATE TABLE ranking (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  screening_id       bigint NOT NULL REFERENCES screening ON DELETE CASCADE,
  name               text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  profile_version_id integer NOT NULL REFERENCES profile_version,
  state              smallint NOT NULL DEFAULT 1 CHECK (state BETWEEN 1 AND 6),
  error              text NOT NULL DEFAULT '',
  algorithm_version  text NOT NULL DEFAULT '',
  seed               bigint NOT NULL DEFAULT 0,
  input_sha256       bytea,
  ranked             bigint NOT NULL DEFAULT 0,
  filtered           bigint NOT NULL DEFAULT 0,
  rejected           bigint NOT NULL DEFAULT 0,
  request_id         text,
  created_at         timestamptz NOT NULL DEFAULT now(),
  finished_at        timestamptz,
  UNIQUE (screening_id, name)
);

CREATE TABLE ranked (
  ranking_id   bigint NOT NULL,
  ordinal      integer NOT NULL,
  rank         integer CHECK (rank >= 1),
  score        real CHECK (score >= 0 AND score <= 1),
  filter       smallint,
  desirability real[] NOT NULL,
  contribution real[] NOT NULL,
  PRIMARY KEY (ranking_id, ordinal)
);
CREATE UNIQUE INDEX ranked_order ON ranked (ranking_id, rank) WHERE rank IS NOT NULL;

-- Weights and uploads do not compress: skip the attempt.
ALTER TABLE model_file ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE upload_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- For dashboards: one row a screening, in words.
CREATE VIEW screening_summary AS
SELECT s.id AS screening_id, p.name AS project, s.name, s.title,
       (ARRAY['UPLOADING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'])[s.state] AS state,
       s.candidates, s.predicted, s.rejected, s.created_at, s.started_at, s.finished_at,
       extract(epoch FROM s.finished_at - s.started_at) AS duration_s
FROM screening s JOIN project p ON p.id = s.project_id;

COMMENT ON TABLE project IS 'Who owns what: every team-owned row carries its project; shared is readable by all';
COMMENT ON COLUMN project.id IS 'Key';
COMMENT ON COLUMN project.name IS 'Part of resource names';
COMMENT ON COLUMN project.title IS 'For people';
COMMENT ON COLUMN project.created_at IS 'When it was made';
COMMENT ON TABLE software_environment IS 'Versions of the software that computed, each combination once';
COMMENT ON COLUMN software_environment.id IS 'Key';
COMMENT ON COLUMN software_environment.sha256 IS 'SHA-256 of the facts as text, 32 bytes';
COMMENT ON COLUMN software_environment.facts IS 'Name of each part to its version';
COMMENT ON COLUMN software_environment.created_at IS 'When it was first seen';
COMMENT ON TABLE standardization IS 'Standardizations by version, each once';
COMMENT ON COLUMN standardization.id IS 'Key';
COMMENT ON COLUMN standardization.version IS 'Name, version and toolkit, such as "parent/1 rdkit 2022.09.3"';
COMMENT ON TABLE model_version IS 'Model versions; a deleted one stays as the provenance of its results';
COMMENT ON COLUMN model_version.id IS 'Key';
COMMENT ON COLUMN model_version.project_id IS 'Owner';
COMMENT ON COLUMN model_version.model IS 'Name of the model';
COMMENT ON COLUMN model_version.version IS 'Version as its makers number it';
COMMENT ON COLUMN model_version.identity IS 'SHA-256 of the manifest, which pins every other file; 32 bytes';
COMMENT ON COLUMN model_version.manifest IS 'manifest.json, byte for byte';
COMMENT ON COLUMN model_version.state IS '1 available, 2 unavailable, 3 deleted';
COMMENT ON COLUMN model_version.state_reason IS 'Why it is not available';
COMMENT ON COLUMN model_version.golden IS 'Report of the last golden test';
COMMENT ON COLUMN model_version.request_id IS 'The creating request''s own id';
COMMENT ON COLUMN model_version.created_at IS 'When it was added';
COMMENT ON TABLE model_file IS 'Files of model packages, in parts of at most 4 MiB';
COMMENT ON COLUMN model_file.model_version_id IS 'Model version';
COMMENT ON COLUMN model_file.name IS 'File name in the package';
COMMENT ON COLUMN model_file.part IS 'Number of the part, from 0';
COMMENT ON COLUMN model_file.bytes IS 'Bytes of the part';
COMMENT ON TABLE profile_version IS 'Profiles; a version never changes';
COMMENT ON COLUMN profile_version.id IS 'Key';
COMMENT ON COLUMN profile_version.project_id IS 'Owner';
COMMENT ON COLUMN profile_version.profile IS 'Name of the profile';
COMMENT ON COLUMN profile_version.version IS 'From 1';
COMMENT ON COLUMN profile_version.title IS 'For people';
COMMENT ON COLUMN profile_version.toml IS 'The text as it was given';
COMMENT ON COLUMN profile_version.sha256 IS 'SHA-256 of the text, 32 bytes';
COMMENT ON COLUMN profile_version.request_id IS 'The creating request''s own id';
COMMENT ON COLUMN profile_version.created_at IS 'When it was stored';
COMMENT ON TABLE screening IS 'Submitted runs';
COMMENT ON COLUMN screening.id IS 'Key';
COMMENT ON COLUMN screening.project_id IS 'Owner';
COMMENT ON COLUMN screening.name IS 'Last part of the resource name';
COMMENT ON COLUMN screening.title IS 'For people';
COMMENT ON COLUMN screening.request_id IS 'The creating request''s own id';
COMMENT ON COLUMN screening.request_sha256 IS 'SHA-256 of what was asked, to tell a repeated request from another; 32 bytes';
COMMENT ON COLUMN screening.state IS '1 uploading, 2 queued, 3 running, 4 succeeded, 5 failed, 6 cancelled';
COMMENT ON COLUMN screening.error IS 'Why it failed, for its owner';
COMMENT ON COLUMN screening.standardization IS '1 none, 2 parent';
COMMENT ON COLUMN screening.compute_alerts IS 'Whether structural alerts are matched';
COMMENT ON COLUMN screening.profile_version_id IS 'Profile of the default ranking';
COMMENT ON COLUMN screening.source IS '0 nothing yet, 1 one file, 2 batches of candidates';
COMMENT ON COLUMN screening.file_name IS 'Name of the uploaded file';
COMMENT ON COLUMN screening.file_options IS 'How the file is to be read: format, structure_column, id_column';
COMMENT ON COLUMN screening.file_summary IS 'What the file turned out to be: encoding, format, chosen columns';
COMMENT ON COLUMN screening.columns IS 'Names of the input''s columns, in order';
COMMENT ON COLUMN screening.candidates IS 'Number of candidates; 0 while unknown';
COMMENT ON COLUMN screening.input_sha256 IS 'SHA-256 of the file''s bytes, or over the batches'' digests; 32 bytes';
COMMENT ON COLUMN screening.predicted IS 'Candidates with at least one value';
COMMENT ON COLUMN screening.rejected IS 'Candidates with no value';
COMMENT ON COLUMN screening.created_at IS 'When it was created';
COMMENT ON COLUMN screening.finalized_at IS 'When its candidates were frozen';
COMMENT ON COLUMN screening.started_at IS 'When the first worker took it';
COMMENT ON COLUMN screening.finished_at IS 'When it reached a final state';
COMMENT ON TABLE screening_model IS 'Models of a screening, in the order of its columns';
COMMENT ON COLUMN screening_model.screening_id IS 'Screening';
COMMENT ON COLUMN screening_model.model_version_id IS 'Model version';
COMMENT ON COLUMN screening_model.position IS 'Order, from 0';
COMMENT ON TABLE upload_part IS 'Committed parts of uploads; a file''s go when it is split';
COMMENT ON COLUMN upload_part.screening_id IS 'Screening';
COMMENT ON COLUMN upload_part.seq IS 'Number of the part, from 0';
COMMENT ON COLUMN upload_part.sha256 IS 'SHA-256 of the part, 32 bytes';
COMMENT ON COLUMN upload_part.rows IS 'Candidates of a batch; 0 for a part of a file';
COMMENT ON COLUMN upload_part.first_ordinal IS 'First ordinal of a batch';
COMMENT ON COLUMN upload_part.bytes IS 'Bytes of a file''s part';
COMMENT ON TABLE candidate IS 'What users submitted, row by row, as it came';
COMMENT ON COLUMN candidate.screening_id IS 'Screening';
COMMENT ON COLUMN candidate.ordinal IS 'Position in the input, from 0';
COMMENT ON COLUMN candidate.kind IS '1 molecule, 2 crystal, 3 composition';
COMMENT ON COLUMN candidate.notation IS '1 SMILES, 2 molblock, 3 CIF, 4 POSCAR, 5 formula';
COMMENT ON COLUMN candidate.raw IS 'The structure''s bytes';
COMMENT ON COLUMN candidate.raw_sha256 IS 'SHA-256 of raw, 32 bytes';
COMMENT ON COLUMN candidate.id IS 'The user''s id; may be empty, need not be unique';
COMMENT ON COLUMN candidate.fields IS 'The row''s cells in the order of screening.columns';
COMMENT ON TABLE structure IS 'Standardized structures by content';
COMMENT ON COLUMN structure.project_id IS 'Owner';
COMMENT ON COLUMN structure.sha256 IS 'SHA-256 of content, 32 bytes';
COMMENT ON COLUMN structure.kind IS '1 molecule, 2 crystal';
COMMENT ON COLUMN structure.content IS 'The structure as core writes it (molecule_graph.h)';
COMMENT ON COLUMN structure.origin IS '1 standardized from a candidate, 2 relaxed, 3 conformer';
COMMENT ON COLUMN structure.parent_sha256 IS 'The structure that it was made from, where one was';
COMMENT ON COLUMN structure.created_at IS 'When it was first stored';
COMMENT ON TABLE reading IS 'Which structure each candidate was read as, and what standardization did';
COMMENT ON COLUMN reading.screening_id IS 'Screening';
COMMENT ON COLUMN reading.ordinal IS 'Candidate';
COMMENT ON COLUMN reading.project_id IS 'Owner';
COMMENT ON COLUMN reading.notation IS 'Notation that was read, as candidate.notation';
COMMENT ON COLUMN reading.standardization_id IS 'Standardization that was applied';
COMMENT ON COLUMN reading.raw_sha256 IS 'SHA-256 of what was read, 32 bytes';
COMMENT ON COLUMN reading.structure_sha256 IS 'The structure that it gave, 32 bytes';
COMMENT ON COLUMN reading.changes IS 'What standardization did, in words; null for nothing';
COMMENT ON COLUMN reading.warnings IS 'What to know about the reading, in words; null for nothing';
COMMENT ON COLUMN reading.standardized_smiles IS 'Canonical SMILES, where standardization changed the molecule';
COMMENT ON TABLE work IS 'The queue: pieces of work with leases and epochs';
COMMENT ON COLUMN work.id IS 'Key, and the order of the queue';
COMMENT ON COLUMN work.project_id IS 'Owner';
COMMENT ON COLUMN work.screening_id IS 'Screening; null for a golden test';
COMMENT ON COLUMN work.kind IS '1 split a file, 2 predict a chunk, 3 rank, 4 golden test';
COMMENT ON COLUMN work.state IS '1 queued, 2 leased, 3 done, 4 failed, 5 cancelled';
COMMENT ON COLUMN work.first_ordinal IS 'First candidate of a chunk';
COMMENT ON COLUMN work.rows IS 'Candidates of a chunk';
COMMENT ON COLUMN work.model_version_ids IS 'Models to run, in order';
COMMENT ON COLUMN work.ranking_id IS 'Ranking to make';
COMMENT ON COLUMN work.epoch IS 'Rises with each lease; a commit with an older one stores nothing';
COMMENT ON COLUMN work.attempts IS 'Leases so far, given-back ones left out';
COMMENT ON COLUMN work.lease_until IS 'After this, by the database''s clock, anyone may lease it';
COMMENT ON COLUMN work.not_before IS 'Earliest time of the next lease, after a fault';
COMMENT ON COLUMN work.worker IS 'Who leased it last';
COMMENT ON COLUMN work.blockers IS 'Pieces of work that must be done first';
COMMENT ON COLUMN work.unblocks IS 'Work that waits for this one';
COMMENT ON COLUMN work.checkpoint IS 'Where a long piece of work goes on from';
COMMENT ON COLUMN work.error IS 'Last fault, without structures';
COMMENT ON COLUMN work.created_at IS 'When it was queued';
COMMENT ON COLUMN work.finished_at IS 'When it reached a final state';
COMMENT ON TABLE batch IS 'Which worker, device and software computed a chunk''s outcomes of one model';
COMMENT ON COLUMN batch.id IS 'Key';
COMMENT ON COLUMN batch.screening_id IS 'Screening';
COMMENT ON COLUMN batch.work_id IS 'Work';
COMMENT ON COLUMN batch.epoch IS 'Epoch of the lease';
COMMENT ON COLUMN batch.model_version_id IS 'Model version';
COMMENT ON COLUMN batch.software_environment_id IS 'Software versions';
COMMENT ON COLUMN batch.device IS 'cpu, cuda:0, …';
COMMENT ON COLUMN batch.worker IS 'Worker';
COMMENT ON COLUMN batch.rows IS 'Candidates';
COMMENT ON COLUMN batch.started_at IS 'When computing began, by the worker''s clock';
COMMENT ON COLUMN batch.finished_at IS 'When computing ended, by the worker''s clock';
COMMENT ON TABLE outcome IS 'One row a candidate, structure and model version: values, or a rejection';
COMMENT ON COLUMN outcome.screening_id IS 'Screening';
COMMENT ON COLUMN outcome.model_version_id IS 'Model version';
COMMENT ON COLUMN outcome.ordinal IS 'Candidate';
COMMENT ON COLUMN outcome.structure_sha256 IS 'Structure that the model saw; empty where there was none';
COMMENT ON COLUMN outcome.batch_id IS 'Batch that computed it';
COMMENT ON COLUMN outcome.value IS 'Values in the order and units of the manifest''s columns; finite';
COMMENT ON COLUMN outcome.std IS 'Standard deviations in the same order and units; null where none are stated';
COMMENT ON COLUMN outcome.domain IS '0 unknown, 1 in, 2 borderline, 3 out of the model''s domain';
COMMENT ON COLUMN outcome.stage IS 'Where it was rejected: 1 read, 2 standardize, 3 describe, 4 predict, 5 relax';
COMMENT ON COLUMN outcome.reason IS 'Why it was rejected; numbers of core/rejection.h';
COMMENT ON COLUMN outcome.detail IS 'Why, in words, for the candidate''s owner';
COMMENT ON TABLE alert IS 'Structural alerts that matched';
COMMENT ON COLUMN alert.screening_id IS 'Screening';
COMMENT ON COLUMN alert.ordinal IS 'Candidate';
COMMENT ON COLUMN alert.catalogue IS 'PAINS, BRENK, NIH or ZINC';
COMMENT ON COLUMN alert.rule IS 'RDKit''s name of the rule';
COMMENT ON COLUMN alert.atoms IS 'Atoms of the first match, from 0, in the standardized molecule';
COMMENT ON TABLE ranking IS 'Rankings of screenings under profile versions';
COMMENT ON COLUMN ranking.id IS 'Key';
COMMENT ON COLUMN ranking.screening_id IS 'Screening';
COMMENT ON COLUMN ranking.name IS 'Last part of the resource name';
COMMENT ON COLUMN ranking.profile_version_id IS 'Profile version';
COMMENT ON COLUMN ranking.state IS '1 and 2 queued, 3 running, 4 succeeded, 5 failed, 6 cancelled';
COMMENT ON COLUMN ranking.error IS 'Why it failed';
COMMENT ON COLUMN ranking.algorithm_version IS 'Changes whenever a result could';
COMMENT ON COLUMN ranking.seed IS 'Seed of the draws; 0 where nothing is drawn';
COMMENT ON COLUMN ranking.input_sha256 IS 'SHA-256 over everything that entered, 32 bytes';
COMMENT ON COLUMN ranking.ranked IS 'Candidates with a rank';
COMMENT ON COLUMN ranking.filtered IS 'Candidates that failed a filter';
COMMENT ON COLUMN ranking.rejected IS 'Candidates without values';
COMMENT ON COLUMN ranking.request_id IS 'The creating request''s own id';
COMMENT ON COLUMN ranking.created_at IS 'When it was asked for';
COMMENT ON COLUMN ranking.finished_at IS 'When it was stored';
COMMENT ON TABLE ranked IS 'Each candidate''s place in a ranking';
COMMENT ON COLUMN ranked.ranking_id IS 'Ranking';
COMMENT ON COLUMN ranked.ordinal IS 'Candidate';
COMMENT ON COLUMN ranked.rank IS '1 is best; null where filtered or rejected';
COMMENT ON COLUMN ranked.score IS 'In [0, 1]; null where rejected';
COMMENT ON COLUMN ranked.filter IS 'Index of the first filter that it failed, in the profile''s order';
COMMENT ON COLUMN ranked.desirability IS 'One an objective, in [0, 1]; NaN where the value is missing';
COMMENT ON COLUMN ranked.contribution IS 'What each objective costs the score; together 1 minus the score';
COMMENT ON VIEW screening_summary IS 'Screenings in words, for dashboards; durations in seconds';
