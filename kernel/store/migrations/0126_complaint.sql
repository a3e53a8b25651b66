-- Something was not as it should be: what would put it right, what we did, why it happened, and what the customer says
-- in the end (R34). Amounts are minor units.
CREATE TABLE complaint (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID REFERENCES contact (id),
    utterance_id UUID REFERENCES utterance (id),
    survey_id UUID,
    asset_id UUID REFERENCES asset (id),
    channel TEXT NOT NULL,
    about TEXT NOT NULL,
    said TEXT NOT NULL,
    wanted TEXT NOT NULL,
    owner_id UUID NOT NULL,
    state TEXT NOT NULL CONSTRAINT complaint_state_check CHECK (state IN ('open', 'answered', 'proposed', 'given', 'closed')),
    opened_by UUID,
    opened_at BIGINT NOT NULL,
    answer_promise_id UUID NOT NULL,
    proposal_promise_id UUID NOT NULL,
    answered_by UUID,
    answered_at BIGINT,
    answer TEXT,
    remedy TEXT,
    remedy_minor BIGINT CONSTRAINT complaint_remedy_minor_check CHECK (remedy_minor >= 0),
    currency TEXT,
    remedy_state TEXT NOT NULL,
    remedy_by UUID,
    remedy_at BIGINT,
    decided_by UUID,
    decided_at BIGINT,
    decided_words TEXT,
    given_at BIGINT,
    cause_area TEXT,
    cause TEXT,
    cause_key TEXT,
    closing TEXT,
    closed_by UUID,
    closed_at BIGINT,
    closing_words TEXT,
    version BIGINT NOT NULL,
    -- Closed is closed with the customer's words or a manager's reason.
    CONSTRAINT complaint_closed_check CHECK ((state = 'closed') = (closing IS NOT NULL AND closing_words IS NOT NULL AND closed_at IS NOT NULL))
);
CREATE INDEX complaint_customer_index ON complaint (customer_id, opened_at);
CREATE INDEX complaint_open_index ON complaint (opened_at, id) WHERE state <> 'closed';
CREATE INDEX complaint_list_index ON complaint (opened_at, id);
CREATE INDEX complaint_owner_index ON complaint (owner_id) WHERE state <> 'closed';
CREATE INDEX complaint_cause_index ON complaint (cause_key, opened_at);
CREATE UNIQUE INDEX complaint_utterance_index ON complaint (utterance_id);
CREATE INDEX complaint_closed_index ON complaint (closed_at, id) WHERE state = 'closed';
