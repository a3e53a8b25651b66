-- One act done to many rows of a list: who, which act, and row by row what came of it (R67).
CREATE TABLE bulk_run (
    id UUID NOT NULL PRIMARY KEY,
    bulk TEXT NOT NULL,
    by_id UUID NOT NULL REFERENCES person (id),
    via TEXT NOT NULL,
    input TEXT NOT NULL,
    state TEXT NOT NULL,
    rows_all BIGINT NOT NULL,
    chosen_at BIGINT NOT NULL,
    counted_at BIGINT,
    started_at BIGINT,
    ended_at BIGINT,
    undo_until BIGINT,
    undone_at BIGINT,
    stopped TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX bulk_run_by_index ON bulk_run (by_id, chosen_at, id);
-- Runs that the program has to go on with; there are few at any time.
CREATE INDEX bulk_run_waiting_index ON bulk_run (chosen_at, id) WHERE state IN ('counting', 'doing', 'undoing') AND stopped IS NULL;
CREATE TABLE bulk_row (
    id UUID NOT NULL PRIMARY KEY,
    run_id UUID NOT NULL REFERENCES bulk_run (id),
    by_id UUID NOT NULL REFERENCES person (id),
    place BIGINT NOT NULL,
    row_id UUID NOT NULL,
    state TEXT NOT NULL,
    rule TEXT,
    why TEXT,
    mark TEXT,
    back TEXT,
    may_go_back BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (run_id, row_id)
);
CREATE INDEX bulk_row_state_index ON bulk_row (run_id, state, place);
CREATE INDEX bulk_row_place_index ON bulk_row (run_id, place);
CREATE INDEX bulk_row_by_index ON bulk_row (by_id);
