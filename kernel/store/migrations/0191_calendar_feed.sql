-- Calendars at secret addresses. Operational, as tokens are: only the hash of a secret is kept.
CREATE TABLE calendar_feed (
    id UUID NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    person_id UUID NOT NULL,
    label TEXT NOT NULL,
    promises BOOLEAN NOT NULL,
    visits BOOLEAN NOT NULL,
    made_at BIGINT NOT NULL,
    last_read_at BIGINT,
    revoked_at BIGINT,
    UNIQUE (secret_hash)
);
CREATE INDEX calendar_feed_person_index ON calendar_feed (person_id);

-- What a calendar showed when it was last read: by it the reader's program is told what changed, and what is gone.
CREATE TABLE calendar_entry (
    feed_id UUID NOT NULL,
    uid TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    starts TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    gone_at BIGINT,
    PRIMARY KEY (feed_id, uid)
);
