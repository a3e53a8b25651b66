-- only sqlite
-- Both are asked by their key alone, for each event and each row that holds somebody's words: one tree to walk, not two.
CREATE TABLE person_key_now (
    person_id UUID NOT NULL PRIMARY KEY,
    secret BYTEA,
    destroyed_at BIGINT
) WITHOUT ROWID;
INSERT INTO person_key_now (person_id, secret, destroyed_at)
    SELECT person_id, secret, destroyed_at FROM person_key ORDER BY person_id;
DROP TABLE person_key;
ALTER TABLE person_key_now RENAME TO person_key;
CREATE INDEX person_key_destroyed_index ON person_key (destroyed_at) WHERE destroyed_at IS NOT NULL;
CREATE TABLE chain_head_now (
    chain UUID NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    sealed_seq BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO chain_head_now (chain, seq, hash, sealed_seq)
    SELECT chain, seq, hash, sealed_seq FROM chain_head ORDER BY chain;
DROP TABLE chain_head;
ALTER TABLE chain_head_now RENAME TO chain_head;
CREATE INDEX chain_head_unsealed_index ON chain_head (chain) WHERE sealed_seq < seq;
-- What is taken out of the text index is overwritten at once where somebody is forgotten, and when the file is written
-- anew; doing so for every change walks the list of each of its words.
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 0);
