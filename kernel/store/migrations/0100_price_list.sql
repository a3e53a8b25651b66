-- What things cost, from a day until a day, both included; an open end holds until it is ended. Prices are
-- ten-thousandths of the main unit of the list's currency; a plan's price is that of a year.
CREATE TABLE price_list (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    entered_by UUID,
    entered_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);
CREATE INDEX price_list_currency_index ON price_list (currency, valid_from);

CREATE TABLE price_entry (
    id UUID NOT NULL PRIMARY KEY,
    price_list_id UUID NOT NULL REFERENCES price_list (id),
    product_id UUID REFERENCES product (id),
    plan_version_id UUID REFERENCES plan_version (id),
    unit_price_e4 BIGINT NOT NULL CONSTRAINT price_entry_unit_price_e4_check CHECK (unit_price_e4 > 0),
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    set_by UUID,
    set_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT price_entry_one_thing_check CHECK ((product_id IS NULL) <> (plan_version_id IS NULL))
);
CREATE UNIQUE INDEX price_entry_product_key ON price_entry (price_list_id, product_id, valid_from) WHERE product_id IS NOT NULL;
CREATE UNIQUE INDEX price_entry_plan_key ON price_entry (price_list_id, plan_version_id, valid_from) WHERE plan_version_id IS NOT NULL;
CREATE INDEX price_entry_product_index ON price_entry (product_id, price_list_id) WHERE product_id IS NOT NULL;
CREATE INDEX price_entry_plan_index ON price_entry (plan_version_id, price_list_id) WHERE plan_version_id IS NOT NULL;
CREATE INDEX price_entry_list_index ON price_entry (price_list_id, valid_from, id);
