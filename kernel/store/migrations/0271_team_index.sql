-- Who owns the customers of a list, and who is on the team of one, is read from the index alone: the rows themselves lie
-- in as many places as there are seats.
DROP INDEX account_team_customer_index;
CREATE INDEX account_team_customer_index ON account_team (customer_id, since_at, id, rank, sphere, person_id, until_at);
