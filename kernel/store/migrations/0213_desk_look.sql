-- Operational: when somebody last said that they have seen the desk's queue.
CREATE TABLE desk_look (
    person_id UUID NOT NULL PRIMARY KEY REFERENCES person (id),
    looked_at BIGINT NOT NULL
);
