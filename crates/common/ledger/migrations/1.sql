-- The public log. Its head is one row that is only ever exchanged for the next one; entries and
-- tiles are written in the same transaction, so that no head is without what it stands on.
CREATE TABLE log_head (
    id BIGINT PRIMARY KEY,
    begun BIGINT NOT NULL,
    size BIGINT NOT NULL,
    position BIGINT NOT NULL,
    seal BIGINT NOT NULL,
    at BIGINT NOT NULL,
    root {BYTES} NOT NULL,
    note {TEXT} NOT NULL
);
-- Which record of the journal stands as which leaf, and what is published of it.
CREATE TABLE log_entries (
    leaf BIGINT PRIMARY KEY,
    position BIGINT NOT NULL UNIQUE,
    entry {BYTES} NOT NULL
);
-- Hashes above the leaves; a row grows until it holds 256 of them.
CREATE TABLE log_tiles (
    level BIGINT NOT NULL,
    n BIGINT NOT NULL,
    hashes {BYTES} NOT NULL,
    PRIMARY KEY (level, n)
);
