-- Service cases (R29 to R33): one call, one owner to the end, clocks as promises, what was said, how it ended.
CREATE TABLE service_case (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    contact_id UUID REFERENCES contact (id),
    caller TEXT NOT NULL,
    call_back TEXT NOT NULL,
    asset_id UUID REFERENCES asset (id),
    what TEXT NOT NULL,
    severity TEXT NOT NULL,
    worst TEXT NOT NULL,
    channel TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    opened_by UUID,
    owner_id UUID NOT NULL,
    helper_id UUID,
    engineer_id UUID,
    arrives_at BIGINT,
    state TEXT NOT NULL,
    is_open BOOLEAN NOT NULL,
    zone TEXT NOT NULL,
    cover TEXT,
    contract_id UUID REFERENCES service_contract (id),
    contract_number TEXT,
    plan TEXT,
    response_minutes BIGINT,
    restore_minutes BIGINT,
    around_clock BOOLEAN NOT NULL,
    calendar_id UUID,
    clock_stop TEXT,
    assumed BOOLEAN NOT NULL,
    responded_at BIGINT,
    responded_by UUID,
    on_site_at BIGINT,
    restored_at BIGINT,
    result TEXT,
    cause TEXT,
    collateral TEXT,
    collateral_words TEXT,
    left_right BOOLEAN,
    confirmed_at BIGINT,
    confirmed_words TEXT,
    rating BIGINT,
    rated_at BIGINT,
    rating_words TEXT,
    closed_at BIGINT,
    next_update_at BIGINT,
    update_promise_id UUID REFERENCES promise (id),
    update_late BOOLEAN NOT NULL,
    contacts BIGINT NOT NULL,
    repeats BIGINT NOT NULL,
    handovers BIGINT NOT NULL,
    offered_to UUID,
    offered_at BIGINT,
    next_due_at BIGINT NOT NULL,
    crisis_id UUID,
    outage_id UUID REFERENCES asset_outage (id),
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number),
    CONSTRAINT service_case_rating_check CHECK (rating IS NULL OR (rating >= 1 AND rating <= 5)),
    CONSTRAINT service_case_counts_check CHECK (contacts >= 0 AND repeats >= 0 AND handovers >= 0)
);
CREATE INDEX service_case_queue_index ON service_case (next_due_at, id) WHERE is_open;
CREATE INDEX service_case_owner_index ON service_case (owner_id, next_due_at, id) WHERE is_open;
CREATE INDEX service_case_customer_index ON service_case (customer_id, received_at, id);
CREATE INDEX service_case_asset_index ON service_case (asset_id, received_at) WHERE asset_id IS NOT NULL;
CREATE INDEX service_case_crisis_index ON service_case (crisis_id) WHERE crisis_id IS NOT NULL;
CREATE INDEX service_case_received_index ON service_case (received_at, id);
CREATE INDEX service_case_closed_index ON service_case (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX service_case_helper_index ON service_case (helper_id) WHERE helper_id IS NOT NULL AND is_open;

-- The clocks of a case; the due, the outcome and the watch are the promise's.
CREATE TABLE case_clock (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    kind TEXT NOT NULL,
    promise_id UUID NOT NULL REFERENCES promise (id),
    started_at BIGINT NOT NULL,
    budget_minutes BIGINT,
    working_days BIGINT,
    fixed_at BIGINT,
    due_at BIGINT NOT NULL,
    stopped_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX case_clock_case_index ON case_clock (case_id, started_at, id);
CREATE UNIQUE INDEX case_clock_promise_key ON case_clock (promise_id);

-- Time that is the customer's, with the evidence for it (R30).
CREATE TABLE case_pause (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    cause TEXT NOT NULL,
    words TEXT,
    attachment_id UUID REFERENCES attachment (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT,
    paused_by UUID,
    resumed_by UUID,
    version BIGINT NOT NULL,
    CONSTRAINT case_pause_evidence_check CHECK (words IS NOT NULL OR attachment_id IS NOT NULL),
    CONSTRAINT case_pause_order_check CHECK (until_at IS NULL OR until_at >= from_at)
);
CREATE INDEX case_pause_case_index ON case_pause (case_id, from_at, id);
CREATE UNIQUE INDEX case_pause_open_key ON case_pause (case_id) WHERE until_at IS NULL;

-- What was said about a case: one entry feeds the customer and the rep in their own wording (R32).
CREATE TABLE case_entry (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    rep_words TEXT,
    next_at BIGINT,
    channel TEXT,
    repeated BOOLEAN NOT NULL,
    person_id UUID,
    contact_id UUID,
    said_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX case_entry_case_index ON case_entry (case_id, said_at, id);

-- What became of severity, owner and cover; what was before stays.
CREATE TABLE case_change (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    what TEXT NOT NULL,
    before_value TEXT,
    after_value TEXT,
    reason TEXT NOT NULL,
    person_id UUID,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX case_change_case_index ON case_change (case_id, changed_at, id);

-- What has to be made good, and the call after (R33).
CREATE TABLE case_task (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    owner_id UUID NOT NULL,
    due_at BIGINT NOT NULL,
    promise_id UUID REFERENCES promise (id),
    state TEXT NOT NULL,
    done_at BIGINT,
    done_by UUID,
    outcome TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX case_task_case_index ON case_task (case_id, due_at, id);
CREATE INDEX case_task_owner_index ON case_task (owner_id, due_at, id) WHERE state = 'open';

-- A customer in crisis (R31): from an open severity 1 or 2 until served well again.
CREATE TABLE crisis (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    case_id UUID NOT NULL REFERENCES service_case (id),
    began_at BIGINT NOT NULL,
    quiet_until BIGINT,
    waits_for TEXT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX crisis_standing_key ON crisis (customer_id) WHERE ended_at IS NULL;
CREATE INDEX crisis_customer_index ON crisis (customer_id, began_at);

-- What the customer asked for in his own words while in crisis; it waits (R31).
CREATE TABLE crisis_wish (
    id UUID NOT NULL PRIMARY KEY,
    crisis_id UUID NOT NULL REFERENCES crisis (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    words TEXT NOT NULL,
    contact_id UUID,
    person_id UUID,
    said_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX crisis_wish_crisis_index ON crisis_wish (crisis_id, said_at, id);

-- One needed thing that the head of service lets pass (R31).
CREATE TABLE crisis_release (
    id UUID NOT NULL PRIMARY KEY,
    crisis_id UUID NOT NULL REFERENCES crisis (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    case_id UUID NOT NULL REFERENCES service_case (id),
    item_id UUID NOT NULL,
    reason TEXT NOT NULL,
    released_by UUID NOT NULL,
    released_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX crisis_release_item_key ON crisis_release (crisis_id, item_id);

-- How often whom is told at which severity; an account may have its own (R32).
CREATE TABLE communication_plan (
    id UUID NOT NULL PRIMARY KEY,
    severity TEXT NOT NULL,
    customer_id UUID REFERENCES customer (id),
    every_minutes BIGINT NOT NULL CONSTRAINT communication_plan_every_minutes_check CHECK (every_minutes > 0),
    channel TEXT NOT NULL,
    rep_too BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX communication_plan_house_key ON communication_plan (severity) WHERE customer_id IS NULL;
CREATE UNIQUE INDEX communication_plan_account_key ON communication_plan (customer_id, severity) WHERE customer_id IS NOT NULL;

-- Words that are agreed once.
CREATE TABLE canned_reply (
    id UUID NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    english TEXT NOT NULL,
    portuguese TEXT NOT NULL,
    in_use BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX canned_reply_title_key ON canned_reply (title) WHERE in_use;
