-- Frozen reports: whose, of which form and period, when. Figures and sentences stay in the journal
-- and the vault.
CREATE TABLE reports_frozen (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    form {TEXT} NOT NULL,
    title {TEXT} NOT NULL,
    asked {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX reports_frozen_unit ON reports_frozen (unit, at);
