-- Who was erased is looked up again and again, to be kept beside the database too (R64).
CREATE INDEX person_key_destroyed_index ON person_key (destroyed_at) WHERE destroyed_at IS NOT NULL;
