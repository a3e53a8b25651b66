-- What may be said of a product: one sheet for each of its versions, its statements in both languages. Nothing is
-- rewritten: a statement that no longer holds is withdrawn from a day.
CREATE TABLE fact_sheet (
    id UUID NOT NULL PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES product (id),
    product_version TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    entered_by UUID,
    entered_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (product_id, product_version)
);

CREATE TABLE capability (
    id UUID NOT NULL PRIMARY KEY,
    fact_sheet_id UUID NOT NULL REFERENCES fact_sheet (id),
    place BIGINT NOT NULL,
    text_en TEXT NOT NULL,
    text_pt TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    withdrawn_reason TEXT,
    version BIGINT NOT NULL,
    UNIQUE (fact_sheet_id, place)
);
