-- Which matters are behind a sum. The key begins as that of the sums does.
CREATE TABLE counted (
    indicator {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    day BIGINT NOT NULL,
    kind {TEXT} NOT NULL,
    channel {TEXT} NOT NULL,
    stream {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (indicator, unit, day, kind, channel, stream)
);
