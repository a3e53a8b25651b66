-- Four letters of a word that most things have are found as fast as three.
-- only sqlite
DROP TABLE search_index;
CREATE VIRTUAL TABLE search_index USING fts5 (folded, content = 'search_entry', content_rowid = 'number', tokenize = 'ascii', prefix = '2 3 4');
INSERT INTO search_index (search_index) VALUES ('rebuild');
-- both
