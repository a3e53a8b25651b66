-- The company: one row. Everything else finds its home zone, language and currency here.
CREATE TABLE calendar (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    spec TEXT NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);

CREATE TABLE company (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    home_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    calendar_id UUID NOT NULL REFERENCES calendar (id),
    version BIGINT NOT NULL
);

CREATE TABLE territory (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);

-- Areas of the company, each keyed to one of the two spheres, at home or by whose promise it serves (R1).
CREATE TABLE area (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    sphere TEXT,
    serves_sphere TEXT,
    helps TEXT NOT NULL,
    metric TEXT,
    entered_at BIGINT NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);

CREATE TABLE map_publication (
    id UUID NOT NULL PRIMARY KEY,
    published_at BIGINT NOT NULL,
    published_by UUID,
    areas TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX map_publication_published_index ON map_publication (published_at);

CREATE TABLE person (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    theme TEXT NOT NULL,
    density TEXT NOT NULL,
    mail_wish TEXT NOT NULL,
    quiet_from TEXT,
    quiet_until TEXT,
    calendar_id UUID NOT NULL REFERENCES calendar (id),
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX person_folded_index ON person (folded, id);

-- A post in an area; a person may hold posts in both spheres with one record (R1).
CREATE TABLE post (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    area_id UUID NOT NULL REFERENCES area (id),
    title TEXT NOT NULL,
    home BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (person_id, area_id)
);
CREATE INDEX post_area_index ON post (area_id);

CREATE TABLE role (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    permissions TEXT NOT NULL,
    escalates_to TEXT,
    seeded BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (name)
);

CREATE TABLE person_role (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    role_id UUID NOT NULL REFERENCES role (id),
    version BIGINT NOT NULL,
    UNIQUE (person_id, role_id)
);
CREATE INDEX person_role_role_index ON person_role (role_id);

CREATE TABLE person_territory (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    territory_id UUID NOT NULL REFERENCES territory (id),
    version BIGINT NOT NULL,
    UNIQUE (person_id, territory_id)
);
CREATE INDEX person_territory_territory_index ON person_territory (territory_id);

-- Leave with a cover who has everything of the person meanwhile; nothing is moved in the data (R20).
CREATE TABLE leave (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    cover_id UUID NOT NULL REFERENCES person (id),
    note TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX leave_person_index ON leave (person_id, until_at);
CREATE INDEX leave_cover_index ON leave (cover_id, until_at);
CREATE INDEX leave_until_index ON leave (until_at);

-- A setting as it stands from a civil date of the company's zone on; the rows are its history.
CREATE TABLE setting (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by UUID,
    reason TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX setting_name_index ON setting (name, effective_from, set_at);
