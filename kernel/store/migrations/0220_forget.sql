-- Files follow the rows that name them: whether any does is asked of each file (R64).
CREATE INDEX attachment_sha256_index ON attachment (sha256);
CREATE INDEX mail_message_sha256_index ON mail_message (sha256);
CREATE INDEX import_file_sha256_index ON import_file (sha256);
CREATE INDEX import_run_sha256_index ON import_run (sha256);
-- only sqlite
-- What is taken out of the text index is overwritten there at once.
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
