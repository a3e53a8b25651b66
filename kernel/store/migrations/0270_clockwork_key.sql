-- What is planned about one thing is planned and forgotten together: behind the thing it lies in one place of the index,
-- where behind the action it lay in as many as there are actions.
-- only sqlite
CREATE TABLE clockwork_anew (
    id UUID NOT NULL PRIMARY KEY,
    action TEXT NOT NULL,
    subject UUID NOT NULL,
    step TEXT NOT NULL,
    input TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    fired_at BIGINT,
    late_us BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try_at BIGINT NOT NULL,
    error TEXT,
    UNIQUE (subject, action, step)
);
INSERT INTO clockwork_anew (id, action, subject, step, input, due_at, fired_at, late_us, attempts, next_try_at, error)
    SELECT id, action, subject, step, input, due_at, fired_at, late_us, attempts, next_try_at, error FROM clockwork;
DROP TABLE clockwork;
ALTER TABLE clockwork_anew RENAME TO clockwork;
CREATE INDEX clockwork_due_index ON clockwork (next_try_at, due_at) WHERE fired_at IS NULL;
CREATE INDEX clockwork_error_index ON clockwork (next_try_at) WHERE fired_at IS NULL AND error IS NOT NULL;
-- only postgres
ALTER TABLE clockwork DROP CONSTRAINT clockwork_action_subject_step_key;
ALTER TABLE clockwork ADD CONSTRAINT clockwork_subject_action_step_key UNIQUE (subject, action, step);
