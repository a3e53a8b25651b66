-- A customer's time line stands in the order in which things happened: what was told afterwards, or brought from before,
-- has its place there. A page of it is read from here, however long the line is.
CREATE INDEX event_time_index ON event (chain, happened_at, seq);
