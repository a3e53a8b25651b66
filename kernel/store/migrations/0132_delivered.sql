-- What a version of a service plan includes by count in a year, and what one of it is worth (R27).
CREATE TABLE plan_service (
    id UUID NOT NULL PRIMARY KEY,
    plan_version_id UUID NOT NULL REFERENCES plan_version (id),
    kind TEXT NOT NULL,
    per_year BIGINT NOT NULL CONSTRAINT plan_service_per_year_check CHECK (per_year >= 0),
    worth_minor BIGINT,
    currency TEXT,
    version BIGINT NOT NULL,
    UNIQUE (plan_version_id, kind)
);

-- What the customer expects beside what is written in profiles and promises, in the customer's words.
CREATE TABLE expectation (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    order_id UUID REFERENCES sales_order (id),
    contract_id UUID REFERENCES service_contract (id),
    words TEXT NOT NULL,
    in_contract BOOLEAN NOT NULL,
    contact_id UUID REFERENCES contact (id),
    said_on TEXT NOT NULL,
    noted_by UUID,
    version BIGINT NOT NULL,
    CONSTRAINT expectation_scope_check CHECK (order_id IS NOT NULL OR contract_id IS NOT NULL)
);
CREATE INDEX expectation_order_index ON expectation (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX expectation_contract_index ON expectation (contract_id) WHERE contract_id IS NOT NULL;
CREATE INDEX expectation_customer_index ON expectation (customer_id);

-- What was agreed about a gap between bought, expected and delivered. `gap_key` says which gap of its scope.
CREATE TABLE delivery_gap (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    scope_id UUID NOT NULL,
    gap_key TEXT NOT NULL,
    what TEXT NOT NULL,
    plan TEXT NOT NULL,
    owner_id UUID NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    closed_words TEXT,
    made_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (scope_id, gap_key)
);
CREATE INDEX delivery_gap_customer_index ON delivery_gap (customer_id);
CREATE INDEX delivery_gap_open_index ON delivery_gap (owner_id, due_on) WHERE state = 'planned';

-- The three columns looked at together with the customer, so many days after the first acceptance and before renewal.
CREATE TABLE delivery_review (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    order_id UUID NOT NULL REFERENCES sales_order (id),
    step TEXT NOT NULL,
    due_on TEXT NOT NULL,
    owner_id UUID NOT NULL,
    state TEXT NOT NULL,
    held_on TEXT,
    words TEXT,
    found TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (order_id, step)
);
CREATE INDEX delivery_review_customer_index ON delivery_review (customer_id, due_on);
CREATE INDEX delivery_review_open_index ON delivery_review (owner_id, due_on) WHERE state = 'open';
CREATE INDEX delivery_review_due_index ON delivery_review (state, due_on, id);

-- Something that a plan includes by count and that was done, where no visit of ours says it.
CREATE TABLE service_done (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contract_id UUID NOT NULL REFERENCES service_contract (id),
    asset_id UUID REFERENCES asset (id),
    kind TEXT NOT NULL,
    on_day TEXT NOT NULL,
    words TEXT NOT NULL,
    noted_by UUID,
    noted_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX service_done_contract_index ON service_done (contract_id, on_day);
CREATE INDEX service_done_customer_index ON service_done (customer_id);
