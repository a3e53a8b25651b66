-- A document as it left the house: what it is about and the address under which the program makes it. It is printed
-- outside of any transaction and then kept among the customer's files, byte by byte.
CREATE TABLE kept_paper (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    about_kind TEXT NOT NULL,
    about_id UUID NOT NULL,
    address TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    attachment_id UUID REFERENCES attachment (id),
    kept_at BIGINT,
    failed TEXT,
    version BIGINT NOT NULL,
    CONSTRAINT kept_paper_once_check CHECK (attachment_id IS NULL OR failed IS NULL)
);
CREATE UNIQUE INDEX kept_paper_about_key ON kept_paper (about_id);
CREATE INDEX kept_paper_customer_index ON kept_paper (customer_id);
CREATE INDEX kept_paper_waiting_index ON kept_paper (asked_at) WHERE attachment_id IS NULL AND failed IS NULL;
