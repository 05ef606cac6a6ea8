-- The posts that a program's token holds at its unit, by name, with spaces between. A token of
-- before holds none: it files and follows, and nothing else.
ALTER TABLE tokens ADD COLUMN posts {TEXT} NOT NULL DEFAULT '';
-- Apart from the journal: requests of programs that were done under a key, so that one that comes
-- again is not done again. Keyed tags, no request and no key; forgotten after two days.
CREATE TABLE requests_once (
    tag {TEXT} PRIMARY KEY,
    asked {TEXT} NOT NULL,
    made {TEXT} NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX requests_once_at ON requests_once (at);
