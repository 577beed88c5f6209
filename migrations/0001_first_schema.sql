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
