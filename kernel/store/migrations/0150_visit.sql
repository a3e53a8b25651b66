-- A journey of people to a site: what for, when, and how it went.
CREATE TABLE visit (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID NOT NULL REFERENCES site (id),
    asset_id UUID REFERENCES asset (id),
    subject_kind TEXT,
    subject_id UUID,
    purpose TEXT NOT NULL,
    task TEXT NOT NULL,
    contact_id UUID,
    minutes BIGINT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    state TEXT NOT NULL,
    travel_at BIGINT,
    eta_at BIGINT,
    arrived_at BIGINT,
    done_at BIGINT,
    told_start BIGINT,
    told_person UUID,
    ended_reason TEXT,
    made_by UUID,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number),
    CONSTRAINT visit_minutes_check CHECK (minutes > 0),
    CONSTRAINT visit_subject_check CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
    CONSTRAINT visit_window_check CHECK ((starts_at IS NULL) = (ends_at IS NULL) AND (starts_at IS NULL OR starts_at < ends_at))
);
CREATE INDEX visit_customer_index ON visit (customer_id, starts_at);
CREATE INDEX visit_subject_index ON visit (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX visit_open_index ON visit (state, starts_at, id);

-- Who goes on a visit.
CREATE TABLE visit_person (
    id UUID NOT NULL PRIMARY KEY,
    visit_id UUID NOT NULL REFERENCES visit (id),
    person_id UUID NOT NULL,
    leads BOOLEAN NOT NULL,
    goes BOOLEAN NOT NULL,
    reason TEXT,
    arrived_at BIGINT,
    since_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (visit_id, person_id)
);
CREATE INDEX visit_person_person_index ON visit_person (person_id, visit_id) WHERE goes;

-- What was found and done. A row of its own, so that what two people write meets here and nowhere else.
CREATE TABLE visit_report (
    id UUID NOT NULL PRIMARY KEY,
    visit_id UUID NOT NULL REFERENCES visit (id),
    safety TEXT NOT NULL,
    safety_note TEXT NOT NULL,
    found TEXT NOT NULL,
    mended TEXT NOT NULL,
    left_right TEXT NOT NULL,
    left_note TEXT NOT NULL,
    summary TEXT NOT NULL,
    unsigned_reason TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (visit_id)
);

-- Who signed which words.
CREATE TABLE visit_signature (
    id UUID NOT NULL PRIMARY KEY,
    visit_id UUID NOT NULL REFERENCES visit (id),
    subject_id UUID NOT NULL,
    contact_id UUID,
    name TEXT NOT NULL,
    drawn TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX visit_signature_visit_index ON visit_signature (visit_id);
