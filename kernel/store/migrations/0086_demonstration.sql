-- Demonstrations with the local engineer (R10).
CREATE TABLE demonstration (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    opportunity_id UUID NOT NULL REFERENCES opportunity (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    product_id UUID NOT NULL REFERENCES product (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    rep_id UUID NOT NULL REFERENCES person (id),
    engineer_id UUID REFERENCES person (id),
    no_engineer_reason TEXT,
    engineer_came BOOLEAN,
    contacts TEXT NOT NULL,
    outcome TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT demonstration_state_check CHECK (state IN ('planned', 'held', 'cancelled')),
    released_at BIGINT,
    released_engineer_id UUID,
    released_reason TEXT,
    planned_by UUID,
    planned_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number),
    CONSTRAINT demonstration_time_check CHECK (ends_at > starts_at),
    CONSTRAINT demonstration_engineer_check CHECK (engineer_id IS NOT NULL OR no_engineer_reason IS NOT NULL OR released_at IS NOT NULL)
);
CREATE INDEX demonstration_opportunity_index ON demonstration (opportunity_id, starts_at);
CREATE INDEX demonstration_engineer_index ON demonstration (engineer_id, starts_at);
CREATE INDEX demonstration_list_index ON demonstration (starts_at, id);
CREATE INDEX demonstration_customer_index ON demonstration (customer_id);

-- What a colleague gave to something that was not theirs to sell; rewards rest on it.
CREATE TABLE contribution (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    person_id UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    about_kind TEXT NOT NULL,
    about_id UUID NOT NULL,
    happened_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (person_id, kind, about_id)
);
CREATE INDEX contribution_person_index ON contribution (person_id, happened_at);
CREATE INDEX contribution_customer_index ON contribution (customer_id, happened_at);
CREATE INDEX contribution_about_index ON contribution (about_id);
