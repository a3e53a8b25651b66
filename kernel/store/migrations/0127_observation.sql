-- What somebody who was there saw, for colleagues of the other function (R35). It becomes a lead by its value to the
-- customer, and never while the customer is in crisis.
CREATE TABLE observation (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    customer_id UUID NOT NULL REFERENCES customer (id),
    asset_id UUID REFERENCES asset (id),
    kind TEXT NOT NULL,
    saw TEXT NOT NULL,
    value_tie TEXT,
    seen_by UUID NOT NULL,
    seen_at BIGINT NOT NULL,
    sphere TEXT NOT NULL,
    in_quiet BOOLEAN NOT NULL,
    state TEXT NOT NULL CONSTRAINT observation_state_check CHECK (state IN ('seed', 'held', 'offered', 'accepted', 'declined', 'won', 'lost', 'done')),
    owner_id UUID,
    offered_at BIGINT,
    accept_due_at BIGINT,
    late BOOLEAN NOT NULL,
    decided_by UUID,
    decided_at BIGINT,
    speaker_id UUID,
    opportunity_id UUID REFERENCES opportunity (id),
    outcome TEXT,
    outcome_at BIGINT,
    version BIGINT NOT NULL,
    -- Nothing becomes a lead without its value to the customer.
    CONSTRAINT observation_value_check CHECK (state IN ('seed', 'held') OR kind = 'service_news' OR value_tie IS NOT NULL)
);
CREATE INDEX observation_customer_index ON observation (customer_id, seen_at);
CREATE INDEX observation_list_index ON observation (seen_at, id);
CREATE INDEX observation_open_index ON observation (accept_due_at, id) WHERE state = 'offered';
CREATE INDEX observation_owner_index ON observation (owner_id) WHERE state IN ('offered', 'accepted');
CREATE INDEX observation_opportunity_index ON observation (opportunity_id);
