-- Who is to be told what. Made from the facts of the streams that tell.
CREATE TABLE notices (
    stream {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    letter {TEXT} NOT NULL,
    code {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    what {TEXT} NOT NULL,
    recipient {TEXT} NOT NULL,
    contact {TEXT} NOT NULL,
    path {TEXT} NOT NULL,
    since BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (stream, n)
);
CREATE INDEX notices_since ON notices (recipient, since, letter);
CREATE INDEX notices_letter ON notices (letter);
-- What became of each letter. Made from the streams `notice/…`; one that nobody began has no row.
CREATE TABLE letters (
    letter {TEXT} NOT NULL PRIMARY KEY,
    about {TEXT} NOT NULL,
    recipient {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    trying BIGINT NOT NULL,
    doubt BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    code {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);
CREATE INDEX letters_state ON letters (state, at, letter);
CREATE INDEX letters_doubt ON letters (at, letter) WHERE doubt = 1;
CREATE INDEX letters_recipient ON letters (recipient, at);
-- Whether letters go out at all, and from when on notices are old enough to be left alone.
CREATE TABLE mail_switch (
    id BIGINT NOT NULL PRIMARY KEY,
    is_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    floor_at BIGINT NOT NULL
);
-- How the mail server answered last. No truth of the journal: it may be lost without loss.
CREATE TABLE mail_server (
    id BIGINT PRIMARY KEY,
    away_since BIGINT,
    told {TEXT} NOT NULL
);
