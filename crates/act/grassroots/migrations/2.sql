-- Offices that are twinned with villages for a time; a day and what was asked on it say for which
-- office an official went.
CREATE TABLE grassroots_twins (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    office {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    aim {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX grassroots_twins_unit ON grassroots_twins (unit, from_day);
CREATE TABLE grassroots_twin_villages (
    twin {TEXT} NOT NULL,
    village {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    office {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (twin, village)
);
CREATE INDEX grassroots_twin_villages_unit ON grassroots_twin_villages (unit, from_day);
ALTER TABLE grassroots_visits ADD COLUMN office {TEXT} NOT NULL DEFAULT '';
CREATE INDEX grassroots_visits_office ON grassroots_visits (unit, office, on_day);
ALTER TABLE grassroots_needs ADD COLUMN office {TEXT} NOT NULL DEFAULT '';
CREATE INDEX grassroots_needs_office ON grassroots_needs (unit, office, on_day);
