-- A line that was ordered after its order has a lead time of its own; without a date it was ordered with the order.
ALTER TABLE order_line ADD COLUMN ordered_on TEXT;
