-- The calendar of receptions.
CREATE TABLE receptions (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    sort {TEXT} NOT NULL,
    host {TEXT} NOT NULL,
    form {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    place {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    presence {TEXT} NOT NULL,
    stand_in {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX receptions_days ON receptions (unit, on_day, from_minute);
-- Visits: numbers, days and closed words. Who came, and what they said, is in the vault.
CREATE TABLE visits (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    session {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    way {TEXT} NOT NULL,
    arrived_at BIGINT,
    state {TEXT} NOT NULL,
    seq BIGINT NOT NULL,
    year BIGINT NOT NULL,
    no BIGINT NOT NULL,
    kind {TEXT} NOT NULL,
    matter {TEXT} NOT NULL,
    persons BIGINT NOT NULL,
    turn BIGINT NOT NULL,
    first BIGINT NOT NULL,
    large BIGINT NOT NULL,
    speakers BIGINT NOT NULL,
    competence {TEXT} NOT NULL,
    petition {TEXT} NOT NULL,
    answer {TEXT} NOT NULL,
    answered_on BIGINT,
    ground {TEXT} NOT NULL,
    due BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX visits_session ON visits (session, arrived_at);
CREATE INDEX visits_register ON visits (unit, seq);
CREATE INDEX visits_due ON visits (unit, due);
CREATE INDEX visits_days ON visits (unit, on_day);
