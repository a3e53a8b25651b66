-- A place where parts are kept. Its name is that of the stock there and of the ways from it.
CREATE TABLE part_place (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    territory_id UUID,
    person_id UUID,
    site_id UUID REFERENCES site (id),
    address TEXT NOT NULL,
    night_access BOOLEAN NOT NULL,
    night_note TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);
CREATE INDEX part_place_site_index ON part_place (site_id) WHERE site_id IS NOT NULL;

-- Who holds a key of a place, and from when to when.
CREATE TABLE part_key (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID NOT NULL REFERENCES part_place (id),
    person_id UUID NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    tested_on TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT part_key_days_check CHECK (until_on IS NULL OR until_on >= from_on)
);
CREATE INDEX part_key_place_index ON part_key (place_id);
CREATE INDEX part_key_person_index ON part_key (person_id);

-- How many pieces of a part a place should have, where somebody set it; otherwise it follows from what is sold.
CREATE TABLE part_minimum (
    id UUID NOT NULL PRIMARY KEY,
    stock_id UUID NOT NULL REFERENCES part_stock (id),
    pieces BIGINT NOT NULL CONSTRAINT part_minimum_pieces_check CHECK (pieces >= 0),
    version BIGINT NOT NULL,
    UNIQUE (stock_id)
);

-- A piece that left its place, or came back.
CREATE TABLE part_move (
    id UUID NOT NULL PRIMARY KEY,
    stock_id UUID NOT NULL REFERENCES part_stock (id),
    kind TEXT NOT NULL,
    quantity BIGINT NOT NULL CONSTRAINT part_move_quantity_check CHECK (quantity > 0),
    returned BIGINT NOT NULL CONSTRAINT part_move_returned_check CHECK (returned >= 0),
    visit_id UUID REFERENCES visit (id),
    subject_kind TEXT,
    subject_id UUID,
    customer_id UUID,
    person_id UUID,
    note TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT part_move_back_check CHECK (returned <= quantity),
    CONSTRAINT part_move_subject_check CHECK ((subject_kind IS NULL) = (subject_id IS NULL))
);
CREATE INDEX part_move_stock_index ON part_move (stock_id, recorded_at);
CREATE INDEX part_move_visit_index ON part_move (visit_id) WHERE visit_id IS NOT NULL;

-- Pieces that a place lacks and somebody was asked for.
CREATE TABLE replenishment (
    id UUID NOT NULL PRIMARY KEY,
    stock_id UUID NOT NULL REFERENCES part_stock (id),
    quantity BIGINT NOT NULL CONSTRAINT replenishment_quantity_check CHECK (quantity > 0),
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX replenishment_open_key ON replenishment (stock_id) WHERE state = 'open';

CREATE INDEX part_stock_place_index ON part_stock (place);
