-- A unit stood still. What was reported stays as it was reported; reports that overlap are one stop when they are counted.
CREATE TABLE asset_outage (
    id UUID NOT NULL PRIMARY KEY,
    asset_id UUID NOT NULL REFERENCES asset (id),
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    note TEXT NOT NULL,
    source TEXT NOT NULL,
    withdrawn_reason TEXT NOT NULL,
    recorded_by UUID,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT asset_outage_ended_at_check CHECK (ended_at >= began_at)
);
CREATE INDEX asset_outage_asset_index ON asset_outage (asset_id, began_at, id);
CREATE INDEX asset_outage_open_index ON asset_outage (asset_id) WHERE state = 'open';

-- What a counter of a unit showed. A counter that was replaced begins anew at its reading.
CREATE TABLE asset_reading (
    id UUID NOT NULL PRIMARY KEY,
    asset_id UUID NOT NULL REFERENCES asset (id),
    counter TEXT NOT NULL,
    read_at BIGINT NOT NULL,
    reading BIGINT NOT NULL CONSTRAINT asset_reading_reading_check CHECK (reading >= 0),
    replaced BOOLEAN NOT NULL,
    recorded_by UUID,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (asset_id, counter, read_at)
);
