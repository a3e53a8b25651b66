-- The steps of the first set-up in the browser, and who has gone through them (R67). An installation that was set up
-- by the command line has none.
CREATE TABLE set_up_step (
    id UUID NOT NULL PRIMARY KEY,
    word TEXT NOT NULL,
    settled_at BIGINT,
    settled_by UUID,
    version BIGINT NOT NULL,
    UNIQUE (word)
);

-- The mark of the company on pages that people outside see: one row, the picture as base64.
CREATE TABLE company_logo (
    id UUID NOT NULL PRIMARY KEY,
    content_type TEXT NOT NULL,
    image TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- Operational: the address at which an empty installation can be set up, by the hash of its secret; at most one.
CREATE TABLE set_up_address (
    secret_hash BYTEA NOT NULL PRIMARY KEY,
    made_at BIGINT NOT NULL
);
