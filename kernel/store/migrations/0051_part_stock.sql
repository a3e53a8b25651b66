-- A part in a place, and how long a new supply takes.
CREATE TABLE part_stock (
    id UUID NOT NULL PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES product (id),
    place TEXT NOT NULL,
    on_hand BIGINT NOT NULL,
    supply_days BIGINT NOT NULL,
    supply_working BOOLEAN NOT NULL,
    calendar_id UUID,
    version BIGINT NOT NULL,
    UNIQUE (product_id, place)
);

-- Pieces on order, by the day they are expected.
CREATE TABLE part_receipt (
    id UUID NOT NULL PRIMARY KEY,
    stock_id UUID NOT NULL REFERENCES part_stock (id),
    quantity BIGINT NOT NULL,
    expected_on TEXT NOT NULL,
    received_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX part_receipt_stock_index ON part_receipt (stock_id, expected_on) WHERE received_on IS NULL;
