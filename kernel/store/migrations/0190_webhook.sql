-- Programs outside that hear of what happens (Standard Webhooks). Who listens to what is recorded.
CREATE TABLE webhook_endpoint (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    kinds TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,
    reason TEXT,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- Derived from the endpoints: who hears of an event of this name, asked once a call.
CREATE TABLE webhook_kind (
    name TEXT NOT NULL,
    endpoint_id UUID NOT NULL,
    PRIMARY KEY (name, endpoint_id)
);

-- The rest is operational. Secrets stand encrypted and in no event.
CREATE TABLE webhook_secret (
    id UUID NOT NULL PRIMARY KEY,
    endpoint_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT
);
CREATE INDEX webhook_secret_endpoint_index ON webhook_secret (endpoint_id);

CREATE TABLE webhook_standing (
    endpoint_id UUID NOT NULL PRIMARY KEY,
    on_since BIGINT NOT NULL,
    failing_since BIGINT
);

-- A message for an endpoint. What it says is read from its event when it goes out, by what its owner may see then.
CREATE TABLE webhook_delivery (
    id UUID NOT NULL PRIMARY KEY,
    endpoint_id UUID NOT NULL,
    message_id UUID NOT NULL,
    event_id UUID,
    customer_id UUID,
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    sent_at BIGINT,
    status BIGINT,
    error TEXT,
    UNIQUE (endpoint_id, message_id)
);
CREATE INDEX webhook_delivery_due_index ON webhook_delivery (next_try_at) WHERE state = 'queued';
CREATE INDEX webhook_delivery_held_index ON webhook_delivery (endpoint_id, made_at) WHERE state = 'held';
CREATE INDEX webhook_delivery_endpoint_index ON webhook_delivery (endpoint_id, made_at, id);
CREATE INDEX webhook_delivery_made_index ON webhook_delivery (made_at);

CREATE TABLE webhook_attempt (
    delivery_id UUID NOT NULL,
    number BIGINT NOT NULL,
    tried_at BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    status BIGINT,
    error TEXT,
    PRIMARY KEY (delivery_id, number)
);
