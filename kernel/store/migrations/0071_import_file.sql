-- A file that somebody laid ready to be brought; its bytes lie in the file store under the hash.
CREATE TABLE import_file (
    id UUID NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    kind TEXT,
    source TEXT NOT NULL,
    mapping TEXT NOT NULL,
    added_by UUID,
    added_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX import_file_added_index ON import_file (added_at, id);
CREATE INDEX import_run_waiting_index ON import_run (started_at) WHERE state = 'waiting';
