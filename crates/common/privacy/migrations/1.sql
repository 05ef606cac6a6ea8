-- Requests of persons about their own data. Who asks and in which words is in the vault.
CREATE TABLE data_requests (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    received_on BIGINT NOT NULL,
    due BIGINT,
    closed_on BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX data_requests_unit ON data_requests (unit, received_on, stream);
-- What is over and still holds something about somebody, by the rule of its time of keeping.
CREATE TABLE data_kept (
    stream {TEXT} NOT NULL,
    rule {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    sort {TEXT} NOT NULL,
    code {TEXT} NOT NULL,
    ended_on BIGINT NOT NULL,
    PRIMARY KEY (stream, rule)
);
CREATE INDEX data_kept_rule ON data_kept (rule, ended_on, stream);
