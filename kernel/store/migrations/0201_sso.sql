-- Whose account at the company's own sign-in is whose. Operational, as all access is; the acts that bind stand in the log.
CREATE TABLE sso_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL,
    bound_at BIGINT NOT NULL,
    last_at BIGINT,
    PRIMARY KEY (issuer, subject),
    UNIQUE (person_id, issuer)
);

-- Sign-ins that are under way at the provider, by the hashes of what the provider and the browser bring back. Each is used
-- once. What else must come back is derived from the browser's secret, which is not kept.
CREATE TABLE sso_try (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    browser_hash BYTEA NOT NULL,
    next TEXT NOT NULL,
    invitation_hash BYTEA,
    ends_at BIGINT NOT NULL
);
CREATE INDEX sso_try_ends_index ON sso_try (ends_at);

-- A password that the operator set by hand opens the house even where colleagues sign in by the provider alone.
ALTER TABLE login ADD COLUMN recovered BOOLEAN NOT NULL DEFAULT FALSE;
