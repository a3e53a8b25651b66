-- Why a less certain cost of a stop took the place of a more certain one. Somebody's own words: they stand in a row of
-- their own, under its own key, so that whoever is named in them can be struck (R64).
CREATE TABLE value_cost_reason (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    profile_id UUID NOT NULL REFERENCES value_profile (id),
    reason TEXT NOT NULL,
    stated_by UUID REFERENCES person (id),
    stated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX value_cost_reason_customer_index ON value_cost_reason (customer_id, stated_at);
