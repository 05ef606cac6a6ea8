-- Registers that were sent for import: how far each is. No view and no truth of the journal; the
-- file, its plan and its report are sealed, and forgotten when it is done or after a day.
CREATE TABLE petition_imports (
    id {TEXT} PRIMARY KEY,
    account {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    stage {TEXT} NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    stop BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    added BIGINT NOT NULL,
    known BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    file {BYTES},
    plan {BYTES},
    report {BYTES}
);
CREATE INDEX petition_imports_unit ON petition_imports (unit, made_at);
