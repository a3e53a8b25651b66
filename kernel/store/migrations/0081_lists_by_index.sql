-- Lists of one customer, one owner or one name are walked in their order by an index that holds the whole of it. An
-- index that lacks the last column costs a sort each time, and lets the planner prefer the list of everybody.
DROP INDEX promise_customer_index;
CREATE INDEX promise_customer_index ON promise (customer_id, state, due_at, id);
DROP INDEX promise_owner_index;
CREATE INDEX promise_owner_index ON promise (owner_id, state, due_at, id);
DROP INDEX clarification_customer_index;
CREATE INDEX clarification_customer_index ON clarification (customer_id, state, answer_by, id);
DROP INDEX site_customer_index;
CREATE INDEX site_customer_index ON site (customer_id, state, name, id);
DROP INDEX account_team_customer_index;
CREATE INDEX account_team_customer_index ON account_team (customer_id, since_at, id);
DROP INDEX attachment_customer_index;
CREATE INDEX attachment_customer_index ON attachment (customer_id, state, added_at, id);
DROP INDEX contact_log_customer_index;
CREATE INDEX contact_log_customer_index ON contact_log (customer_id, happened_at, id);
DROP INDEX setting_name_index;
CREATE INDEX setting_name_index ON setting (name, effective_from, set_at, id);
DROP INDEX lead_time_product_index;
CREATE INDEX lead_time_product_index ON lead_time (product_id, set_at, id);
-- The measured chance of a kind is read from the index alone.
DROP INDEX promise_kind_index;
CREATE INDEX promise_kind_index ON promise (kind, measured_at, state, ended_at);
