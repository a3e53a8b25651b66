-- Letters that sell remember by which action, to whom and about what: the guards are asked again when they go out (R31).
ALTER TABLE mail ADD COLUMN action TEXT;
ALTER TABLE mail ADD COLUMN customer_id UUID;
ALTER TABLE mail ADD COLUMN item_id UUID;
