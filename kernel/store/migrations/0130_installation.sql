-- What an installation or implementation of a product asks for, in revisions: one that was used is never edited.
CREATE TABLE install_template (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    revision BIGINT NOT NULL CONSTRAINT install_template_revision_check CHECK (revision > 0),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    product_id UUID REFERENCES product (id),
    content TEXT NOT NULL,
    standing BOOLEAN NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (code, revision)
);
CREATE UNIQUE INDEX install_template_standing_key ON install_template (code) WHERE standing;

-- The plan by which one unit of an order is installed, or one software line implemented (R25, R26).
CREATE TABLE install_plan (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    order_id UUID REFERENCES sales_order (id),
    line_id UUID REFERENCES order_line (id),
    unit_no BIGINT NOT NULL,
    asset_id UUID REFERENCES asset (id),
    product_id UUID REFERENCES product (id),
    title TEXT NOT NULL,
    template_id UUID REFERENCES install_template (id),
    tools TEXT NOT NULL,
    skills TEXT NOT NULL,
    lead_id UUID,
    seats BIGINT NOT NULL,
    planned_from TEXT,
    planned_until TEXT,
    moved_by_hand BOOLEAN NOT NULL,
    moved_words TEXT,
    state TEXT NOT NULL,
    begun_at BIGINT,
    finished_on TEXT,
    finished_at BIGINT,
    trained BIGINT,
    reason TEXT,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT install_plan_dates_check CHECK (planned_from IS NULL OR planned_until IS NULL OR planned_from <= planned_until),
    UNIQUE (number)
);
CREATE UNIQUE INDEX install_plan_unit_key ON install_plan (line_id, unit_no) WHERE line_id IS NOT NULL AND state <> 'cancelled';
CREATE INDEX install_plan_customer_index ON install_plan (customer_id, made_at);
CREATE INDEX install_plan_order_index ON install_plan (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX install_plan_asset_index ON install_plan (asset_id) WHERE asset_id IS NOT NULL;
CREATE INDEX install_plan_list_index ON install_plan (state, planned_from, id);
CREATE INDEX install_plan_lead_index ON install_plan (lead_id, state) WHERE lead_id IS NOT NULL;
CREATE INDEX install_plan_finished_index ON install_plan (finished_on) WHERE finished_on IS NOT NULL;

-- Readiness items with their own due, ours and the customer's, and the steps of the work with what proves them.
CREATE TABLE installation_item (
    id UUID NOT NULL PRIMARY KEY,
    installation_id UUID NOT NULL REFERENCES install_plan (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    part TEXT NOT NULL,
    stage TEXT NOT NULL,
    place BIGINT NOT NULL,
    side TEXT NOT NULL,
    en TEXT NOT NULL,
    pt TEXT NOT NULL,
    mandatory BOOLEAN NOT NULL,
    evidence TEXT NOT NULL,
    days_before BIGINT NOT NULL,
    due_on TEXT,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    reading TEXT NOT NULL,
    attachment_id UUID REFERENCES attachment (id),
    done_at BIGINT,
    done_by UUID,
    done_by_contact UUID REFERENCES contact (id),
    redone BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (installation_id, part, place)
);
CREATE INDEX installation_item_customer_index ON installation_item (customer_id, side, state);

-- What was found wrong while installing. A fault that needed another visit spoils "right first time".
CREATE TABLE installation_fault (
    id UUID NOT NULL PRIMARY KEY,
    installation_id UUID NOT NULL REFERENCES install_plan (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    what TEXT NOT NULL,
    needs_return BOOLEAN NOT NULL,
    found_at BIGINT NOT NULL,
    found_by UUID,
    mended_at BIGINT,
    mended_words TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX installation_fault_installation_index ON installation_fault (installation_id, found_at);
CREATE INDEX installation_fault_customer_index ON installation_fault (customer_id);

-- The customer's signature under exactly one text. Name and drawing are personal; the text has no name in it.
CREATE TABLE installation_signature (
    id UUID NOT NULL PRIMARY KEY,
    installation_id UUID NOT NULL REFERENCES install_plan (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID NOT NULL REFERENCES contact (id),
    name TEXT,
    drawing TEXT,
    language TEXT NOT NULL,
    words TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    accepted_on TEXT NOT NULL,
    witness_id UUID,
    via TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (installation_id)
);
CREATE INDEX installation_signature_customer_index ON installation_signature (customer_id);
