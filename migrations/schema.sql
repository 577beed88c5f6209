-- Generated: the schema that the migrations make. FURUI_WRITE_SCHEMA=1 furui_store_test writes it anew.


CREATE TABLE public.alert (
    screening_id bigint NOT NULL,
    ordinal integer NOT NULL,
    catalogue text NOT NULL,
    rule text NOT NULL,
    atoms smallint[] NOT NULL
);

COMMENT ON TABLE public.alert IS 'Structural alerts that matched';

COMMENT ON COLUMN public.alert.screening_id IS 'Screening';

COMMENT ON COLUMN public.alert.ordinal IS 'Candidate';

COMMENT ON COLUMN public.alert.catalogue IS 'PAINS, BRENK, NIH or ZINC';

COMMENT ON COLUMN public.alert.rule IS 'RDKit''s name of the rule';

COMMENT ON COLUMN public.alert.atoms IS 'Atoms of the first match, from 0, in the standardized molecule';

CREATE TABLE public.batch (
    id bigint NOT NULL,
    screening_id bigint NOT NULL,
    work_id bigint NOT NULL,
    epoch integer NOT NULL,
    model_version_id integer NOT NULL,
    software_environment_id integer NOT NULL,
    device text NOT NULL,
    worker text NOT NULL,
    rows integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE public.batch IS 'Which worker, device and software computed a chunk''s outcomes of one model';

COMMENT ON COLUMN public.batch.id IS 'Key';

COMMENT ON COLUMN public.batch.screening_id IS 'Screening';

COMMENT ON COLUMN public.batch.work_id IS 'Work';

COMMENT ON COLUMN public.batch.epoch IS 'Epoch of the lease';

COMMENT ON COLUMN public.batch.model_version_id IS 'Model version';

COMMENT ON COLUMN public.batch.software_environment_id IS 'Software versions';

COMMENT ON COLUMN public.batch.device IS 'cpu, cuda:0, …';

COMMENT ON COLUMN public.batch.worker IS 'Worker';

COMMENT ON COLUMN public.batch.rows IS 'Candidates';

COMMENT ON COLUMN public.batch.started_at IS 'When computing began, by the worker''s clock';

COMMENT ON COLUMN public.batch.finished_at IS 'When computing ended, by the worker''s clock';

ALTER TABLE public.batch ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.candidate (
    screening_id bigint NOT NULL,
    ordinal integer NOT NULL,
    kind smallint NOT NULL,
    notation smallint NOT NULL,
    raw bytea NOT NULL,
    raw_sha256 bytea NOT NULL,
    id text NOT NULL,
    fields text[] NOT NULL,
    CONSTRAINT candidate_ordinal_check CHECK ((ordinal >= 0)),
    CONSTRAINT candidate_raw_sha256_check CHECK ((octet_length(raw_sha256) = 32))
);

COMMENT ON TABLE public.candidate IS 'What users submitted, row by row, as it came';

COMMENT ON COLUMN public.candidate.screening_id IS 'Screening';

COMMENT ON COLUMN public.candidate.ordinal IS 'Position in the input, from 0';

COMMENT ON COLUMN public.candidate.kind IS '1 molecule, 2 crystal, 3 composition';

COMMENT ON COLUMN public.candidate.notation IS '1 SMILES, 2 molblock, 3 CIF, 4 POSCAR, 5 formula, 6 a row whose structure cannot be told, 8 extended XYZ, 9 pymatgen''s JSON, 10 OPTIMADE''s JSON';

COMMENT ON COLUMN public.candidate.raw IS 'The structure''s bytes';

COMMENT ON COLUMN public.candidate.raw_sha256 IS 'SHA-256 of raw, 32 bytes';

COMMENT ON COLUMN public.candidate.id IS 'The user''s id; may be empty, need not be unique';

COMMENT ON COLUMN public.candidate.fields IS 'The row''s cells in the order of screening.columns';

CREATE TABLE public.crystal_field (
    screening_id bigint NOT NULL,
    model_version_id integer NOT NULL,
    ordinal integer NOT NULL,
    structure_sha256 bytea NOT NULL,
    forces real[],
    stress real[],
    magnetic_moments real[]
);

COMMENT ON TABLE public.crystal_field IS 'What a crystal model gives besides the columns of outcome, in the order of the structure''s sites';

COMMENT ON COLUMN public.crystal_field.screening_id IS 'Screening';

COMMENT ON COLUMN public.crystal_field.model_version_id IS 'Model version';

COMMENT ON COLUMN public.crystal_field.ordinal IS 'Candidate';

COMMENT ON COLUMN public.crystal_field.structure_sha256 IS 'Structure that the model saw';

COMMENT ON COLUMN public.crystal_field.forces IS 'Three a site, cartesian, in eV/angstrom';

COMMENT ON COLUMN public.crystal_field.stress IS 'Nine, row by row, in GPa';

COMMENT ON COLUMN public.crystal_field.magnetic_moments IS 'One a site, in Bohr magnetons';

CREATE TABLE public.decomposition (
    screening_id bigint NOT NULL,
    model_version_id integer NOT NULL,
    ordinal integer NOT NULL,
    formulas text[] NOT NULL,
    sources text[] NOT NULL,
    shares real[] NOT NULL,
    CONSTRAINT decomposition_check CHECK (((cardinality(formulas) = cardinality(sources)) AND (cardinality(formulas) = cardinality(shares))))
);

COMMENT ON TABLE public.decomposition IS 'The mixture of competing phases with the least energy at each candidate''s composition';

COMMENT ON COLUMN public.decomposition.screening_id IS 'Screening';

COMMENT ON COLUMN public.decomposition.model_version_id IS 'Model version that assessed it';

COMMENT ON COLUMN public.decomposition.ordinal IS 'Candidate';

COMMENT ON COLUMN public.decomposition.formulas IS 'Reduced formula of each phase, the largest share first';

COMMENT ON COLUMN public.decomposition.sources IS 'Resource name of the candidate that each phase is; empty for an element''s reference state';

COMMENT ON COLUMN public.decomposition.shares IS 'Share of the atoms that each phase has';

CREATE TABLE public.model_file (
    model_version_id integer NOT NULL,
    name text NOT NULL,
    part integer NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT model_file_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY public.model_file ALTER COLUMN bytes SET STORAGE EXTERNAL;

COMMENT ON TABLE public.model_file IS 'Files of model packages, in parts of at most 4 MiB';

COMMENT ON COLUMN public.model_file.model_version_id IS 'Model version';

COMMENT ON COLUMN public.model_file.name IS 'File name in the package';

COMMENT ON COLUMN public.model_file.part IS 'Number of the part, from 0';

COMMENT ON COLUMN public.model_file.bytes IS 'Bytes of the part';

CREATE TABLE public.model_version (
    id integer NOT NULL,
    project_id integer NOT NULL,
    model text NOT NULL,
    version text NOT NULL,
    identity bytea NOT NULL,
    manifest text NOT NULL,
    state smallint DEFAULT 1 NOT NULL,
    state_reason text DEFAULT ''::text NOT NULL,
    golden jsonb,
    request_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT model_version_identity_check CHECK ((octet_length(identity) = 32)),
    CONSTRAINT model_version_model_check CHECK ((model ~ '^[a-z][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT model_version_state_check CHECK ((state = ANY (ARRAY[1, 2, 3])))
);

COMMENT ON TABLE public.model_version IS 'Model versions; a deleted one stays as the provenance of its results';

COMMENT ON COLUMN public.model_version.id IS 'Key';

COMMENT ON COLUMN public.model_version.project_id IS 'Owner';

COMMENT ON COLUMN public.model_version.model IS 'Name of the model';

COMMENT ON COLUMN public.model_version.version IS 'Version as its makers number it';

COMMENT ON COLUMN public.model_version.identity IS 'SHA-256 of the manifest, which pins every other file; 32 bytes';

COMMENT ON COLUMN public.model_version.manifest IS 'manifest.json, byte for byte';

COMMENT ON COLUMN public.model_version.state IS '1 available, 2 unavailable, 3 deleted';

COMMENT ON COLUMN public.model_version.state_reason IS 'Why it is not available';

COMMENT ON COLUMN public.model_version.golden IS 'Report of the last golden test';

COMMENT ON COLUMN public.model_version.request_id IS 'The creating request''s own id';

COMMENT ON COLUMN public.model_version.created_at IS 'When it was added';

ALTER TABLE public.model_version ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.model_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outcome (
    screening_id bigint NOT NULL,
    model_version_id integer NOT NULL,
    ordinal integer NOT NULL,
    structure_sha256 bytea NOT NULL,
    batch_id bigint NOT NULL,
    value real[],
    std real[],
    domain smallint NOT NULL,
    stage smallint,
    reason smallint,
    detail text,
    CONSTRAINT outcome_check CHECK (((value IS NULL) = (reason IS NOT NULL))),
    CONSTRAINT outcome_check1 CHECK (((reason IS NULL) = (stage IS NULL))),
    CONSTRAINT outcome_std_check CHECK ((('Infinity'::real > ALL (std)) AND ((0)::real <= ALL (std)))),
    CONSTRAINT outcome_value_check CHECK ((('Infinity'::real > ALL (value)) AND ('-Infinity'::real < ALL (value))))
);

COMMENT ON TABLE public.outcome IS 'One row a candidate, structure and model version: values, or a rejection';

COMMENT ON COLUMN public.outcome.screening_id IS 'Screening';

COMMENT ON COLUMN public.outcome.model_version_id IS 'Model version';

COMMENT ON COLUMN public.outcome.ordinal IS 'Candidate';

COMMENT ON COLUMN public.outcome.structure_sha256 IS 'Structure that the model saw; empty where there was none';

COMMENT ON COLUMN public.outcome.batch_id IS 'Batch that computed it';

COMMENT ON COLUMN public.outcome.value IS 'Values in the order and units of the manifest''s columns; finite';

COMMENT ON COLUMN public.outcome.std IS 'Standard deviations in the same order and units; null where none are stated';

COMMENT ON COLUMN public.outcome.domain IS '0 unknown, 1 in, 2 borderline, 3 out of the model''s domain';

COMMENT ON COLUMN public.outcome.stage IS 'Where it was rejected: 1 read, 2 standardize, 3 describe, 4 predict, 5 relax';

COMMENT ON COLUMN public.outcome.reason IS 'Why it was rejected; numbers of core/rejection.h';

COMMENT ON COLUMN public.outcome.detail IS 'Why, in words, for the candidate''s owner';

CREATE TABLE public.profile_version (
    id integer NOT NULL,
    project_id integer NOT NULL,
    profile text NOT NULL,
    version integer NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    toml text NOT NULL,
    sha256 bytea NOT NULL,
    request_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_version_profile_check CHECK ((profile ~ '^[a-z][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT profile_version_sha256_check CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT profile_version_version_check CHECK ((version >= 1))
);

COMMENT ON TABLE public.profile_version IS 'Profiles; a version never changes';

COMMENT ON COLUMN public.profile_version.id IS 'Key';

COMMENT ON COLUMN public.profile_version.project_id IS 'Owner';

COMMENT ON COLUMN public.profile_version.profile IS 'Name of the profile';

COMMENT ON COLUMN public.profile_version.version IS 'From 1';

COMMENT ON COLUMN public.profile_version.title IS 'For people';

COMMENT ON COLUMN public.profile_version.toml IS 'The text as it was given';

COMMENT ON COLUMN public.profile_version.sha256 IS 'SHA-256 of the text, 32 bytes';

COMMENT ON COLUMN public.profile_version.request_id IS 'The creating request''s own id';

COMMENT ON COLUMN public.profile_version.created_at IS 'When it was stored';

ALTER TABLE public.profile_version ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.profile_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.project (
    id integer NOT NULL,
    name text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT project_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,62}$'::text))
);

COMMENT ON TABLE public.project IS 'Who owns what: every team-owned row carries its project; shared is readable by all';

COMMENT ON COLUMN public.project.id IS 'Key';

COMMENT ON COLUMN public.project.name IS 'Part of resource names';

COMMENT ON COLUMN public.project.title IS 'For people';

COMMENT ON COLUMN public.project.created_at IS 'When it was made';

ALTER TABLE public.project ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.project_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ranked (
    ranking_id bigint NOT NULL,
    ordinal integer NOT NULL,
    rank integer,
    score real,
    filter smallint,
    desirability real[] NOT NULL,
    contribution real[] NOT NULL,
    expected real,
    std real,
    meets real,
    top real,
    tie_group integer,
    stays real,
    front integer,
    filter_detail text,
    pick integer,
    pick_group text,
    pick_similarity real,
    also_failed smallint[],
    CONSTRAINT ranked_expected_check CHECK (((expected >= (0)::double precision) AND (expected <= (1)::double precision))),
    CONSTRAINT ranked_front_check CHECK ((front >= 0)),
    CONSTRAINT ranked_meets_check CHECK (((meets >= (0)::double precision) AND (meets <= (1)::double precision))),
    CONSTRAINT ranked_pick_check CHECK ((pick >= 1)),
    CONSTRAINT ranked_pick_similarity_check CHECK (((pick_similarity >= (0)::double precision) AND (pick_similarity <= (1)::double precision))),
    CONSTRAINT ranked_rank_check CHECK ((rank >= 1)),
    CONSTRAINT ranked_score_check CHECK (((score > '-Infinity'::real) AND (score < 'Infinity'::real))),
    CONSTRAINT ranked_stays_check CHECK (((stays >= (0)::double precision) AND (stays <= (1)::double precision))),
    CONSTRAINT ranked_std_check CHECK ((std >= (0)::double precision)),
    CONSTRAINT ranked_tie_group_check CHECK ((tie_group >= 1)),
    CONSTRAINT ranked_top_check CHECK (((top >= (0)::double precision) AND (top <= (1)::double precision)))
);

COMMENT ON TABLE public.ranked IS 'Each candidate''s place in a ranking';

COMMENT ON COLUMN public.ranked.ranking_id IS 'Ranking';

COMMENT ON COLUMN public.ranked.ordinal IS 'Candidate';

COMMENT ON COLUMN public.ranked.rank IS '1 is best; null where filtered or rejected';

COMMENT ON COLUMN public.ranked.score IS 'What orders: the expected score, in [0, 1], or what the profile''s policy makes of it and its standard deviation';

COMMENT ON COLUMN public.ranked.filter IS 'Index of the first filter that it failed, in the profile''s order';

COMMENT ON COLUMN public.ranked.desirability IS 'One an objective, in [0, 1]; NaN where the value is missing';

COMMENT ON COLUMN public.ranked.contribution IS 'What each objective costs the score; together 1 minus the expected score';

COMMENT ON COLUMN public.ranked.expected IS 'Expected score, in [0, 1]; null where rejected';

COMMENT ON COLUMN public.ranked.std IS 'Standard deviation of the score; 0 where every value is certain';

COMMENT ON COLUMN public.ranked.meets IS 'P(every objective is met and every filter passed)';

COMMENT ON COLUMN public.ranked.top IS 'P(among the k best), k by the profile; null where not ranked';

COMMENT ON COLUMN public.ranked.tie_group IS 'From 1 in order of rank; the evidence does not decide the order within a group';

COMMENT ON COLUMN public.ranked.stays IS 'Share of random weights under which it is among the k best; null where not ranked';

COMMENT ON COLUMN public.ranked.front IS 'Pareto front, 0 is best; null where the profile asks for none';

COMMENT ON COLUMN public.ranked.filter_detail IS 'Why it failed a filter on structure, for the candidate''s owner; null for other filters';

COMMENT ON COLUMN public.ranked.pick IS 'From 1 in the order of picking; null where not picked';

COMMENT ON COLUMN public.ranked.pick_group IS 'Scaffold or cluster that it was picked from; null where picks are not by groups';

COMMENT ON COLUMN public.ranked.pick_similarity IS 'Tanimoto to the nearest one picked before; null for the first';

COMMENT ON COLUMN public.ranked.also_failed IS 'Further filters that it failed, of the first 64 of the profile; null where none';

CREATE TABLE public.ranking (
    id bigint NOT NULL,
    screening_id bigint NOT NULL,
    name text NOT NULL,
    profile_version_id integer NOT NULL,
    state smallint DEFAULT 1 NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    algorithm_version text DEFAULT ''::text NOT NULL,
    seed bigint DEFAULT 0 NOT NULL,
    input_sha256 bytea,
    ranked bigint DEFAULT 0 NOT NULL,
    filtered bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    request_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    shortcomings text[],
    weight_down real[],
    weight_up real[],
    diversity jsonb,
    hypervolume real,
    CONSTRAINT ranking_hypervolume_check CHECK (((hypervolume >= (0)::double precision) AND (hypervolume <= (1)::double precision))),
    CONSTRAINT ranking_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT ranking_state_check CHECK (((state >= 1) AND (state <= 6)))
);

COMMENT ON TABLE public.ranking IS 'Rankings of screenings under profile versions';

COMMENT ON COLUMN public.ranking.id IS 'Key';

COMMENT ON COLUMN public.ranking.screening_id IS 'Screening';

COMMENT ON COLUMN public.ranking.name IS 'Last part of the resource name';

COMMENT ON COLUMN public.ranking.profile_version_id IS 'Profile version';

COMMENT ON COLUMN public.ranking.state IS '1 and 2 queued, 3 running, 4 succeeded, 5 failed, 6 cancelled';

COMMENT ON COLUMN public.ranking.error IS 'Why it failed';

COMMENT ON COLUMN public.ranking.algorithm_version IS 'Changes whenever a result could';

COMMENT ON COLUMN public.ranking.seed IS 'Seed of the draws';

COMMENT ON COLUMN public.ranking.input_sha256 IS 'SHA-256 over everything that entered, 32 bytes';

COMMENT ON COLUMN public.ranking.ranked IS 'Candidates with a rank';

COMMENT ON COLUMN public.ranking.filtered IS 'Candidates that failed a filter';

COMMENT ON COLUMN public.ranking.rejected IS 'Candidates without values';

COMMENT ON COLUMN public.ranking.request_id IS 'The creating request''s own id';

COMMENT ON COLUMN public.ranking.created_at IS 'When it was asked for';

COMMENT ON COLUMN public.ranking.finished_at IS 'When it was stored';

COMMENT ON COLUMN public.ranking.shortcomings IS 'Why it is not decision-grade, one sentence each; empty: it is; null: nobody looked';

COMMENT ON COLUMN public.ranking.weight_down IS 'One an objective: the largest factor of its weight below 1 at which the k best are others; NaN: none down to 1/100';

COMMENT ON COLUMN public.ranking.weight_up IS 'One an objective: the smallest factor of its weight above 1 at which the k best are others; NaN: none up to 100';

COMMENT ON COLUMN public.ranking.diversity IS 'What was asked of the picks instead of what the profile says; null: the profile''s';

COMMENT ON COLUMN public.ranking.hypervolume IS 'Of the box between the worst and the best values of the ranked on the Pareto axes, the share that some candidate beats; null for other than two or three axes';

ALTER TABLE public.ranking ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ranking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reading (
    screening_id bigint NOT NULL,
    ordinal integer NOT NULL,
    project_id integer NOT NULL,
    notation smallint NOT NULL,
    standardization_id smallint NOT NULL,
    raw_sha256 bytea NOT NULL,
    structure_sha256 bytea NOT NULL,
    changes text[],
    warnings text[],
    standardized_smiles text,
    formula text,
    space_group smallint,
    CONSTRAINT reading_space_group_check CHECK (((space_group >= 1) AND (space_group <= 230)))
);

COMMENT ON TABLE public.reading IS 'Which structure each candidate was read as, and what standardization did';

COMMENT ON COLUMN public.reading.screening_id IS 'Screening';

COMMENT ON COLUMN public.reading.ordinal IS 'Candidate';

COMMENT ON COLUMN public.reading.project_id IS 'Owner';

COMMENT ON COLUMN public.reading.notation IS 'Notation that was read, as candidate.notation';

COMMENT ON COLUMN public.reading.standardization_id IS 'Standardization that was applied';

COMMENT ON COLUMN public.reading.raw_sha256 IS 'SHA-256 of what was read, 32 bytes';

COMMENT ON COLUMN public.reading.structure_sha256 IS 'The structure that it gave, 32 bytes';

COMMENT ON COLUMN public.reading.changes IS 'What standardization did, in words; null for nothing';

COMMENT ON COLUMN public.reading.warnings IS 'What to know about the reading, in words; null for nothing';

COMMENT ON COLUMN public.reading.standardized_smiles IS 'Canonical SMILES, where standardization changed the molecule';

COMMENT ON COLUMN public.reading.formula IS 'Reduced formula of a crystal or composition, parts of atoms as decimals; null for molecules and what could not be read';

COMMENT ON COLUMN public.reading.space_group IS 'Number of the International Tables; null where none was found, and for molecules';

CREATE TABLE public.relaxation (
    screening_id bigint NOT NULL,
    ordinal integer NOT NULL,
    start_sha256 bytea NOT NULL,
    final_sha256 bytea,
    batch_id bigint NOT NULL,
    status smallint NOT NULL,
    sites integer NOT NULL,
    energy_per_atom real[] NOT NULL,
    largest_force real[] NOT NULL,
    volume real[] NOT NULL,
    changes text[],
    detail text,
    CONSTRAINT relaxation_check CHECK (((final_sha256 IS NULL) = (status = 3))),
    CONSTRAINT relaxation_check1 CHECK (((cardinality(energy_per_atom) >= 1) AND (cardinality(energy_per_atom) = cardinality(largest_force)) AND (cardinality(energy_per_atom) = cardinality(volume)))),
    CONSTRAINT relaxation_final_sha256_check CHECK ((octet_length(final_sha256) = 32)),
    CONSTRAINT relaxation_sites_check CHECK ((sites >= 1)),
    CONSTRAINT relaxation_start_sha256_check CHECK ((octet_length(start_sha256) = 32)),
    CONSTRAINT relaxation_status_check CHECK (((status >= 1) AND (status <= 4)))
);

COMMENT ON TABLE public.relaxation IS 'What became of each crystal that a screening relaxed';

COMMENT ON COLUMN public.relaxation.screening_id IS 'Screening';

COMMENT ON COLUMN public.relaxation.ordinal IS 'Candidate';

COMMENT ON COLUMN public.relaxation.start_sha256 IS 'Structure as it was read, 32 bytes';

COMMENT ON COLUMN public.relaxation.final_sha256 IS 'Structure at the end, 32 bytes; null where it exploded';

COMMENT ON COLUMN public.relaxation.batch_id IS 'Batch that computed it';

COMMENT ON COLUMN public.relaxation.status IS '1 converged, 2 not converged when the steps ran out, 3 exploded, 4 not converged when the time ran out';

COMMENT ON COLUMN public.relaxation.sites IS 'Atoms of the cell';

COMMENT ON COLUMN public.relaxation.energy_per_atom IS 'At the start and after each step, in eV';

COMMENT ON COLUMN public.relaxation.largest_force IS 'At the start and after each step: longest row of the forces on atoms and cell, in eV/angstrom';

COMMENT ON COLUMN public.relaxation.volume IS 'At the start and after each step: of the cell, in cubic angstrom';

COMMENT ON COLUMN public.relaxation.changes IS 'What was done to the structure before, and which symmetry was kept, in words; null for nothing';

COMMENT ON COLUMN public.relaxation.detail IS 'Why it did not converge, in words';

CREATE TABLE public.relaxation_checkpoint (
    work_id bigint NOT NULL,
    ordinal integer NOT NULL,
    start_sha256 bytea NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT relaxation_checkpoint_start_sha256_check CHECK ((octet_length(start_sha256) = 32))
);

COMMENT ON TABLE public.relaxation_checkpoint IS 'How far the crystals of chunks in work are; written under the lease''s epoch, gone with the chunk''s commit';

COMMENT ON COLUMN public.relaxation_checkpoint.work_id IS 'Chunk';

COMMENT ON COLUMN public.relaxation_checkpoint.ordinal IS 'Candidate';

COMMENT ON COLUMN public.relaxation_checkpoint.start_sha256 IS 'Structure that is relaxed, 32 bytes';

COMMENT ON COLUMN public.relaxation_checkpoint.content IS 'Geometry, optimizer and trajectory as predict/relaxing_crystal writes them';

CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.screening (
    id bigint NOT NULL,
    project_id integer NOT NULL,
    name text NOT NULL,
    title text DEFAULT ''::text NOT NULL,
    request_id text,
    request_sha256 bytea,
    state smallint DEFAULT 1 NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    standardization smallint NOT NULL,
    compute_alerts boolean DEFAULT false NOT NULL,
    profile_version_id integer,
    source smallint DEFAULT 0 NOT NULL,
    file_name text DEFAULT ''::text NOT NULL,
    file_options jsonb DEFAULT '{}'::jsonb NOT NULL,
    file_summary jsonb,
    columns text[] DEFAULT '{}'::text[] NOT NULL,
    candidates bigint DEFAULT 0 NOT NULL,
    input_sha256 bytea,
    predicted bigint DEFAULT 0 NOT NULL,
    rejected bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finalized_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    relaxation jsonb,
    relaxation_model_version_id integer,
    competing bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT screening_check CHECK (((relaxation IS NULL) = (relaxation_model_version_id IS NULL))),
    CONSTRAINT screening_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT screening_source_check CHECK ((source = ANY (ARRAY[0, 1, 2]))),
    CONSTRAINT screening_state_check CHECK (((state >= 1) AND (state <= 6)))
);

COMMENT ON TABLE public.screening IS 'Submitted runs';

COMMENT ON COLUMN public.screening.id IS 'Key';

COMMENT ON COLUMN public.screening.project_id IS 'Owner';

COMMENT ON COLUMN public.screening.name IS 'Last part of the resource name';

COMMENT ON COLUMN public.screening.title IS 'For people';

COMMENT ON COLUMN public.screening.request_id IS 'The creating request''s own id';

COMMENT ON COLUMN public.screening.request_sha256 IS 'SHA-256 of what was asked, to tell a repeated request from another; 32 bytes';

COMMENT ON COLUMN public.screening.state IS '1 uploading, 2 queued, 3 running, 4 succeeded, 5 failed, 6 cancelled';

COMMENT ON COLUMN public.screening.error IS 'Why it failed, for its owner';

COMMENT ON COLUMN public.screening.standardization IS '1 none, 2 parent';

COMMENT ON COLUMN public.screening.compute_alerts IS 'Whether structural alerts are matched';

COMMENT ON COLUMN public.screening.profile_version_id IS 'Profile of the default ranking';

COMMENT ON COLUMN public.screening.source IS '0 nothing yet, 1 one file, 2 batches of candidates';

COMMENT ON COLUMN public.screening.file_name IS 'Name of the uploaded file';

COMMENT ON COLUMN public.screening.file_options IS 'How the file is to be read: format, structure_column, id_column, sheet';

COMMENT ON COLUMN public.screening.file_summary IS 'What the file turned out to be: encoding, format, chosen columns';

COMMENT ON COLUMN public.screening.columns IS 'Names of the input''s columns, in order';

COMMENT ON COLUMN public.screening.candidates IS 'Number of candidates; 0 while unknown';

COMMENT ON COLUMN public.screening.input_sha256 IS 'SHA-256 of the file''s bytes, or over the batches'' digests; 32 bytes';

COMMENT ON COLUMN public.screening.predicted IS 'Candidates with at least one value';

COMMENT ON COLUMN public.screening.rejected IS 'Candidates with no value';

COMMENT ON COLUMN public.screening.created_at IS 'When it was created';

COMMENT ON COLUMN public.screening.finalized_at IS 'When its candidates were frozen';

COMMENT ON COLUMN public.screening.started_at IS 'When the first worker took it';

COMMENT ON COLUMN public.screening.finished_at IS 'When it reached a final state';

COMMENT ON COLUMN public.screening.relaxation IS 'How crystals are relaxed before models see them; null where they are not';

COMMENT ON COLUMN public.screening.relaxation_model_version_id IS 'Model version whose forces and stress relax';

COMMENT ON COLUMN public.screening.competing IS 'Screenings whose candidates compete in the hulls of this one';

ALTER TABLE public.screening ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.screening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.screening_model (
    screening_id bigint NOT NULL,
    model_version_id integer NOT NULL,
    "position" smallint NOT NULL,
    assesses boolean DEFAULT false NOT NULL
);

COMMENT ON TABLE public.screening_model IS 'Models of a screening, in the order of its columns';

COMMENT ON COLUMN public.screening_model.screening_id IS 'Screening';

COMMENT ON COLUMN public.screening_model.model_version_id IS 'Model version';

COMMENT ON COLUMN public.screening_model."position" IS 'Order, from 0';

COMMENT ON COLUMN public.screening_model.assesses IS 'Computed over all candidates together, once the others have predicted them';

CREATE VIEW public.screening_summary AS
 SELECT s.id AS screening_id,
    p.name AS project,
    s.name,
    s.title,
    (ARRAY['UPLOADING'::text, 'QUEUED'::text, 'RUNNING'::text, 'SUCCEEDED'::text, 'FAILED'::text, 'CANCELLED'::text])[s.state] AS state,
    s.candidates,
    s.predicted,
    s.rejected,
    s.created_at,
    s.started_at,
    s.finished_at,
    EXTRACT(epoch FROM (s.finished_at - s.started_at)) AS duration_s
   FROM (public.screening s
     JOIN public.project p ON ((p.id = s.project_id)));

COMMENT ON VIEW public.screening_summary IS 'Screenings in words, for dashboards; durations in seconds';

CREATE TABLE public.software_environment (
    id integer NOT NULL,
    sha256 bytea NOT NULL,
    facts jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT software_environment_sha256_check CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE public.software_environment IS 'Versions of the software that computed, each combination once';

COMMENT ON COLUMN public.software_environment.id IS 'Key';

COMMENT ON COLUMN public.software_environment.sha256 IS 'SHA-256 of the facts as text, 32 bytes';

COMMENT ON COLUMN public.software_environment.facts IS 'Name of each part to its version';

COMMENT ON COLUMN public.software_environment.created_at IS 'When it was first seen';

ALTER TABLE public.software_environment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.software_environment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.standardization (
    id smallint NOT NULL,
    version text NOT NULL
);

COMMENT ON TABLE public.standardization IS 'Standardizations by version, each once';

COMMENT ON COLUMN public.standardization.id IS 'Key';

COMMENT ON COLUMN public.standardization.version IS 'Name, version and toolkit, such as "parent/1 rdkit 2022.09.3"';

ALTER TABLE public.standardization ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.standardization_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.structure (
    project_id integer NOT NULL,
    sha256 bytea NOT NULL,
    kind smallint NOT NULL,
    content bytea NOT NULL,
    origin smallint DEFAULT 1 NOT NULL,
    parent_sha256 bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT structure_sha256_check CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE public.structure IS 'Standardized structures by content';

COMMENT ON COLUMN public.structure.project_id IS 'Owner';

COMMENT ON COLUMN public.structure.sha256 IS 'SHA-256 of content, 32 bytes';

COMMENT ON COLUMN public.structure.kind IS '1 molecule, 2 crystal, or a composition, which is a crystal without a cell';

COMMENT ON COLUMN public.structure.content IS 'The structure as core writes it (molecule_graph.h, crystal.h)';

COMMENT ON COLUMN public.structure.origin IS '1 standardized from a candidate, 2 relaxed, 3 conformer';

COMMENT ON COLUMN public.structure.parent_sha256 IS 'The structure that it was made from, where one was';

COMMENT ON COLUMN public.structure.created_at IS 'When it was first stored';

CREATE TABLE public.upload_part (
    screening_id bigint NOT NULL,
    seq integer NOT NULL,
    sha256 bytea NOT NULL,
    rows integer NOT NULL,
    first_ordinal bigint,
    bytes bytea,
    CONSTRAINT upload_part_seq_check CHECK ((seq >= 0)),
    CONSTRAINT upload_part_sha256_check CHECK ((octet_length(sha256) = 32))
);
ALTER TABLE ONLY public.upload_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

COMMENT ON TABLE public.upload_part IS 'Committed parts of uploads; a file''s go when it is split';

COMMENT ON COLUMN public.upload_part.screening_id IS 'Screening';

COMMENT ON COLUMN public.upload_part.seq IS 'Number of the part, from 0';

COMMENT ON COLUMN public.upload_part.sha256 IS 'SHA-256 of the part, 32 bytes';

COMMENT ON COLUMN public.upload_part.rows IS 'Candidates of a batch; 0 for a part of a file';

COMMENT ON COLUMN public.upload_part.first_ordinal IS 'First ordinal of a batch';

COMMENT ON COLUMN public.upload_part.bytes IS 'Bytes of a file''s part';

CREATE TABLE public.work (
    id bigint NOT NULL,
    project_id integer NOT NULL,
    screening_id bigint,
    kind smallint NOT NULL,
    state smallint DEFAULT 1 NOT NULL,
    first_ordinal integer,
    rows integer,
    model_version_ids integer[] DEFAULT '{}'::integer[] NOT NULL,
    ranking_id bigint,
    epoch integer DEFAULT 0 NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    lease_until timestamp with time zone,
    not_before timestamp with time zone DEFAULT now() NOT NULL,
    worker text DEFAULT ''::text NOT NULL,
    blockers integer DEFAULT 0 NOT NULL,
    unblocks bigint,
    error text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    relaxed integer DEFAULT 0 NOT NULL,
    relaxation_steps bigint DEFAULT 0 NOT NULL,
    gave_way boolean DEFAULT false NOT NULL,
    CONSTRAINT work_blockers_check CHECK ((blockers >= 0)),
    CONSTRAINT work_state_check CHECK (((state >= 1) AND (state <= 5)))
);

COMMENT ON TABLE public.work IS 'The queue: pieces of work with leases and epochs';

COMMENT ON COLUMN public.work.id IS 'Key, and the order of the queue';

COMMENT ON COLUMN public.work.project_id IS 'Owner';

COMMENT ON COLUMN public.work.screening_id IS 'Screening; null for a golden test';

COMMENT ON COLUMN public.work.kind IS '1 split a file, 2 predict a chunk, 3 rank, 4 golden test';

COMMENT ON COLUMN public.work.state IS '1 queued, 2 leased, 3 done, 4 failed, 5 cancelled';

COMMENT ON COLUMN public.work.first_ordinal IS 'First candidate of a chunk';

COMMENT ON COLUMN public.work.rows IS 'Candidates of a chunk';

COMMENT ON COLUMN public.work.model_version_ids IS 'Models to run, in order';

COMMENT ON COLUMN public.work.ranking_id IS 'Ranking to make';

COMMENT ON COLUMN public.work.epoch IS 'Rises with each lease; a commit with an older one stores nothing';

COMMENT ON COLUMN public.work.attempts IS 'Leases since it last got on, given-back ones left out';

COMMENT ON COLUMN public.work.lease_until IS 'After this, by the database''s clock, anyone may lease it';

COMMENT ON COLUMN public.work.not_before IS 'Earliest time of the next lease, after a fault';

COMMENT ON COLUMN public.work.worker IS 'Who leased it last';

COMMENT ON COLUMN public.work.blockers IS 'Pieces of work that must be done first';

COMMENT ON COLUMN public.work.unblocks IS 'Work that waits for this one';

COMMENT ON COLUMN public.work.error IS 'Last fault, without structures';

COMMENT ON COLUMN public.work.created_at IS 'When it was queued';

COMMENT ON COLUMN public.work.finished_at IS 'When it reached a final state';

COMMENT ON COLUMN public.work.relaxed IS 'Crystals of the chunk whose relaxation has ended';

COMMENT ON COLUMN public.work.relaxation_steps IS 'Steps of the chunk''s crystals so far, all together';

COMMENT ON COLUMN public.work.gave_way IS 'Whether it was put back after a turn, for others to go first: until not_before it is leased only where nothing else is ready';

ALTER TABLE public.work ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.work_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.candidate
    ADD CONSTRAINT candidate_pkey PRIMARY KEY (screening_id, ordinal);

ALTER TABLE ONLY public.crystal_field
    ADD CONSTRAINT crystal_field_pkey PRIMARY KEY (screening_id, model_version_id, ordinal, structure_sha256);

ALTER TABLE ONLY public.decomposition
    ADD CONSTRAINT decomposition_pkey PRIMARY KEY (screening_id, model_version_id, ordinal);

ALTER TABLE ONLY public.model_file
    ADD CONSTRAINT model_file_pkey PRIMARY KEY (model_version_id, name, part);

ALTER TABLE ONLY public.model_version
    ADD CONSTRAINT model_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outcome
    ADD CONSTRAINT outcome_pkey PRIMARY KEY (screening_id, model_version_id, ordinal, structure_sha256);

ALTER TABLE ONLY public.profile_version
    ADD CONSTRAINT profile_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_version
    ADD CONSTRAINT profile_version_project_id_profile_version_key UNIQUE (project_id, profile, version);

ALTER TABLE ONLY public.project
    ADD CONSTRAINT project_name_key UNIQUE (name);

ALTER TABLE ONLY public.project
    ADD CONSTRAINT project_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ranked
    ADD CONSTRAINT ranked_pkey PRIMARY KEY (ranking_id, ordinal);

ALTER TABLE ONLY public.ranking
    ADD CONSTRAINT ranking_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ranking
    ADD CONSTRAINT ranking_screening_id_name_key UNIQUE (screening_id, name);

ALTER TABLE ONLY public.reading
    ADD CONSTRAINT reading_pkey PRIMARY KEY (screening_id, ordinal);

ALTER TABLE ONLY public.relaxation_checkpoint
    ADD CONSTRAINT relaxation_checkpoint_pkey PRIMARY KEY (work_id, ordinal);

ALTER TABLE ONLY public.relaxation
    ADD CONSTRAINT relaxation_pkey PRIMARY KEY (screening_id, ordinal);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.screening_model
    ADD CONSTRAINT screening_model_pkey PRIMARY KEY (screening_id, model_version_id);

ALTER TABLE ONLY public.screening
    ADD CONSTRAINT screening_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.screening
    ADD CONSTRAINT screening_project_id_name_key UNIQUE (project_id, name);

ALTER TABLE ONLY public.software_environment
    ADD CONSTRAINT software_environment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.software_environment
    ADD CONSTRAINT software_environment_sha256_key UNIQUE (sha256);

ALTER TABLE ONLY public.standardization
    ADD CONSTRAINT standardization_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.standardization
    ADD CONSTRAINT standardization_version_key UNIQUE (version);

ALTER TABLE ONLY public.structure
    ADD CONSTRAINT structure_pkey PRIMARY KEY (project_id, sha256);

ALTER TABLE ONLY public.upload_part
    ADD CONSTRAINT upload_part_pkey PRIMARY KEY (screening_id, seq);

ALTER TABLE ONLY public.work
    ADD CONSTRAINT work_pkey PRIMARY KEY (id);

CREATE INDEX alert_of_candidate ON public.alert USING btree (screening_id, ordinal);

CREATE INDEX batch_of_screening ON public.batch USING btree (screening_id);

CREATE UNIQUE INDEX model_version_name ON public.model_version USING btree (project_id, model, version) WHERE (state <> 3);

CREATE UNIQUE INDEX model_version_request ON public.model_version USING btree (project_id, request_id) WHERE (request_id IS NOT NULL);

CREATE UNIQUE INDEX profile_version_request ON public.profile_version USING btree (project_id, request_id) WHERE (request_id IS NOT NULL);

CREATE UNIQUE INDEX ranked_order ON public.ranked USING btree (ranking_id, rank) WHERE (rank IS NOT NULL);

CREATE UNIQUE INDEX ranked_picks ON public.ranked USING btree (ranking_id, pick) WHERE (pick IS NOT NULL);

CREATE UNIQUE INDEX ranking_request ON public.ranking USING btree (screening_id, request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX reading_of_raw ON public.reading USING btree (project_id, raw_sha256, standardization_id);

CREATE UNIQUE INDEX screening_request ON public.screening USING btree (project_id, request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX work_leased ON public.work USING btree (lease_until) WHERE (state = 2);

CREATE INDEX work_of_screening ON public.work USING btree (screening_id);

CREATE INDEX work_ready ON public.work USING btree (id) WHERE ((state = 1) AND (blockers = 0));

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT batch_software_environment_id_fkey FOREIGN KEY (software_environment_id) REFERENCES public.software_environment(id);

ALTER TABLE ONLY public.model_file
    ADD CONSTRAINT model_file_model_version_id_fkey FOREIGN KEY (model_version_id) REFERENCES public.model_version(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.model_version
    ADD CONSTRAINT model_version_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id);

ALTER TABLE ONLY public.profile_version
    ADD CONSTRAINT profile_version_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id);

ALTER TABLE ONLY public.ranking
    ADD CONSTRAINT ranking_profile_version_id_fkey FOREIGN KEY (profile_version_id) REFERENCES public.profile_version(id);

ALTER TABLE ONLY public.ranking
    ADD CONSTRAINT ranking_screening_id_fkey FOREIGN KEY (screening_id) REFERENCES public.screening(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.relaxation_checkpoint
    ADD CONSTRAINT relaxation_checkpoint_work_id_fkey FOREIGN KEY (work_id) REFERENCES public.work(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.screening_model
    ADD CONSTRAINT screening_model_model_version_id_fkey FOREIGN KEY (model_version_id) REFERENCES public.model_version(id);

ALTER TABLE ONLY public.screening_model
    ADD CONSTRAINT screening_model_screening_id_fkey FOREIGN KEY (screening_id) REFERENCES public.screening(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.screening
    ADD CONSTRAINT screening_profile_version_id_fkey FOREIGN KEY (profile_version_id) REFERENCES public.profile_version(id);

ALTER TABLE ONLY public.screening
    ADD CONSTRAINT screening_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id);

ALTER TABLE ONLY public.screening
    ADD CONSTRAINT screening_relaxation_model_version_id_fkey FOREIGN KEY (relaxation_model_version_id) REFERENCES public.model_version(id);

ALTER TABLE ONLY public.upload_part
    ADD CONSTRAINT upload_part_screening_id_fkey FOREIGN KEY (screening_id) REFERENCES public.screening(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.work
    ADD CONSTRAINT work_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.project(id);

ALTER TABLE ONLY public.work
    ADD CONSTRAINT work_screening_id_fkey FOREIGN KEY (screening_id) REFERENCES public.screening(id) ON DELETE CASCADE;

