-- Sums by indicator, unit, day and kind: every report is a sum over this small cube.
CREATE TABLE counts (
    indicator {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    day BIGINT NOT NULL,
    kind {TEXT} NOT NULL,
    channel {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (indicator, unit, day, kind, channel)
);
