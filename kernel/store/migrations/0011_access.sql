-- Access is operational: secrets and their hashes never stand in the event log, the acts that make or end them do.
CREATE TABLE login (
    subject UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    customer_id UUID,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    password_hash TEXT,
    must_change BOOLEAN NOT NULL,
    invitation_hash BYTEA,
    invitation_until BIGINT,
    UNIQUE (email),
    UNIQUE (invitation_hash)
);

-- Tries to sign in by the hash of the address typed, known or not: both are slowed alike.
CREATE TABLE sign_in_try (
    address_hash BYTEA NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    locked_until BIGINT,
    last_at BIGINT NOT NULL
);
CREATE INDEX sign_in_try_last_index ON sign_in_try (last_at);

CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    subject UUID NOT NULL,
    kind TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    idle_us BIGINT NOT NULL,
    agent TEXT NOT NULL,
    UNIQUE (secret_hash)
);
CREATE INDEX session_subject_index ON session (subject);
CREATE INDEX session_expires_index ON session (expires_at);

CREATE TABLE token (
    id UUID NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    person_id UUID NOT NULL,
    label TEXT NOT NULL,
    permissions TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    UNIQUE (secret_hash)
);
CREATE INDEX token_person_index ON token (person_id);
