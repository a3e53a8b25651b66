-- What stands in the address of a list, kept under a name: for oneself, a team, a role, everybody (R67).
CREATE TABLE saved_view (
    id UUID NOT NULL PRIMARY KEY,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sharing TEXT NOT NULL,
    area_id UUID REFERENCES area (id),
    sphere TEXT,
    role_id UUID REFERENCES role (id),
    usual BOOLEAN NOT NULL,
    author_id UUID NOT NULL REFERENCES person (id),
    kept_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX saved_view_page_index ON saved_view (page, name, id) WHERE removed_at IS NULL;
