-- Operational: addresses for which a new password was asked, until the program has looked at them some seconds later.
-- Every address stands here alike, so that asking takes as long whosever it is.
CREATE TABLE password_asked (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX password_asked_at_index ON password_asked (asked_at);
