-- An import that was broken off goes on where it was: how far it is, who drives it, and until when nobody else may.
ALTER TABLE import_run ADD COLUMN step TEXT NOT NULL DEFAULT 'writing';
ALTER TABLE import_run ADD COLUMN items_seen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_run ADD COLUMN rows_all BIGINT;
ALTER TABLE import_run ADD COLUMN laid BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE import_run ADD COLUMN driver UUID;
ALTER TABLE import_run ADD COLUMN driven_until BIGINT;
CREATE INDEX import_run_running_index ON import_run (driven_until) WHERE state = 'running';

-- Everything that is wrong in a file, a part of it at a time, in the order in which it was found; without what cells held.
CREATE TABLE import_fault (
    run_id UUID NOT NULL REFERENCES import_run (id),
    place BIGINT NOT NULL,
    faults TEXT NOT NULL,
    PRIMARY KEY (run_id, place)
);
