-- A question to a customer's contact: how well was this done, from 1 to 5? One for each thing and contact; nobody picks
-- whom to ask. Of the link's secret only the hash is kept.
CREATE TABLE survey (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    contact_id UUID NOT NULL REFERENCES contact (id),
    about TEXT NOT NULL,
    product_id UUID,
    territory_id UUID,
    person_id UUID,
    state TEXT NOT NULL CONSTRAINT survey_state_check CHECK (state IN ('planned', 'sent', 'answered', 'expired', 'unreachable', 'withdrawn')),
    asked_at BIGINT NOT NULL,
    held_at BIGINT,
    sent_at BIGINT,
    expires_at BIGINT,
    secret_hash BYTEA,
    rating BIGINT CONSTRAINT survey_rating_check CHECK (rating BETWEEN 1 AND 5),
    words TEXT,
    answered_at BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (subject_kind, subject_id, contact_id),
    -- An answer is its rating and its instant, both or neither.
    CONSTRAINT survey_answer_check CHECK ((state = 'answered') = (rating IS NOT NULL AND answered_at IS NOT NULL))
);
CREATE UNIQUE INDEX survey_secret_index ON survey (secret_hash) WHERE secret_hash IS NOT NULL;
CREATE INDEX survey_customer_index ON survey (customer_id, asked_at);
CREATE INDEX survey_contact_index ON survey (contact_id);
CREATE INDEX survey_answered_index ON survey (answered_at, id) WHERE state = 'answered';
CREATE INDEX survey_kind_answered_index ON survey (subject_kind, answered_at, id) WHERE state = 'answered';
CREATE INDEX survey_sent_index ON survey (sent_at) WHERE sent_at IS NOT NULL;

-- Whether the score of a kind of work lies below what we hold ourselves to; one row a kind.
CREATE TABLE survey_score (
    id UUID NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL UNIQUE,
    below BOOLEAN NOT NULL,
    since_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
