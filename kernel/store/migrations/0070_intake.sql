-- Bringing a company's own data: each run of an import, what it made, and by which key a source knows it.
CREATE TABLE import_run (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    mapping TEXT NOT NULL,
    mode TEXT NOT NULL,
    state TEXT NOT NULL,
    counts TEXT NOT NULL,
    notes TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    made_by UUID,
    version BIGINT NOT NULL
);
CREATE INDEX import_run_started_index ON import_run (started_at, id);

-- One row for each thing that a run made or changed, in the order in which it did; gone when the run is taken back.
CREATE TABLE import_row (
    id UUID NOT NULL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES import_run (id),
    place BIGINT NOT NULL,
    entity TEXT NOT NULL,
    entity_id UUID NOT NULL,
    source_key TEXT NOT NULL,
    created BOOLEAN NOT NULL,
    ref_made BOOLEAN NOT NULL,
    row_hash TEXT NOT NULL,
    chain UUID NOT NULL,
    chain_seq BIGINT NOT NULL,
    subject_id UUID,
    former TEXT,
    former_personal TEXT,
    former_hash TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX import_row_run_index ON import_row (run_id, place);
CREATE INDEX import_row_entity_index ON import_row (entity_id);

-- The same thing in another system: a second import of its key finds it again.
CREATE TABLE external_ref (
    id UUID NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    entity TEXT NOT NULL,
    source_key TEXT NOT NULL,
    entity_id UUID NOT NULL,
    content_hash TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (source, entity, source_key)
);
CREATE INDEX external_ref_entity_index ON external_ref (entity_id);
