-- Software at a customer: which version runs and how many seats were bought (R26).
CREATE TABLE subscription (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    installation_id UUID NOT NULL REFERENCES install_plan (id),
    asset_id UUID REFERENCES asset (id),
    product_id UUID REFERENCES product (id),
    release TEXT NOT NULL,
    seats BIGINT NOT NULL CONSTRAINT subscription_seats_check CHECK (seats > 0),
    since_on TEXT NOT NULL,
    until_on TEXT,
    version BIGINT NOT NULL,
    UNIQUE (installation_id)
);
CREATE INDEX subscription_customer_index ON subscription (customer_id);

-- How many of the bought seats were used on a day.
CREATE TABLE usage_report (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    subscription_id UUID NOT NULL REFERENCES subscription (id),
    on_day TEXT NOT NULL,
    used BIGINT NOT NULL CONSTRAINT usage_report_used_check CHECK (used >= 0),
    seats BIGINT NOT NULL,
    source TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    reported_by UUID,
    version BIGINT NOT NULL
);
CREATE INDEX usage_report_subscription_index ON usage_report (subscription_id, on_day, reported_at);
CREATE INDEX usage_report_customer_index ON usage_report (customer_id);

-- Courses for the customer's people, who attended, and what they can show for it.
CREATE TABLE training_course (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    customer_id UUID NOT NULL REFERENCES customer (id),
    installation_id UUID REFERENCES install_plan (id),
    product_id UUID REFERENCES product (id),
    title TEXT NOT NULL,
    place BIGINT NOT NULL,
    days_before BIGINT NOT NULL,
    places BIGINT NOT NULL CONSTRAINT training_course_places_check CHECK (places > 0),
    trainer_id UUID,
    planned_on TEXT,
    held_on TEXT,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (number)
);
CREATE INDEX training_course_customer_index ON training_course (customer_id, planned_on);
CREATE INDEX training_course_list_index ON training_course (state, planned_on, id);
CREATE INDEX training_course_installation_index ON training_course (installation_id) WHERE installation_id IS NOT NULL;

CREATE TABLE training_seat (
    id UUID NOT NULL PRIMARY KEY,
    course_id UUID NOT NULL REFERENCES training_course (id),
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID NOT NULL REFERENCES contact (id),
    attended BOOLEAN,
    certificate TEXT,
    certified_on TEXT,
    expires_on TEXT,
    version BIGINT NOT NULL,
    UNIQUE (course_id, contact_id)
);
CREATE INDEX training_seat_customer_index ON training_seat (customer_id, contact_id);

-- A question of a customer's contact that training would have spared.
CREATE TABLE how_to_question (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    contact_id UUID NOT NULL REFERENCES contact (id),
    product_id UUID REFERENCES product (id),
    about_kind TEXT,
    about_id UUID,
    words TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    noted_by UUID,
    version BIGINT NOT NULL
);
CREATE INDEX how_to_question_contact_index ON how_to_question (contact_id, asked_at);
CREATE INDEX how_to_question_customer_index ON how_to_question (customer_id);

-- What somebody has to do so that a customer uses well what was bought.
CREATE TABLE delivery_task (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    kind TEXT NOT NULL,
    installation_id UUID REFERENCES install_plan (id),
    site_id UUID REFERENCES site (id),
    contact_id UUID REFERENCES contact (id),
    facts TEXT NOT NULL,
    owner_id UUID NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    done_at BIGINT,
    done_by UUID,
    words TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX delivery_task_customer_index ON delivery_task (customer_id, due_on);
CREATE INDEX delivery_task_open_index ON delivery_task (owner_id, due_on) WHERE state = 'open';
