-- Two things were said about one subject: one owner gives one answer (R23).
CREATE TABLE clarification (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    subject_kind TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    take_by BIGINT NOT NULL,
    answer_by BIGINT NOT NULL,
    taken_at BIGINT,
    taken_by UUID REFERENCES person (id),
    answered_at BIGINT,
    answered_by UUID REFERENCES person (id),
    answer_id UUID,
    reason TEXT,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX clarification_customer_index ON clarification (customer_id, state);
CREATE INDEX clarification_state_index ON clarification (state, answer_by, id);
CREATE INDEX clarification_owner_index ON clarification (owner_id, state);

-- What was said to a customer, by subject. What is no longer standing stays and can be read.
CREATE TABLE statement (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID REFERENCES contact (id),
    subject_kind TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    about_kind TEXT,
    about_id UUID,
    said TEXT NOT NULL,
    said_on TEXT,
    said_minor BIGINT,
    said_currency TEXT,
    wording TEXT NOT NULL,
    person_id UUID REFERENCES person (id),
    said_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    promise_id UUID REFERENCES promise (id),
    clarification_id UUID REFERENCES clarification (id),
    withdrawn_by UUID REFERENCES statement (id),
    version BIGINT NOT NULL
);
CREATE INDEX statement_subject_index ON statement (customer_id, subject_kind, subject_key, said_at);
CREATE INDEX statement_customer_index ON statement (customer_id, said_at, id);
CREATE INDEX statement_clarification_index ON statement (clarification_id) WHERE clarification_id IS NOT NULL;
CREATE INDEX statement_promise_index ON statement (promise_id) WHERE promise_id IS NOT NULL;
