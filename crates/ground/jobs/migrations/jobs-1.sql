-- One row per periodic task: who runs it now, when it is due again, how it last went.
CREATE TABLE jobs (
    name {TEXT} PRIMARY KEY,
    due_at BIGINT NOT NULL,
    holder {TEXT} NOT NULL,
    held_until BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    fine BIGINT,
    note {TEXT} NOT NULL,
    runs BIGINT NOT NULL,
    failures BIGINT NOT NULL
);
