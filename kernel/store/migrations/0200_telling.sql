-- How a colleague wants to be told (R67): one row each; whoever has none is told by the defaults.
CREATE TABLE telling (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    days_off TEXT NOT NULL,
    digest TEXT NOT NULL,
    digest_at TEXT NOT NULL,
    channels TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (person_id)
);

-- Operational: notices whose letter waits, for the end of quiet hours or for the next digest.
CREATE TABLE told_later (
    notice_id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    way TEXT NOT NULL,
    due_at BIGINT
);
CREATE INDEX told_later_person_index ON told_later (person_id, way);
CREATE INDEX told_later_due_index ON told_later (due_at) WHERE due_at IS NOT NULL;

-- Operational: when each colleague's next digest is due (business time), and the day of theirs on which the last one was.
CREATE TABLE digest_plan (
    person_id UUID NOT NULL PRIMARY KEY,
    next_at BIGINT NOT NULL,
    last_on TEXT
);
CREATE INDEX digest_plan_next_index ON digest_plan (next_at);

-- What waits for somebody's word is found by whose it is, and by the thing that it is about.
CREATE INDEX notice_waiting_index ON notice (person_id) WHERE acknowledge_by IS NOT NULL AND acknowledged_at IS NULL;
CREATE INDEX notice_matter_index ON notice (person_id, kind, href) WHERE acknowledge_by IS NOT NULL;
CREATE INDEX notice_href_index ON notice (href) WHERE acknowledge_by IS NOT NULL AND acknowledged_at IS NULL;

-- What an operator looks for: letters given up or tried in vain, and plans that failed.
CREATE INDEX mail_error_index ON mail (made_at) WHERE error IS NOT NULL;
CREATE INDEX clockwork_error_index ON clockwork (next_try_at) WHERE fired_at IS NULL AND error IS NOT NULL;
