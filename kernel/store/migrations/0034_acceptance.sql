-- The customer accepted a unit on a civil date of its site. A correction adds a row; the latest recorded one holds.
CREATE TABLE asset_acceptance (
    id UUID NOT NULL PRIMARY KEY,
    asset_id UUID NOT NULL REFERENCES asset (id),
    accepted_on TEXT NOT NULL,
    contact_id UUID,
    satisfaction BIGINT CONSTRAINT asset_acceptance_satisfaction_check CHECK (satisfaction BETWEEN 1 AND 5),
    reason TEXT NOT NULL,
    place BIGINT NOT NULL,
    recorded_by UUID,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (asset_id, place)
);

-- Months of warranty of a product, where they differ from the company's.
CREATE TABLE product_warranty (
    id UUID NOT NULL PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES product (id),
    months BIGINT NOT NULL CONSTRAINT product_warranty_months_check CHECK (months >= 0),
    version BIGINT NOT NULL,
    UNIQUE (product_id)
);
