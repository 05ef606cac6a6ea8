-- What somebody owes under a rule. Made from the facts of the streams that owe it.
CREATE TABLE duties (
    stream {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    code {TEXT} NOT NULL,
    rule {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    holder {TEXT} NOT NULL,
    started_on BIGINT NOT NULL,
    due BIGINT NOT NULL,
    closed_on BIGINT,
    outcome {TEXT} NOT NULL,
    PRIMARY KEY (stream, n)
);
CREATE INDEX duties_open ON duties (unit, due) WHERE closed_on IS NULL;
-- Each date that a change of the law moved.
CREATE TABLE duty_moves (
    stream {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    law BIGINT NOT NULL,
    code {TEXT} NOT NULL,
    rule {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    due_before BIGINT NOT NULL,
    due_after BIGINT NOT NULL,
    PRIMARY KEY (stream, n, law)
);
CREATE INDEX duty_moves_unit ON duty_moves (unit, law);
