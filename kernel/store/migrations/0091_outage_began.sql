-- What happened in a year, over the whole installed base: the report of needs that no plan covers reads it.
CREATE INDEX asset_outage_began_index ON asset_outage (began_at, id);
