-- Months of open data that were issued; their figures stay in the journal.
CREATE TABLE datasets_issued (
    dataset {TEXT} NOT NULL,
    year BIGINT NOT NULL,
    month BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    PRIMARY KEY (dataset, year, month)
);
-- Signed reports of units below that were taken in: whose, of which form and period, frozen when, taken in when.
CREATE TABLE reports_received (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    form {TEXT} NOT NULL,
    asked {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX reports_received_asked ON reports_received (form, asked);
CREATE INDEX reports_frozen_asked ON reports_frozen (form, asked);
