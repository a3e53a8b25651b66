-- A promise whose clock stands still for a cause at the customer's (R30).
ALTER TABLE promise ADD COLUMN paused_at BIGINT;
