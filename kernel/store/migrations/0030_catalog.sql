-- A skill that work on a site needs.
CREATE TABLE skill (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);

-- What the company sells. `installation` lists skills and minutes for each unit.
CREATE TABLE product (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    by_slots BOOLEAN NOT NULL,
    plant_calendar_id UUID,
    installation TEXT NOT NULL,
    transport_days BIGINT NOT NULL,
    transport_working BOOLEAN NOT NULL,
    price_minor BIGINT,
    currency TEXT,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (code)
);
CREATE INDEX product_kind_index ON product (kind, code);

-- Lead times by effective date; never rewritten (R18).
CREATE TABLE lead_time (
    id UUID NOT NULL PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES product (id),
    days BIGINT NOT NULL,
    working BOOLEAN NOT NULL,
    effective_from TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_by UUID,
    set_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX lead_time_product_index ON lead_time (product_id, effective_from, set_at);
