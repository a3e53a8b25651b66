-- The replacement of old units one by one, and the trial that goes before it (R12). Capacity is a thousandth of a unit a month.
CREATE TABLE programme (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    opportunity_id UUID REFERENCES opportunity (id),
    name TEXT NOT NULL,
    product_id UUID NOT NULL REFERENCES product (id),
    owner_id UUID REFERENCES person (id),
    units BIGINT NOT NULL CONSTRAINT programme_units_check CHECK (units > 0),
    starts_on TEXT NOT NULL,
    months BIGINT NOT NULL CONSTRAINT programme_months_check CHECK (months > 0),
    capacity_milli BIGINT NOT NULL CONSTRAINT programme_capacity_milli_check CHECK (capacity_milli > 0),
    lead_days BIGINT NOT NULL CONSTRAINT programme_lead_days_check CHECK (lead_days >= 0),
    preparation_days BIGINT NOT NULL CONSTRAINT programme_preparation_days_check CHECK (preparation_days >= 0),
    unit_price_minor BIGINT CONSTRAINT programme_unit_price_minor_check CHECK (unit_price_minor >= 0),
    plan_price_minor BIGINT CONSTRAINT programme_plan_price_minor_check CHECK (plan_price_minor >= 0),
    currency TEXT,
    trial_order_id UUID,
    trial_unit_id UUID REFERENCES asset (id),
    trial_retires_id UUID REFERENCES asset (id),
    trial_counts TEXT NOT NULL,
    decided_on TEXT,
    decided_words TEXT NOT NULL,
    warned_at BIGINT,
    made_by UUID,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX programme_customer_index ON programme (customer_id, starts_on, id);
CREATE INDEX programme_opportunity_index ON programme (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX programme_order_index ON programme (trial_order_id) WHERE trial_order_id IS NOT NULL;
CREATE INDEX programme_owner_index ON programme (owner_id) WHERE decided_on IS NULL;
CREATE INDEX programme_list_index ON programme (starts_on, id);

CREATE TABLE programme_unit (
    id UUID NOT NULL PRIMARY KEY,
    programme_id UUID NOT NULL REFERENCES programme (id),
    asset_id UUID NOT NULL REFERENCES asset (id),
    version BIGINT NOT NULL,
    UNIQUE (programme_id, asset_id)
);
CREATE INDEX programme_unit_asset_index ON programme_unit (asset_id);

-- What the customer said must hold for the trial to count as passed.
CREATE TABLE programme_criterion (
    id UUID NOT NULL PRIMARY KEY,
    programme_id UUID NOT NULL REFERENCES programme (id),
    what TEXT NOT NULL,
    agreed_by UUID NOT NULL REFERENCES contact (id),
    agreed_on TEXT NOT NULL,
    recorded_by UUID,
    met BOOLEAN,
    judged_on TEXT,
    judged_words TEXT NOT NULL,
    place BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX programme_criterion_programme_index ON programme_criterion (programme_id, place);
