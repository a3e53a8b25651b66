-- A case that the customer had confirmed and that was opened again is another stop: since when the present one counts.
ALTER TABLE service_case ADD COLUMN began_at BIGINT NOT NULL DEFAULT 0;
UPDATE service_case SET began_at = received_at;
