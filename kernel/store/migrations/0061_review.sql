-- The three-way review of an order (R17). A round begins anew when what was signed has changed.
CREATE TABLE review (
    id UUID NOT NULL PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES sales_order (id),
    state TEXT NOT NULL,
    causes TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    meets_at BIGINT,
    round BIGINT NOT NULL,
    completed_at BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (order_id)
);
CREATE INDEX review_open_index ON review (opened_at) WHERE state = 'open';

CREATE TABLE review_invitee (
    id UUID NOT NULL PRIMARY KEY,
    review_id UUID NOT NULL REFERENCES review (id),
    person_id UUID NOT NULL REFERENCES person (id),
    present BOOLEAN NOT NULL,
    invited_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (review_id, person_id)
);
CREATE INDEX review_invitee_person_index ON review_invitee (person_id);

CREATE TABLE review_item (
    id UUID NOT NULL PRIMARY KEY,
    review_id UUID NOT NULL REFERENCES review (id),
    kind TEXT NOT NULL,
    place BIGINT NOT NULL,
    title TEXT NOT NULL,
    decision TEXT,
    decided_by UUID,
    decided_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX review_item_review_index ON review_item (review_id, place);

CREATE TABLE review_sign (
    id UUID NOT NULL PRIMARY KEY,
    review_id UUID NOT NULL REFERENCES review (id),
    round BIGINT NOT NULL,
    signatory TEXT NOT NULL,
    person_id UUID NOT NULL REFERENCES person (id),
    signed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (review_id, round, signatory),
    UNIQUE (review_id, round, person_id)
);

CREATE TABLE review_task (
    id UUID NOT NULL PRIMARY KEY,
    review_id UUID NOT NULL REFERENCES review (id),
    order_id UUID NOT NULL REFERENCES sales_order (id),
    what TEXT NOT NULL,
    owner_id UUID NOT NULL REFERENCES person (id),
    due_at BIGINT NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by UUID,
    outcome TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX review_task_review_index ON review_task (review_id, due_at);
CREATE INDEX review_task_owner_index ON review_task (owner_id, due_at) WHERE done_at IS NULL;

-- The confirmation checkpoint (R19): a civil day at its owner's place, due at the end of that working day.
CREATE TABLE checkpoint (
    id UUID NOT NULL PRIMARY KEY,
    order_id UUID NOT NULL REFERENCES sales_order (id),
    due_on TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    owner_id UUID NOT NULL REFERENCES person (id),
    state TEXT NOT NULL,
    requested BOOLEAN NOT NULL,
    request_words TEXT,
    readiness_percent BIGINT,
    readiness_by UUID,
    readiness_at BIGINT,
    readiness_note TEXT,
    service_able BOOLEAN,
    service_from TEXT,
    service_by UUID,
    service_at BIGINT,
    customer_answer TEXT,
    decided_by UUID,
    decided_at BIGINT,
    escalated_at BIGINT,
    opened_by UUID,
    opened_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX checkpoint_order_index ON checkpoint (order_id, due_on);
CREATE INDEX checkpoint_owner_index ON checkpoint (owner_id, due_at);
CREATE INDEX checkpoint_list_index ON checkpoint (due_at, id);
