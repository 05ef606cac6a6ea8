-- Village meetings: numbers, days and closed words. Titles and places are in the vault, public.
CREATE TABLE village_meetings (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    village {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    caller {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    place {TEXT} NOT NULL,
    households BIGINT NOT NULL,
    present BIGINT NOT NULL,
    matters BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    due BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX village_meetings_days ON village_meetings (unit, on_day, from_minute);
CREATE INDEX village_meetings_due ON village_meetings (unit, due);
