-- Who has which thing open in a browser, where several nodes serve: each node tells the others. A row lives as long as the
-- page is open, or some seconds longer when its node died; it is no record of who looked at what.
CREATE TABLE presence (
    stream UUID NOT NULL PRIMARY KEY,
    topic UUID NOT NULL,
    place TEXT NOT NULL,
    person_id UUID NOT NULL,
    seen_at BIGINT NOT NULL,
    wrote_at BIGINT
);
CREATE INDEX presence_place_index ON presence (topic, place);
