-- What a customer said, through whichever channel: owned, answered by a person, and told what came of it (R43).
CREATE TABLE utterance (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID REFERENCES contact (id),
    source TEXT NOT NULL,
    source_id UUID,
    kind TEXT NOT NULL,
    said TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    owner_id UUID NOT NULL,
    answer_due_at BIGINT NOT NULL,
    outcome_due_at BIGINT NOT NULL,
    answer TEXT,
    answered_by UUID,
    answered_at BIGINT,
    outcome TEXT,
    outcome_by UUID,
    outcome_at BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (source, source_id),
    CONSTRAINT utterance_answer_check CHECK ((answered_at IS NULL) = (answer IS NULL)),
    CONSTRAINT utterance_outcome_check CHECK ((outcome_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX utterance_customer_index ON utterance (customer_id, said_at);
CREATE INDEX utterance_open_index ON utterance (answer_due_at, id) WHERE outcome_at IS NULL;
CREATE INDEX utterance_owner_index ON utterance (owner_id) WHERE outcome_at IS NULL;
CREATE INDEX utterance_said_index ON utterance (said_at, id);
