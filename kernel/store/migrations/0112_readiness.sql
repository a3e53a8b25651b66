-- When somebody stands by for calls in a territory: weekdays (0 is Monday) and minutes of the day in the territory's
-- own time. A window that ends before it begins passes midnight.
CREATE TABLE standby_window (
    id UUID NOT NULL PRIMARY KEY,
    territory_id UUID NOT NULL,
    person_id UUID NOT NULL,
    weekdays TEXT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    from_on TEXT,
    until_on TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT standby_window_minutes_check CHECK (from_minute >= 0 AND from_minute < 1440 AND until_minute >= 0 AND until_minute <= 1440)
);
CREATE INDEX standby_window_territory_index ON standby_window (territory_id);

-- Minutes of the way to a site, or to the sites of a territory that have none of their own.
CREATE TABLE travel_time (
    id UUID NOT NULL PRIMARY KEY,
    territory_id UUID,
    site_id UUID REFERENCES site (id),
    minutes BIGINT NOT NULL CONSTRAINT travel_time_minutes_check CHECK (minutes >= 0),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX travel_time_site_key ON travel_time (site_id) WHERE site_id IS NOT NULL;
CREATE UNIQUE INDEX travel_time_territory_key ON travel_time (territory_id) WHERE territory_id IS NOT NULL;

-- Parts without which a stop of a product lasts.
CREATE TABLE critical_part (
    id UUID NOT NULL PRIMARY KEY,
    product_id UUID NOT NULL REFERENCES product (id),
    part_id UUID NOT NULL REFERENCES product (id),
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (product_id, part_id)
);

-- Minutes from a place where parts are kept to the sites of a territory.
CREATE TABLE part_reach (
    id UUID NOT NULL PRIMARY KEY,
    place TEXT NOT NULL,
    territory_id UUID NOT NULL,
    minutes BIGINT NOT NULL CONSTRAINT part_reach_minutes_check CHECK (minutes >= 0),
    version BIGINT NOT NULL,
    UNIQUE (place, territory_id)
);
