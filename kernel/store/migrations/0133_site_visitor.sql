-- Who of us comes to a site and when, told to the customer beforehand: the visitors' history of its door (R28).
CREATE TABLE site_visitor (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID NOT NULL REFERENCES site (id),
    person_id UUID NOT NULL,
    about_kind TEXT,
    about_id UUID,
    purpose TEXT NOT NULL,
    arrives_at BIGINT NOT NULL,
    announced_at BIGINT NOT NULL,
    told TEXT NOT NULL,
    came_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX site_visitor_site_index ON site_visitor (site_id, arrives_at);
CREATE INDEX site_visitor_customer_index ON site_visitor (customer_id);
CREATE INDEX site_visitor_about_index ON site_visitor (about_id) WHERE about_id IS NOT NULL;
