-- Cases that another system closed: what it wrote down of each, update by update, and how it ended there (R29, R61).
CREATE TABLE case_origin (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    number TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT,
    category TEXT,
    reassigned BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    in_time BOOLEAN,
    promise_id UUID REFERENCES promise (id),
    version BIGINT NOT NULL,
    CONSTRAINT case_origin_counts_check CHECK (reassigned >= 0 AND reopened >= 0)
);
CREATE UNIQUE INDEX case_origin_case_key ON case_origin (case_id);

CREATE TABLE case_history (
    id UUID NOT NULL PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES service_case (id),
    place BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT,
    team TEXT,
    assignee TEXT,
    writer TEXT,
    reassigned BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX case_history_case_index ON case_history (case_id, place);

-- What an import brought goes again while nobody touched it: whatever may point at a case or a promise is found without
-- walking through its table.
CREATE INDEX case_origin_promise_index ON case_origin (promise_id) WHERE promise_id IS NOT NULL;
CREATE INDEX service_case_update_promise_index ON service_case (update_promise_id) WHERE update_promise_id IS NOT NULL;
CREATE INDEX case_task_promise_index ON case_task (promise_id) WHERE promise_id IS NOT NULL;
CREATE INDEX promise_follows_index ON promise (follows) WHERE follows IS NOT NULL;
CREATE INDEX crisis_case_index ON crisis (case_id);
CREATE INDEX crisis_release_case_index ON crisis_release (case_id);
