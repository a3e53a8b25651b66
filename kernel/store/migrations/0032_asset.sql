-- The installed base: units that stand at customers, ours, a rival's, or the customer's own.
-- An empty maker is our company. `maker_key`, `model_key` and `serial_key` are folded, so that a serial number is known again
-- whatever its case and blanks. `order_id` and `order_line_id` belong to a room above and are kept as they are.
CREATE TABLE asset (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    parent_id UUID REFERENCES asset (id),
    origin TEXT NOT NULL,
    maker TEXT NOT NULL,
    maker_key TEXT NOT NULL,
    product_id UUID REFERENCES product (id),
    model TEXT NOT NULL,
    model_key TEXT NOT NULL,
    serial TEXT NOT NULL,
    serial_key TEXT,
    order_id UUID,
    order_line_id UUID,
    in_service_on TEXT,
    known_from TEXT,
    known_until TEXT,
    warranty_months BIGINT CONSTRAINT asset_warranty_months_check CHECK (warranty_months >= 0),
    accepted_on TEXT,
    retired_on TEXT,
    retired_reason TEXT NOT NULL,
    successor_id UUID REFERENCES asset (id),
    contract_ends_on TEXT,
    note TEXT NOT NULL,
    imported BOOLEAN NOT NULL,
    entered_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT asset_parent_check CHECK (parent_id <> id),
    CONSTRAINT asset_successor_check CHECK (successor_id <> id),
    UNIQUE (number)
);
CREATE UNIQUE INDEX asset_maker_key_serial_key_key ON asset (maker_key, serial_key) WHERE serial_key IS NOT NULL;
CREATE INDEX asset_customer_index ON asset (customer_id, model_key, id);
CREATE INDEX asset_product_index ON asset (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX asset_model_index ON asset (maker_key, model_key);
CREATE INDEX asset_list_index ON asset (model_key, id);
CREATE INDEX asset_site_index ON asset (site_id) WHERE site_id IS NOT NULL;
CREATE INDEX asset_parent_index ON asset (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX asset_successor_index ON asset (successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX asset_order_line_index ON asset (order_line_id) WHERE order_line_id IS NOT NULL;
CREATE INDEX asset_order_index ON asset (order_id) WHERE order_id IS NOT NULL;

-- Where a unit stood, from an instant until the next row of the same unit. Before the first row it stood where that says.
CREATE TABLE asset_place (
    id UUID NOT NULL PRIMARY KEY,
    asset_id UUID NOT NULL REFERENCES asset (id),
    site_id UUID REFERENCES site (id),
    from_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by UUID,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (asset_id, from_at)
);
