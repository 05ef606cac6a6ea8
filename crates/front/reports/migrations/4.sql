-- Reporting periods of an organisation's own: whose. What they are stands in the journal.
CREATE TABLE report_periods (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX report_periods_unit ON report_periods (unit, at);
