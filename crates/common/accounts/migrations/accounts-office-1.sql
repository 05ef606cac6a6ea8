-- When officers are away, and who does their work meanwhile.
CREATE TABLE absences (
    account {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    stand_in {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    PRIMARY KEY (account, n)
);
CREATE INDEX absences_until ON absences (until_day, from_day);
-- The secret addresses of calendars, as SHA-256.
CREATE TABLE feeds (account {TEXT} PRIMARY KEY, hash {TEXT} NOT NULL);
CREATE INDEX feeds_hash ON feeds (hash);
