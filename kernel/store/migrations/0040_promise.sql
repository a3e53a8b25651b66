-- Whatever we owe a customer is a promise. Nothing here is ever deleted; what changed stands in promise_change.
CREATE TABLE promise (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID REFERENCES contact (id),
    site_id UUID REFERENCES site (id),
    kind TEXT NOT NULL,
    about_kind TEXT,
    about_id UUID,
    subject TEXT NOT NULL,
    wording TEXT NOT NULL,
    maker_id UUID REFERENCES person (id),
    owner_id UUID NOT NULL REFERENCES person (id),
    sphere TEXT NOT NULL,
    area_id UUID REFERENCES area (id),
    basis TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    first_due_at BIGINT NOT NULL,
    first_due_on TEXT,
    due_at BIGINT NOT NULL,
    due_on TEXT,
    measured_at BIGINT NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL,
    ended_at BIGINT,
    ended_recorded_at BIGINT,
    ended_by UUID REFERENCES person (id),
    ending TEXT,
    told_at BIGINT,
    told_channel TEXT,
    checked BOOLEAN NOT NULL,
    override_by UUID REFERENCES person (id),
    override_reason TEXT,
    chance_kept BIGINT NOT NULL,
    chance_n BIGINT NOT NULL,
    harm_minor BIGINT,
    harm_currency TEXT,
    forecast_at BIGINT,
    forecast_on TEXT,
    forecast_reason TEXT,
    tell_by BIGINT,
    follows UUID REFERENCES promise (id),
    turn BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX promise_customer_index ON promise (customer_id, state, due_at);
CREATE INDEX promise_owner_index ON promise (owner_id, state, due_at);
CREATE INDEX promise_state_index ON promise (state, due_at, id);
CREATE INDEX promise_due_index ON promise (due_at, id);
CREATE INDEX promise_kind_index ON promise (kind, measured_at);
CREATE INDEX promise_measured_index ON promise (measured_at);
CREATE INDEX promise_about_index ON promise (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX promise_forecast_index ON promise (forecast_at) WHERE forecast_at IS NOT NULL AND state = 'open';

CREATE TABLE promise_change (
    id UUID NOT NULL PRIMARY KEY,
    promise_id UUID NOT NULL REFERENCES promise (id),
    what TEXT NOT NULL,
    before_value TEXT,
    after_value TEXT,
    reason TEXT NOT NULL,
    customer_words TEXT,
    person_id UUID REFERENCES person (id),
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX promise_change_promise_index ON promise_change (promise_id, changed_at);

-- When to warn and whom to tell, by kind. A kind without a row follows the program's default.
CREATE TABLE watch_policy (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    warn_percents TEXT NOT NULL,
    ladder TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (kind)
);

-- What the watch did, when it was planned and when it came: nothing twice, and its own lateness on record (R24).
CREATE TABLE watch_mark (
    id UUID NOT NULL PRIMARY KEY,
    promise_id UUID NOT NULL REFERENCES promise (id),
    turn BIGINT NOT NULL,
    step TEXT NOT NULL,
    planned_at BIGINT NOT NULL,
    fired_at BIGINT NOT NULL,
    told TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (promise_id, turn, step)
);
CREATE INDEX watch_mark_fired_index ON watch_mark (fired_at);
