-- Conferences: days, numbers, closed words and public names of units. What is said is in the vault.
CREATE TABLE conferences (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    title {TEXT} NOT NULL,
    place {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    points BIGINT NOT NULL,
    published BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX conferences_days ON conferences (unit, on_day);
CREATE TABLE conference_points (
    conference {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    name {TEXT} NOT NULL,
    folded {TEXT} NOT NULL,
    sort_key {TEXT} NOT NULL,
    PRIMARY KEY (conference, unit)
);
CREATE INDEX conference_points_order ON conference_points (conference, sort_key, unit);
CREATE INDEX conference_points_unit ON conference_points (unit);
CREATE TABLE conference_reports (
    stream {TEXT} PRIMARY KEY,
    conference {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    takes {TEXT} NOT NULL,
    leaders BIGINT NOT NULL,
    officers BIGINT NOT NULL,
    front BIGINT NOT NULL,
    villages BIGINT NOT NULL,
    others BIGINT NOT NULL,
    present BIGINT NOT NULL,
    line {TEXT} NOT NULL,
    times BIGINT NOT NULL,
    reported_at BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX conference_reports_point ON conference_reports (conference, unit);
CREATE TABLE conference_inquiries (
    stream {TEXT} PRIMARY KEY,
    conference {TEXT} NOT NULL,
    point {TEXT} NOT NULL,
    role {TEXT} NOT NULL,
    words {TEXT} NOT NULL,
    asked_at BIGINT NOT NULL,
    state {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    answerer {TEXT} NOT NULL,
    answer {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX conference_inquiries_of ON conference_inquiries (conference, asked_at);
CREATE TABLE conclusions (
    stream {TEXT} PRIMARY KEY,
    conference {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    owner {TEXT} NOT NULL,
    owner_name {TEXT} NOT NULL,
    what {TEXT} NOT NULL,
    said_on BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    open_to_all BIGINT NOT NULL,
    state {TEXT} NOT NULL,
    closed_on BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX conclusions_given ON conclusions (unit, state, until_day);
CREATE INDEX conclusions_owed ON conclusions (owner, state, until_day);
CREATE INDEX conclusions_conference ON conclusions (conference, said_on);
