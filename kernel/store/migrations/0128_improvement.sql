-- What we learn from a failure, without blame (R36), and what follows from it. A product's failure rate before and after
-- stands as stops and unit-seconds, so that nothing is rounded.
CREATE TABLE failure_review (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    customer_id UUID REFERENCES customer (id),
    cause TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    about TEXT NOT NULL,
    owner_id UUID NOT NULL,
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT failure_review_state_check CHECK (state IN ('due', 'held')),
    held_by UUID,
    held_at BIGINT,
    happened TEXT,
    allowed TEXT,
    version BIGINT NOT NULL,
    UNIQUE (cause, subject_id)
);
CREATE INDEX failure_review_due_index ON failure_review (due_at, id) WHERE state = 'due';
CREATE INDEX failure_review_list_index ON failure_review (made_at, id);

CREATE TABLE improvement (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    review_id UUID REFERENCES failure_review (id),
    area TEXT NOT NULL,
    what TEXT NOT NULL,
    cause_key TEXT,
    product_id UUID REFERENCES product (id),
    owner_id UUID NOT NULL,
    due_on TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT improvement_state_check CHECK (state IN ('open', 'done', 'closed')),
    done_at BIGINT,
    done_words TEXT,
    before_stops BIGINT,
    before_seconds BIGINT,
    after_stops BIGINT,
    after_seconds BIGINT,
    closed_by UUID,
    closed_at BIGINT,
    closed_words TEXT,
    version BIGINT NOT NULL,
    -- Manufacturing says it is mended when the rate says so.
    CONSTRAINT improvement_effect_check CHECK (state <> 'closed' OR area <> 'production' OR (before_stops IS NOT NULL AND after_stops IS NOT NULL))
);
CREATE INDEX improvement_list_index ON improvement (made_at, id);
CREATE INDEX improvement_owner_index ON improvement (owner_id) WHERE state <> 'closed';
CREATE INDEX improvement_cause_index ON improvement (cause_key) WHERE state <> 'closed';
CREATE INDEX improvement_review_index ON improvement (review_id);
