-- Which reports the program freezes by itself: whose, of which form, since which day and until when.
CREATE TABLE report_schedules (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    form {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    at BIGINT NOT NULL
);
CREATE INDEX report_schedules_unit ON report_schedules (unit, at);
