-- One row a petition, for registers and inboxes. No words: those are in the vault.
CREATE TABLE petitions (
    stream {TEXT} PRIMARY KEY,
    seq BIGINT NOT NULL,
    digits {TEXT} NOT NULL,
    code {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    kind {TEXT} NOT NULL,
    matter {TEXT} NOT NULL,
    village {TEXT} NOT NULL,
    channel {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    holder {TEXT} NOT NULL,
    solved {TEXT} NOT NULL,
    received_at BIGINT NOT NULL,
    received_on BIGINT NOT NULL,
    open BIGINT NOT NULL,
    due BIGINT NOT NULL,
    rule {TEXT} NOT NULL,
    closed_on BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX petitions_digits ON petitions (digits);
CREATE UNIQUE INDEX petitions_seq ON petitions (seq);
CREATE INDEX petitions_register ON petitions (unit, seq);
CREATE INDEX petitions_state ON petitions (unit, state, seq);
CREATE INDEX petitions_matter ON petitions (unit, matter, seq);
CREATE INDEX petitions_due ON petitions (unit, due, seq) WHERE open = 1;
CREATE INDEX petitions_holder ON petitions (unit, holder, due, seq) WHERE open = 1;
