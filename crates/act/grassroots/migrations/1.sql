-- Days at the grassroots, what was asked there, and who looks after which village: days, posts and
-- closed words. What is said is in the vault.
CREATE TABLE grassroots_visits (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    village {TEXT} NOT NULL,
    post {TEXT} NOT NULL,
    account {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    purpose {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    held_on BIGINT,
    done {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX grassroots_visits_days ON grassroots_visits (unit, on_day);
CREATE TABLE grassroots_needs (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    village {TEXT} NOT NULL,
    heard {TEXT} NOT NULL,
    matter {TEXT} NOT NULL,
    words {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    owner {TEXT} NOT NULL,
    owner_unit {TEXT} NOT NULL,
    until_day BIGINT,
    state {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    closed_on BIGINT,
    said {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX grassroots_needs_days ON grassroots_needs (unit, on_day);
CREATE INDEX grassroots_needs_state ON grassroots_needs (unit, state, until_day);
CREATE TABLE grassroots_liaisons (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    village {TEXT} NOT NULL,
    post {TEXT} NOT NULL,
    account {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    weekday BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    phone {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX grassroots_liaisons_unit ON grassroots_liaisons (unit, from_day);
