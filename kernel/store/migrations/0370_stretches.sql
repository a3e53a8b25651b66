-- only sqlite
-- Every order asks what is taken of each week of two years: the sums stand in the tree of their key, one to walk, not two.
CREATE TABLE bucket_now (
    kind TEXT NOT NULL,
    pool_id UUID NOT NULL,
    skill_id UUID NOT NULL,
    week TEXT NOT NULL,
    taken BIGINT NOT NULL,
    aimed BIGINT NOT NULL,
    PRIMARY KEY (kind, pool_id, skill_id, week)
) WITHOUT ROWID;
INSERT INTO bucket_now (kind, pool_id, skill_id, week, taken, aimed)
    SELECT kind, pool_id, skill_id, week, taken, aimed FROM bucket ORDER BY kind, pool_id, skill_id, week;
DROP TABLE bucket;
ALTER TABLE bucket_now RENAME TO bucket;
-- What is counted or read for a whole stretch stands in its index as a whole.
CREATE INDEX slot_plan_capacity_index ON slot_plan (product_id, week, capacity);
DROP INDEX notice_unread_index;
CREATE INDEX notice_unread_index ON notice (person_id, read_at) WHERE read_at IS NULL;
DROP INDEX notice_waiting_index;
CREATE INDEX notice_waiting_index ON notice (person_id, acknowledge_by, acknowledged_at)
    WHERE acknowledge_by IS NOT NULL AND acknowledged_at IS NULL;
-- both
-- Whose day begins with a review's meeting finds it by its time.
CREATE INDEX review_meets_index ON review (meets_at) WHERE state = 'open' AND meets_at IS NOT NULL;
