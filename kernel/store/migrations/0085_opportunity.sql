-- What we pursue with a customer, from the first contact to the end (R7, R8). Items are a list in JSON.
CREATE TABLE opportunity (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    site_id UUID REFERENCES site (id),
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT opportunity_state_check CHECK (state IN ('open', 'won', 'lost')),
    owner_id UUID REFERENCES person (id),
    seller_id UUID,
    value_minor BIGINT CONSTRAINT opportunity_value_minor_check CHECK (value_minor >= 0),
    currency TEXT,
    items TEXT NOT NULL,
    incumbent TEXT NOT NULL,
    weak_points TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    next_step_on TEXT,
    closed_on TEXT,
    closed_by UUID,
    closed_at BIGINT,
    end_reason TEXT,
    end_words TEXT NOT NULL,
    lost_to TEXT NOT NULL,
    recontact_on TEXT,
    recontacted_at BIGINT,
    counted_as TEXT,
    order_id UUID,
    imported BOOLEAN NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number),
    -- What is won or lost has its day; what is lost has its reason and the day to ask again.
    CONSTRAINT opportunity_closed_check CHECK ((state = 'open') = (closed_on IS NULL)),
    CONSTRAINT opportunity_lost_check CHECK (state <> 'lost' OR imported OR (end_reason IS NOT NULL AND recontact_on IS NOT NULL))
);
CREATE INDEX opportunity_customer_index ON opportunity (customer_id, opened_on, id);
CREATE INDEX opportunity_list_index ON opportunity (opened_on, id);
CREATE INDEX opportunity_stage_list_index ON opportunity (stage, opened_on, id) WHERE state = 'open';
CREATE INDEX opportunity_owner_index ON opportunity (owner_id, next_step_on) WHERE state = 'open';
CREATE INDEX opportunity_step_due_index ON opportunity (next_step_on, id) WHERE state = 'open';
CREATE INDEX opportunity_recontact_index ON opportunity (recontact_on, id) WHERE state = 'lost' AND recontacted_at IS NULL;
CREATE INDEX opportunity_closed_index ON opportunity (closed_on, id) WHERE state <> 'open';
CREATE INDEX opportunity_seller_index ON opportunity (seller_id);

-- The stages of the house, when it has other ones than those that come with the program.
CREATE TABLE opportunity_stage (
    id UUID NOT NULL PRIMARY KEY,
    word TEXT NOT NULL,
    name TEXT NOT NULL,
    place BIGINT NOT NULL,
    retired BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (word)
);

-- Next steps, done and to do; one is open at a time.
CREATE TABLE opportunity_step (
    id UUID NOT NULL PRIMARY KEY,
    opportunity_id UUID NOT NULL REFERENCES opportunity (id),
    what TEXT NOT NULL,
    due_on TEXT NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    done_on TEXT,
    outcome TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX opportunity_step_opportunity_index ON opportunity_step (opportunity_id, due_on);
CREATE UNIQUE INDEX opportunity_step_open_key ON opportunity_step (opportunity_id) WHERE done_on IS NULL;

-- Whom we met while we pursued it.
CREATE TABLE opportunity_contact (
    id UUID NOT NULL PRIMARY KEY,
    opportunity_id UUID NOT NULL REFERENCES opportunity (id),
    contact_id UUID NOT NULL REFERENCES contact (id),
    person_id UUID REFERENCES person (id),
    met_on TEXT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX opportunity_contact_opportunity_index ON opportunity_contact (opportunity_id, met_on);
CREATE INDEX opportunity_contact_contact_index ON opportunity_contact (contact_id);

-- Who sold, by the name that another system kept; a colleague once somebody says who it is.
CREATE TABLE seller (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    team TEXT NOT NULL,
    office TEXT NOT NULL,
    person_id UUID REFERENCES person (id),
    version BIGINT NOT NULL,
    UNIQUE (name_key)
);
