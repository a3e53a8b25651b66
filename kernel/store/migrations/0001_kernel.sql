-- The event log. Append only: nothing in the program updates or deletes an event.
CREATE TABLE event (
    chain UUID NOT NULL,
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    customer_id UUID,
    actor UUID,
    sphere TEXT NOT NULL,
    via TEXT NOT NULL,
    cause UUID,
    happened_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (chain, seq)
);
CREATE INDEX event_id_index ON event (id);
CREATE INDEX event_actor_index ON event (actor, recorded_at);

-- The last link of every chain; locking its row gives a customer's acts their order.
CREATE TABLE chain_head (
    chain UUID NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    sealed_seq BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX chain_head_unsealed_index ON chain_head (chain) WHERE sealed_seq < seq;

-- Roots over the chain heads that moved since the last seal.
CREATE TABLE seal (
    seq BIGINT NOT NULL PRIMARY KEY,
    sealed_at BIGINT NOT NULL,
    entries TEXT NOT NULL,
    root BYTEA NOT NULL
);

-- One key per person; destroying it erases the person's fields from every event (R64).
CREATE TABLE person_key (
    person_id UUID NOT NULL PRIMARY KEY,
    secret BYTEA,
    destroyed_at BIGINT
);

-- Answers already given, so that the same key has one effect (R67).
CREATE TABLE idempotency (
    principal UUID NOT NULL,
    key TEXT NOT NULL,
    action TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    answer TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_recorded_index ON idempotency (recorded_at);

-- What must happen because time passes. Fired once; how late is kept.
CREATE TABLE clockwork (
    id UUID NOT NULL PRIMARY KEY,
    action TEXT NOT NULL,
    subject UUID NOT NULL,
    step TEXT NOT NULL,
    input TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    fired_at BIGINT,
    late_us BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    UNIQUE (action, subject, step)
);
CREATE INDEX clockwork_due_index ON clockwork (next_try_at, due_at) WHERE fired_at IS NULL;

-- Reads that R64 wants logged; unchained, written in batches.
CREATE TABLE read_log (
    id UUID NOT NULL PRIMARY KEY,
    read_at BIGINT NOT NULL,
    principal UUID NOT NULL,
    customer_id UUID,
    view TEXT NOT NULL,
    via TEXT NOT NULL,
    reason TEXT
);
CREATE INDEX read_log_customer_index ON read_log (customer_id, read_at);
CREATE INDEX read_log_principal_index ON read_log (principal, read_at);

-- Short numbers for people: O-2026-0042. Gaps are allowed.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

-- Small facts of the installation: demo clock, seed, identity.
CREATE TABLE installation (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One search over everything; the text is folded (case, accents) and cut into words in the program, so both databases
-- answer alike.
-- only sqlite
CREATE TABLE search_entry (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    label TEXT NOT NULL,
    hint TEXT NOT NULL,
    folded TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE VIRTUAL TABLE search_index USING fts5 (folded, content = 'search_entry', content_rowid = 'number', tokenize = 'ascii', prefix = '2 3');
CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_index (rowid, folded) VALUES (new.number, new.folded);
END;
CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.number, old.folded);
END;
CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry WHEN old.folded <> new.folded BEGIN
    INSERT INTO search_index (search_index, rowid, folded) VALUES ('delete', old.number, old.folded);
    INSERT INTO search_index (rowid, folded) VALUES (new.number, new.folded);
END;
-- only postgres
CREATE TABLE search_entry (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    id UUID NOT NULL,
    customer_id UUID,
    label TEXT NOT NULL,
    hint TEXT NOT NULL,
    folded TEXT NOT NULL,
    words TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(folded, ' '))) STORED,
    UNIQUE (kind, id)
);
CREATE INDEX search_entry_words_index ON search_entry USING gin (words);
-- both
