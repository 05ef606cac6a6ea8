-- One row a unit that an operator added. Its name is public; ended ones stay.
CREATE TABLE local_units (
    code {TEXT} PRIMARY KEY,
    parent {TEXT} NOT NULL,
    seq BIGINT NOT NULL,
    kind {TEXT} NOT NULL,
    name {TEXT} NOT NULL,
    former {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    name_day BIGINT NOT NULL,
    until_day BIGINT,
    successors {TEXT} NOT NULL
);
CREATE INDEX local_units_parent ON local_units (parent, seq);
