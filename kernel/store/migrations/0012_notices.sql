-- What somebody was told: kept, since being told is a fact (R24, R67).
CREATE TABLE notice (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    href TEXT,
    customer_id UUID,
    made_at BIGINT NOT NULL,
    acknowledge_by BIGINT,
    read_at BIGINT,
    acknowledged_at BIGINT,
    escalated_at BIGINT,
    escalated_from UUID,
    level BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX notice_person_index ON notice (person_id, made_at, id);
CREATE INDEX notice_unread_index ON notice (person_id) WHERE read_at IS NULL;

-- The post office is operational: a letter holds names, addresses and one-time links, which the log must not keep;
-- that somebody was told is the notice. The text is dropped once it is sent.
CREATE TABLE mail (
    id UUID NOT NULL PRIMARY KEY,
    subject_id UUID NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    path TEXT,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    sent_at BIGINT,
    error TEXT
);
CREATE INDEX mail_due_index ON mail (next_try_at) WHERE state = 'queued';
CREATE INDEX mail_subject_index ON mail (subject_id);
