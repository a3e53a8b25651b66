-- Letters may belong to a conversation: whereto one answers, what they refer to, whether a program wrote them (R32).
ALTER TABLE mail ADD COLUMN reply_token TEXT;
ALTER TABLE mail ADD COLUMN refers_to TEXT;
ALTER TABLE mail ADD COLUMN automatic BOOLEAN NOT NULL DEFAULT FALSE;

-- The key that signs the addresses to which customers answer. It stands in no event.
CREATE TABLE reply_key (
    id BIGINT NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL
);

-- Who writes is found by the address.
CREATE INDEX contact_email_index ON contact (lower(email)) WHERE email IS NOT NULL;

-- Mail of a case in both directions, by the ids that mail programs refer to.
CREATE TABLE case_mail (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    contact_id UUID REFERENCES contact (id),
    message_id TEXT NOT NULL,
    ours BOOLEAN NOT NULL,
    automatic BOOLEAN NOT NULL,
    tag TEXT,
    mailed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX case_mail_case_index ON case_mail (case_id, mailed_at, id);
CREATE INDEX case_mail_message_index ON case_mail (message_id);
CREATE INDEX case_mail_tag_index ON case_mail (tag) WHERE tag IS NOT NULL;
CREATE INDEX case_mail_automatic_index ON case_mail (contact_id, mailed_at) WHERE automatic;

-- Every message that arrived, once for each address it came to, whatever became of it. Its bytes lie in the file store.
CREATE TABLE mail_message (
    id UUID NOT NULL PRIMARY KEY,
    alias TEXT NOT NULL,
    message_key TEXT NOT NULL,
    message_id TEXT,
    sender_id UUID NOT NULL,
    from_address TEXT NOT NULL,
    from_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    written_at BIGINT,
    received_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    words TEXT NOT NULL,
    attached TEXT NOT NULL,
    cut BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    needs_look BOOLEAN NOT NULL,
    proposed_case_id UUID REFERENCES service_case (id),
    case_id UUID REFERENCES service_case (id),
    customer_id UUID REFERENCES customer (id),
    contact_id UUID REFERENCES contact (id),
    stranger BOOLEAN NOT NULL,
    decided_by UUID,
    decided_at BIGINT,
    decided_words TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX mail_message_look_index ON mail_message (received_at, id) WHERE needs_look;
CREATE INDEX mail_message_list_index ON mail_message (received_at, id);
CREATE INDEX mail_message_sender_index ON mail_message (from_address, recorded_at);
CREATE INDEX mail_message_stranger_index ON mail_message (recorded_at) WHERE stranger;
CREATE INDEX mail_message_case_index ON mail_message (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX mail_message_customer_index ON mail_message (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX mail_message_person_index ON mail_message (sender_id);
CREATE INDEX mail_message_contact_index ON mail_message (contact_id) WHERE contact_id IS NOT NULL;
CREATE UNIQUE INDEX mail_message_alias_message_key_key ON mail_message (alias, message_key);
