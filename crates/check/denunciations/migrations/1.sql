-- The register of denunciations: numbers, dates and closed words. No column may ever hold a text
-- that a person chose.
CREATE TABLE denunciations (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    seq BIGINT NOT NULL,
    year BIGINT NOT NULL,
    no BIGINT NOT NULL,
    received_on BIGINT NOT NULL,
    sort {TEXT} NOT NULL,
    way {TEXT} NOT NULL,
    shelf {TEXT} NOT NULL,
    slot BIGINT NOT NULL,
    state {TEXT} NOT NULL,
    accepted_on BIGINT,
    concluded_on BIGINT,
    finding {TEXT} NOT NULL,
    open BIGINT NOT NULL,
    still BIGINT NOT NULL,
    due BIGINT,
    rule {TEXT} NOT NULL,
    closed_on BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX denunciations_register ON denunciations (unit, seq);
CREATE INDEX denunciations_state ON denunciations (unit, state, seq);
-- Anonymous information: a day, and what was done. No clock, no sender, no words.
CREATE TABLE anonymous_information (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    seq BIGINT NOT NULL,
    year BIGINT NOT NULL,
    no BIGINT NOT NULL,
    received_on BIGINT NOT NULL,
    handling {TEXT} NOT NULL,
    handled_on BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX anonymous_information_register ON anonymous_information (unit, seq);
