-- One record of each customer firm (R2). A merged one stays, so that its id and number resolve for ever.
CREATE TABLE customer (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    legal_id TEXT,
    legal_key TEXT,
    territory_id UUID REFERENCES territory (id),
    stage TEXT NOT NULL,
    cycle BIGINT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    merged_into UUID REFERENCES customer (id),
    entered_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX customer_list_index ON customer (state, sort_name, id);
CREATE INDEX customer_territory_index ON customer (territory_id, state, sort_name, id);
CREATE INDEX customer_stage_index ON customer (stage, state, sort_name, id);
CREATE INDEX customer_legal_key_index ON customer (legal_key) WHERE legal_key IS NOT NULL;
CREATE INDEX customer_merged_index ON customer (merged_into) WHERE merged_into IS NOT NULL;

-- Where the customer is: address, zone, working calendar, and how one gets in (R28).
CREATE TABLE site (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    line1 TEXT NOT NULL,
    line2 TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    town TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    calendar_id UUID REFERENCES calendar (id),
    access TEXT,
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX site_customer_index ON site (customer_id, state, name);

-- The customer's people. Name, mail address and telephone are personal and can be erased (R64).
CREATE TABLE contact (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    language TEXT NOT NULL,
    job TEXT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX contact_customer_index ON contact (customer_id, state);

-- Who of both spheres answers for the customer, now and before (R3).
CREATE TABLE account_team (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    person_id UUID NOT NULL REFERENCES person (id),
    sphere TEXT NOT NULL,
    rank TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    until_at BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_team_owner_key ON account_team (customer_id, sphere) WHERE rank = 'owner' AND until_at IS NULL;
CREATE UNIQUE INDEX account_team_member_key ON account_team (customer_id, sphere, person_id) WHERE until_at IS NULL;
CREATE INDEX account_team_customer_index ON account_team (customer_id, since_at);
CREATE INDEX account_team_person_index ON account_team (person_id, customer_id) WHERE until_at IS NULL;

-- The purchase order itself and whatever else came as a file; the bytes lie outside, named by their hash.
CREATE TABLE attachment (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    about_kind TEXT,
    about_id UUID,
    file_name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    added_by UUID,
    added_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX attachment_customer_index ON attachment (customer_id, state, added_at);
CREATE INDEX attachment_about_index ON attachment (about_id) WHERE about_id IS NOT NULL;

-- A stated reason to look at a customer of another territory, and until when it holds (R64).
CREATE TABLE territory_grant (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    person_id UUID NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX territory_grant_person_index ON territory_grant (person_id, customer_id, until_at);
CREATE INDEX territory_grant_customer_index ON territory_grant (customer_id);

-- What was said, when and through which channel (R4).
CREATE TABLE contact_log (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID REFERENCES contact (id),
    person_id UUID NOT NULL REFERENCES person (id),
    channel TEXT NOT NULL,
    direction TEXT NOT NULL,
    said TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    informed BOOLEAN,
    version BIGINT NOT NULL
);
CREATE INDEX contact_log_customer_index ON contact_log (customer_id, happened_at);
CREATE INDEX contact_log_person_index ON contact_log (person_id, happened_at);
CREATE INDEX contact_log_contact_index ON contact_log (contact_id, happened_at) WHERE contact_id IS NOT NULL;
