-- What was decided of a service plan for units of an order (R15). Units are numbered from 1 within their line; a
-- decision that was replaced stays, and only standing ones count.
CREATE TABLE service_decision (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    order_id UUID NOT NULL REFERENCES sales_order (id),
    line_id UUID NOT NULL REFERENCES order_line (id),
    units TEXT NOT NULL,
    answer TEXT NOT NULL,
    plan_version_id UUID REFERENCES plan_version (id),
    reason TEXT NOT NULL,
    contact_id UUID REFERENCES contact (id),
    offered_by UUID,
    decided_by UUID,
    decided_at BIGINT NOT NULL,
    decided_on TEXT NOT NULL,
    quote_id UUID,
    approved_by UUID,
    approved_at BIGINT,
    approval_words TEXT,
    standing BOOLEAN NOT NULL,
    replaced_at BIGINT,
    replaced_reason TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX service_decision_order_index ON service_decision (order_id, line_id);
CREATE INDEX service_decision_customer_index ON service_decision (customer_id);

-- Until when a plan may still be bought with the uplift after the goods left: dated and named (T5).
CREATE TABLE window_extension (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    order_id UUID NOT NULL REFERENCES sales_order (id),
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    approved_by UUID NOT NULL,
    approved_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX window_extension_order_index ON window_extension (order_id, approved_at);

-- Which unit of the installed base a unit of an order became.
CREATE TABLE order_unit (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    order_id UUID NOT NULL REFERENCES sales_order (id),
    line_id UUID NOT NULL REFERENCES order_line (id),
    unit_no BIGINT NOT NULL CONSTRAINT order_unit_unit_no_check CHECK (unit_no > 0),
    asset_id UUID NOT NULL REFERENCES asset (id),
    version BIGINT NOT NULL,
    UNIQUE (line_id, unit_no),
    UNIQUE (asset_id)
);
CREATE INDEX order_unit_order_index ON order_unit (order_id);

-- Somebody who sells and somebody who knows talk about offering service (R54).
CREATE TABLE coaching (
    id UUID NOT NULL PRIMARY KEY,
    rep_id UUID NOT NULL,
    cause TEXT NOT NULL,
    asked TEXT NOT NULL,
    coach_id UUID,
    opened_at BIGINT NOT NULL,
    due_on TEXT NOT NULL,
    before_orders BIGINT NOT NULL,
    before_offered BIGINT NOT NULL,
    held_at BIGINT,
    held_on TEXT,
    notes TEXT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX coaching_rep_index ON coaching (rep_id, opened_at);
CREATE INDEX coaching_open_index ON coaching (due_on) WHERE state = 'open';
