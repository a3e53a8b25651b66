-- What still waits to be acknowledged about a customer: found when the matter itself is done.
CREATE INDEX notice_open_index ON notice (customer_id, kind) WHERE acknowledge_by IS NOT NULL AND acknowledged_at IS NULL;
