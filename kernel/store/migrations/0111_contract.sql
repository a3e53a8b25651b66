-- Service contracts (R16). What was agreed at sale stands here and is not edited; cover says from when to when.
CREATE TABLE service_contract (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    order_id UUID REFERENCES sales_order (id),
    quote_id UUID,
    renews_id UUID REFERENCES service_contract (id),
    currency TEXT NOT NULL,
    billing TEXT NOT NULL,
    exit_right BOOLEAN NOT NULL,
    sold_on TEXT NOT NULL,
    sold_at BIGINT NOT NULL,
    sold_by UUID,
    owner_id UUID,
    state TEXT NOT NULL,
    ended_on TEXT,
    ended_reason TEXT,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX service_contract_customer_index ON service_contract (customer_id, sold_on, id);
CREATE INDEX service_contract_list_index ON service_contract (sold_on, id);
CREATE INDEX service_contract_order_index ON service_contract (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX service_contract_renews_index ON service_contract (renews_id) WHERE renews_id IS NOT NULL;

-- One plan version for some units. Prices are those of a year for one unit, in minor units of the contract's currency.
CREATE TABLE contract_line (
    id UUID NOT NULL PRIMARY KEY,
    contract_id UUID NOT NULL REFERENCES service_contract (id),
    line_no BIGINT NOT NULL,
    plan_id UUID NOT NULL REFERENCES service_plan (id),
    plan_version_id UUID NOT NULL REFERENCES plan_version (id),
    plan_name TEXT NOT NULL,
    decision_id UUID REFERENCES service_decision (id),
    order_line_id UUID REFERENCES order_line (id),
    charge_line_id UUID REFERENCES order_line (id),
    units BIGINT NOT NULL CONSTRAINT contract_line_units_check CHECK (units > 0),
    year_minor BIGINT NOT NULL CONSTRAINT contract_line_year_minor_check CHECK (year_minor >= 0),
    list_minor BIGINT NOT NULL CONSTRAINT contract_line_list_minor_check CHECK (list_minor >= 0),
    term_months BIGINT NOT NULL CONSTRAINT contract_line_term_months_check CHECK (term_months > 0),
    early_sale TEXT NOT NULL,
    window_until TEXT,
    window_by UUID,
    agreed TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (contract_id, line_no)
);

-- Cover of one unit: from an anchor (its acceptance) so many whole months to so many. The instants are those of its
-- site's zone; by them it is found.
CREATE TABLE cover_period (
    id UUID NOT NULL PRIMARY KEY,
    contract_id UUID NOT NULL REFERENCES service_contract (id),
    contract_line_id UUID NOT NULL REFERENCES contract_line (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    asset_id UUID NOT NULL REFERENCES asset (id),
    site_id UUID REFERENCES site (id),
    plan_id UUID NOT NULL REFERENCES service_plan (id),
    plan_version_id UUID NOT NULL REFERENCES plan_version (id),
    kind TEXT NOT NULL,
    anchored BOOLEAN NOT NULL,
    anchor_on TEXT NOT NULL,
    from_month BIGINT NOT NULL,
    to_month BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    zone TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    price_minor BIGINT NOT NULL,
    list_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    standing BOOLEAN NOT NULL,
    ended_reason TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT cover_period_order_check CHECK (from_at < until_at)
);
CREATE INDEX cover_period_asset_index ON cover_period (asset_id, from_at) WHERE standing;
CREATE UNIQUE INDEX cover_period_once_key ON cover_period (asset_id, plan_id, from_on) WHERE standing;
CREATE INDEX cover_period_contract_index ON cover_period (contract_id, from_on);
CREATE INDEX cover_period_customer_index ON cover_period (customer_id, until_on);
CREATE INDEX cover_period_until_index ON cover_period (until_on) WHERE standing;

-- What somebody has to do about a contract by a day: value review, revisit, renewal, something missing on site.
CREATE TABLE contract_task (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    contract_id UUID REFERENCES service_contract (id),
    decision_id UUID REFERENCES service_decision (id),
    asset_id UUID REFERENCES asset (id),
    site_id UUID REFERENCES site (id),
    step TEXT NOT NULL,
    facts TEXT NOT NULL,
    owner_id UUID NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by UUID,
    outcome TEXT,
    words TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX contract_task_customer_index ON contract_task (customer_id, due_on);
CREATE INDEX contract_task_open_index ON contract_task (owner_id, due_on) WHERE state = 'open';
CREATE INDEX contract_task_contract_index ON contract_task (contract_id) WHERE contract_id IS NOT NULL;
CREATE INDEX contract_task_decision_index ON contract_task (decision_id) WHERE decision_id IS NOT NULL;
