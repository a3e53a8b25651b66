-- Why a customer buys, how they use it and what a stop costs them, for the customer as a whole, a product or one asset
-- (R11). `scope_key` says which; `asset_id` is a row of the installed base, checked by the action that writes it.
CREATE TABLE value_profile (
    id UUID NOT NULL PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customer (id),
    asset_id UUID,
    product_id UUID REFERENCES product (id),
    scope_key TEXT NOT NULL,
    reasons TEXT,
    importance TEXT,
    outcome TEXT,
    expectation TEXT,
    never_fails TEXT,
    use_minutes_week BIGINT,
    critical_periods TEXT NOT NULL,
    needs TEXT NOT NULL,
    stop_minor BIGINT,
    stop_currency TEXT,
    stop_confidence TEXT,
    stop_contact_id UUID REFERENCES contact (id),
    stop_said_on TEXT,
    stop_via_id UUID REFERENCES person (id),
    outages_hundredths BIGINT,
    outages_source TEXT,
    reviewed_on TEXT NOT NULL,
    reviewed_by UUID REFERENCES person (id),
    review_due_on TEXT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (customer_id, scope_key),
    CONSTRAINT value_profile_stop CHECK (stop_minor IS NULL OR stop_minor > 0),
    CONSTRAINT value_profile_stop_whole CHECK ((stop_minor IS NULL) = (stop_currency IS NULL) AND (stop_minor IS NULL) = (stop_confidence IS NULL)),
    CONSTRAINT value_profile_outages CHECK (outages_hundredths IS NULL OR outages_hundredths >= 0),
    CONSTRAINT value_profile_use CHECK (use_minutes_week IS NULL OR (use_minutes_week >= 0 AND use_minutes_week <= 10080))
);
CREATE INDEX value_profile_review_index ON value_profile (review_due_on, id);

-- A service plan; what it gives stands in its versions (R13).
CREATE TABLE service_plan (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    place BIGINT NOT NULL,
    archived BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (code)
);

-- A version of a plan: draft, published, withdrawn. What was published is never edited; contracts keep what they bought.
CREATE TABLE plan_version (
    id UUID NOT NULL PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES service_plan (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL,
    response_minutes BIGINT,
    restore_minutes BIGINT,
    stop_minutes BIGINT NOT NULL,
    cover TEXT NOT NULL,
    calendar_id UUID,
    clock_stop TEXT NOT NULL,
    inclusions TEXT NOT NULL,
    exclusions TEXT NOT NULL,
    excluded_causes TEXT NOT NULL,
    needs TEXT NOT NULL,
    prices TEXT NOT NULL,
    term_months BIGINT NOT NULL,
    uplift_allowed BOOLEAN NOT NULL,
    visits_year BIGINT NOT NULL,
    cards TEXT NOT NULL,
    drafted_by UUID REFERENCES person (id),
    drafted_at BIGINT NOT NULL,
    published_by UUID REFERENCES person (id),
    published_at BIGINT,
    withdrawn_by UUID REFERENCES person (id),
    withdrawn_at BIGINT,
    withdrawn_reason TEXT,
    version BIGINT NOT NULL,
    UNIQUE (plan_id, number),
    CONSTRAINT plan_version_state CHECK (state IN ('draft', 'published', 'withdrawn')),
    CONSTRAINT plan_version_minutes CHECK (stop_minutes > 0 AND (response_minutes IS NULL OR response_minutes > 0) AND (restore_minutes IS NULL OR restore_minutes > 0)),
    CONSTRAINT plan_version_term CHECK (term_months >= 1)
);
-- At most one version of a plan is being written, and one is on offer.
CREATE UNIQUE INDEX plan_version_draft_key ON plan_version (plan_id) WHERE state = 'draft';
CREATE UNIQUE INDEX plan_version_published_key ON plan_version (plan_id) WHERE state = 'published';

-- What may be said of us in an offer, and on what it rests (R66).
CREATE TABLE claim (
    id UUID NOT NULL PRIMARY KEY,
    number TEXT NOT NULL,
    text_en TEXT NOT NULL,
    text_pt TEXT NOT NULL,
    backing TEXT NOT NULL,
    metric TEXT,
    months BIGINT,
    sense TEXT NOT NULL,
    claimed TEXT NOT NULL,
    source TEXT NOT NULL,
    measured TEXT NOT NULL,
    n BIGINT NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    state TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    entered_by UUID REFERENCES person (id),
    entered_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_why TEXT,
    version BIGINT NOT NULL,
    UNIQUE (number),
    CONSTRAINT claim_state CHECK (state IN ('standing', 'withdrawn')),
    CONSTRAINT claim_measure CHECK (backing <> 'measure' OR (metric IS NOT NULL AND months IS NOT NULL))
);
CREATE INDEX claim_state_index ON claim (state, number);
