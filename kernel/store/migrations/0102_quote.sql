-- Offers to customers. A version that was sent is never edited: a newer one takes its place. `tie_id` is what the line
-- is tied to: a value profile or a programme; orders are known to the room above.
CREATE TABLE quote (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    contact_id UUID REFERENCES contact (id),
    opportunity_id UUID REFERENCES opportunity (id),
    title TEXT NOT NULL,
    currency TEXT NOT NULL,
    zone TEXT NOT NULL,
    state TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES person (id),
    sent_version BIGINT,
    draft_version BIGINT,
    opened_by UUID,
    opened_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX quote_customer_index ON quote (customer_id, opened_at, id);
CREATE INDEX quote_list_index ON quote (opened_at, id);
CREATE INDEX quote_state_index ON quote (state, opened_at, id);
CREATE INDEX quote_owner_index ON quote (owner_id, state);
CREATE INDEX quote_opportunity_index ON quote (opportunity_id) WHERE opportunity_id IS NOT NULL;
CREATE INDEX quote_ended_index ON quote (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE quote_version (
    id UUID NOT NULL PRIMARY KEY,
    quote_id UUID NOT NULL REFERENCES quote (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    price_list_id UUID REFERENCES price_list (id),
    list_currency TEXT,
    exchange_rate TEXT,
    rate_on TEXT,
    valid_until TEXT NOT NULL,
    introduction TEXT NOT NULL,
    payment_terms TEXT NOT NULL,
    delivery_terms TEXT NOT NULL,
    payment_parts BIGINT NOT NULL CONSTRAINT quote_version_payment_parts_check CHECK (payment_parts BETWEEN 1 AND 120),
    tax_rates TEXT NOT NULL,
    net_minor BIGINT NOT NULL,
    gross_minor BIGINT NOT NULL,
    sent_at BIGINT,
    sent_by UUID,
    sent_to UUID REFERENCES contact (id),
    sent_channel TEXT,
    ended_at BIGINT,
    ended_words TEXT,
    version BIGINT NOT NULL,
    UNIQUE (quote_id, number)
);
CREATE INDEX quote_version_state_index ON quote_version (state);

-- Quantities are thousandths, unit prices ten-thousandths of the main unit of the quote's currency; a plan's price is
-- that of a year, its term says for how many months.
CREATE TABLE quote_line (
    id UUID NOT NULL PRIMARY KEY,
    quote_id UUID NOT NULL REFERENCES quote (id),
    quote_version_id UUID NOT NULL REFERENCES quote_version (id),
    line_no BIGINT NOT NULL,
    kind TEXT NOT NULL,
    product_id UUID REFERENCES product (id),
    plan_version_id UUID REFERENCES plan_version (id),
    for_line_no BIGINT,
    asset_id UUID REFERENCES asset (id),
    description TEXT NOT NULL,
    quantity_milli BIGINT NOT NULL CONSTRAINT quote_line_quantity_milli_check CHECK (quantity_milli > 0),
    term_months BIGINT,
    list_price_e4 BIGINT,
    list_entry_id UUID REFERENCES price_entry (id),
    discount_percent TEXT NOT NULL,
    discount_by UUID,
    unit_price_e4 BIGINT NOT NULL CONSTRAINT quote_line_unit_price_e4_check CHECK (unit_price_e4 > 0),
    net_minor BIGINT NOT NULL,
    taxes TEXT NOT NULL,
    tie_kind TEXT,
    tie_id UUID,
    tie_words TEXT,
    no_plan_reason TEXT,
    no_plan_words TEXT,
    worth TEXT,
    version BIGINT NOT NULL,
    UNIQUE (quote_version_id, line_no)
);
CREATE INDEX quote_line_quote_index ON quote_line (quote_id);
CREATE INDEX quote_line_plan_index ON quote_line (plan_version_id) WHERE plan_version_id IS NOT NULL;

-- What a line says of its product: a statement of its fact sheet, or a dated promise.
CREATE TABLE quote_statement (
    id UUID NOT NULL PRIMARY KEY,
    quote_line_id UUID NOT NULL REFERENCES quote_line (id),
    capability_id UUID REFERENCES capability (id),
    promise_id UUID REFERENCES promise (id),
    wording TEXT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT quote_statement_ground_check CHECK ((capability_id IS NULL) <> (promise_id IS NULL))
);
CREATE INDEX quote_statement_line_index ON quote_statement (quote_line_id);

CREATE TABLE quote_claim (
    id UUID NOT NULL PRIMARY KEY,
    quote_version_id UUID NOT NULL REFERENCES quote_version (id),
    claim_id UUID NOT NULL REFERENCES claim (id),
    wording TEXT NOT NULL,
    evidence TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (quote_version_id, claim_id)
);
CREATE INDEX quote_claim_claim_index ON quote_claim (claim_id);

-- A quote is accepted once, whichever way the acceptance reaches us and however often.
CREATE TABLE quote_acceptance (
    id UUID NOT NULL PRIMARY KEY,
    quote_id UUID NOT NULL REFERENCES quote (id),
    quote_version_id UUID NOT NULL REFERENCES quote_version (id),
    way TEXT NOT NULL,
    contact_id UUID REFERENCES contact (id),
    attachment_id UUID REFERENCES attachment (id),
    order_id UUID,
    words TEXT NOT NULL,
    left_out TEXT NOT NULL,
    left_out_reason TEXT,
    net_minor BIGINT NOT NULL,
    gross_minor BIGINT NOT NULL,
    accepted_on TEXT NOT NULL,
    recorded_by UUID,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (quote_id)
);

-- "This is not what I was sold", against the line by which it was sold.
CREATE TABLE oversell_case (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    quote_id UUID NOT NULL REFERENCES quote (id),
    quote_line_id UUID NOT NULL REFERENCES quote_line (id),
    contact_id UUID REFERENCES contact (id),
    said TEXT NOT NULL,
    raised_by UUID,
    raised_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    finding TEXT,
    remedy TEXT,
    settled_by UUID,
    settled_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX oversell_case_quote_index ON oversell_case (quote_id);
CREATE INDEX oversell_case_customer_index ON oversell_case (customer_id);
CREATE INDEX oversell_case_raised_index ON oversell_case (raised_at);
