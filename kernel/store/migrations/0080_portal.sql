-- What a customer's contact writes on the customer's own page, and what they were answered (R5).
CREATE TABLE portal_message (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID NOT NULL REFERENCES contact (id),
    kind TEXT NOT NULL,
    said TEXT NOT NULL,
    said_at BIGINT NOT NULL,
    answer TEXT,
    answered_by UUID REFERENCES person (id),
    answered_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX portal_message_customer_index ON portal_message (customer_id, said_at, id);
CREATE INDEX portal_message_open_index ON portal_message (said_at, id) WHERE answered_at IS NULL;

-- Contacts of a period, for the figure of uninformed ones (R4).
CREATE INDEX contact_log_happened_index ON contact_log (happened_at);
