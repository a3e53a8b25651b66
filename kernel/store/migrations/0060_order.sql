-- What a customer ordered. Agreed texts and sums of each version stand in order_version; nothing is rewritten.
CREATE TABLE sales_order (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    contact_id UUID REFERENCES contact (id),
    ordered_on TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    customer_reference TEXT NOT NULL,
    currency TEXT NOT NULL,
    payment_terms TEXT NOT NULL,
    delivery_terms TEXT NOT NULL,
    ship_apart BOOLEAN NOT NULL,
    trial BOOLEAN NOT NULL,
    net_new BOOLEAN NOT NULL,
    imported BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    holds TEXT NOT NULL,
    current_version BIGINT NOT NULL,
    entered_by UUID,
    entered_at BIGINT NOT NULL,
    released_at BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX sales_order_customer_index ON sales_order (customer_id, ordered_on, id);
CREATE INDEX sales_order_list_index ON sales_order (ordered_on, id);
CREATE INDEX sales_order_state_index ON sales_order (state, ordered_on, id);

CREATE TABLE order_version (
    id UUID NOT NULL PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES sales_order (id),
    number BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    snapshot TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (order_id, number)
);

-- Quantities are thousandths of a unit, unit prices ten-thousandths of the main unit of the order's currency. A
-- cancelling line keeps a positive quantity; its kind gives the sign.
CREATE TABLE order_line (
    id UUID NOT NULL PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES sales_order (id),
    line_no BIGINT NOT NULL,
    kind TEXT NOT NULL,
    cancels_line_id UUID REFERENCES order_line (id),
    product_id UUID REFERENCES product (id),
    description TEXT NOT NULL,
    quantity_milli BIGINT NOT NULL CONSTRAINT order_line_quantity_milli_check CHECK (quantity_milli > 0),
    unit_price_e4 BIGINT NOT NULL CONSTRAINT order_line_unit_price_e4_check CHECK (unit_price_e4 >= 0),
    net_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    taxes TEXT NOT NULL,
    required_on TEXT,
    committed_on TEXT,
    first_committed_on TEXT,
    target_on TEXT,
    forecast_on TEXT,
    install_planned_on TEXT,
    install_committed_on TEXT,
    ship_promise_id UUID REFERENCES promise (id),
    install_promise_id UUID REFERENCES promise (id),
    shipped_on TEXT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (order_id, line_no)
);
CREATE INDEX order_line_product_index ON order_line (product_id);
CREATE INDEX order_line_cancels_index ON order_line (cancels_line_id) WHERE cancels_line_id IS NOT NULL;
CREATE INDEX order_line_ship_promise_index ON order_line (ship_promise_id) WHERE ship_promise_id IS NOT NULL;
CREATE INDEX order_line_install_promise_index ON order_line (install_promise_id) WHERE install_promise_id IS NOT NULL;
CREATE INDEX order_line_shipped_index ON order_line (shipped_on) WHERE shipped_on IS NOT NULL;
CREATE INDEX order_line_committed_index ON order_line (committed_on) WHERE state = 'open';

-- Every date a line ever had, who set it, why, and whether the customer was told and accepted (R18, R24).
CREATE TABLE line_date (
    id UUID NOT NULL PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES sales_order (id),
    line_id UUID NOT NULL REFERENCES order_line (id),
    what TEXT NOT NULL,
    old_on TEXT,
    new_on TEXT,
    reason TEXT NOT NULL,
    set_by UUID,
    set_at BIGINT NOT NULL,
    told BOOLEAN NOT NULL,
    accepted BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX line_date_order_index ON line_date (order_id, set_at, id);
CREATE INDEX line_date_line_index ON line_date (line_id, what);
