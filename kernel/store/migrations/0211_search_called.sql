-- What a thing is called, without case, accents, blanks and signs: found at once when it is typed whole, or its beginning.
-- Accents of what is there already are folded by `accord rebuild`.
ALTER TABLE search_entry ADD COLUMN called TEXT NOT NULL DEFAULT '';
UPDATE search_entry SET called = substr(lower(replace(replace(replace(replace(label, ' ', ''), '-', ''), '.', ''), '/', '')), 1, 64);
-- only sqlite
CREATE INDEX search_entry_called_index ON search_entry (called, kind);
-- only postgres
CREATE INDEX search_entry_called_index ON search_entry (called COLLATE "C", kind);
-- both
