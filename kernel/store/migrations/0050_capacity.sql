-- Production slots of a product in a week, named by its Monday.
CREATE TABLE slot_plan (
    id UUID NOT NULL PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES product (id),
    week TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (product_id, week)
);

-- What is particular to a territory as a place where goods go and crews work.
CREATE TABLE region_terms (
    id UUID NOT NULL PRIMARY KEY,
    territory_id UUID NOT NULL,
    crew_calendar_id UUID,
    transport_days BIGINT,
    transport_working BOOLEAN NOT NULL,
    day_minutes_max BIGINT,
    weeks_max BIGINT,
    week_minutes_min BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (territory_id)
);

-- Minutes that somebody gives to one skill in one territory, Monday to Sunday of an ordinary week.
CREATE TABLE crew_member (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID,
    name TEXT NOT NULL,
    territory_id UUID NOT NULL,
    skill_id UUID NOT NULL REFERENCES skill (id),
    by_weekday TEXT NOT NULL,
    from_on TEXT,
    until_on TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX crew_member_region_index ON crew_member (territory_id, skill_id);
CREATE INDEX crew_member_person_index ON crew_member (person_id) WHERE person_id IS NOT NULL;

-- What is taken of a week, and for what. The truth; `bucket` is derived from it.
CREATE TABLE reservation (
    id UUID NOT NULL PRIMARY KEY,
    booking_id UUID NOT NULL,
    kind TEXT NOT NULL,
    pool_id UUID NOT NULL,
    skill_id UUID,
    week TEXT NOT NULL,
    amount BIGINT NOT NULL,
    hold TEXT NOT NULL,
    expires_at BIGINT,
    order_id UUID,
    line_id UUID,
    customer_id UUID NOT NULL,
    site_id UUID,
    promise_id UUID,
    realises_on TEXT NOT NULL,
    not_before TEXT NOT NULL,
    due_on TEXT NOT NULL,
    harm BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX reservation_pool_index ON reservation (kind, pool_id, week);
CREATE INDEX reservation_order_index ON reservation (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX reservation_booking_index ON reservation (booking_id);
CREATE INDEX reservation_promise_index ON reservation (promise_id) WHERE promise_id IS NOT NULL;
CREATE INDEX reservation_customer_index ON reservation (customer_id);

-- Derived: the sums of `reservation`, firm (told or offered) and aimed (targets), by which simultaneous orders meet.
CREATE TABLE bucket (
    kind TEXT NOT NULL,
    pool_id UUID NOT NULL,
    skill_id UUID NOT NULL,
    week TEXT NOT NULL,
    taken BIGINT NOT NULL,
    aimed BIGINT NOT NULL,
    PRIMARY KEY (kind, pool_id, skill_id, week)
);

-- Operational: how often the hours of a crew changed. Locked by who changes them and by who takes of them, so that
-- neither passes the other unseen.
CREATE TABLE crew_turn (
    territory_id UUID NOT NULL,
    skill_id UUID NOT NULL,
    turn BIGINT NOT NULL,
    PRIMARY KEY (territory_id, skill_id)
);
