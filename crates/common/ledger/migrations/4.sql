-- What the audit of each day found last, for the public page: one row.
CREATE TABLE log_audited (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    size BIGINT NOT NULL,
    whole BIGINT NOT NULL
);
