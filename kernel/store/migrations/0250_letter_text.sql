-- A company's own texts of its letters, in each language. A change adds a row, so the rows are the history too; the highest
-- turn holds. Without subject and body the text delivered with the program holds again. Beside it stands that text as it was
-- then, so that a later program can say that it has changed since.
CREATE TABLE letter_text (
    id UUID NOT NULL PRIMARY KEY,
    letter TEXT NOT NULL,
    language TEXT NOT NULL,
    turn BIGINT NOT NULL,
    subject TEXT,
    body TEXT,
    ours_subject TEXT NOT NULL,
    ours_body TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by UUID,
    version BIGINT NOT NULL,
    UNIQUE (letter, language, turn)
);

-- What somebody is about to write, seen as it would arrive before it holds.
CREATE TABLE letter_draft (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL REFERENCES person (id),
    letter TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    drafted_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (person_id, letter, language)
);

-- A letter that waits knows its name. Its link stands where its text says; letters of before have it at their end.
ALTER TABLE mail ADD COLUMN letter TEXT;
