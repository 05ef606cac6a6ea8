-- Dialogues: days, numbers and closed words. What is said is in the vault.
CREATE TABLE dialogues (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    form {TEXT} NOT NULL,
    cause {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    from_minute BIGINT NOT NULL,
    until_minute BIGINT NOT NULL,
    place {TEXT} NOT NULL,
    content {TEXT} NOT NULL,
    state {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    announced_on BIGINT,
    published_on BIGINT,
    attended BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX dialogues_days ON dialogues (unit, on_day);
CREATE TABLE questions (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    dialogue {TEXT} NOT NULL,
    way {TEXT} NOT NULL,
    role {TEXT} NOT NULL,
    matter {TEXT} NOT NULL,
    words {TEXT} NOT NULL,
    asked_at BIGINT NOT NULL,
    state {TEXT} NOT NULL,
    why {TEXT} NOT NULL,
    together {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX questions_dialogue ON questions (dialogue, asked_at);
CREATE TABLE promises (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    owner {TEXT} NOT NULL,
    owner_unit {TEXT} NOT NULL,
    said_by {TEXT} NOT NULL,
    said_on BIGINT NOT NULL,
    place {TEXT} NOT NULL,
    dialogue {TEXT} NOT NULL,
    question {TEXT} NOT NULL,
    rule {TEXT} NOT NULL,
    what {TEXT} NOT NULL,
    until_day BIGINT NOT NULL,
    state {TEXT} NOT NULL,
    closed_on BIGINT,
    version BIGINT NOT NULL
);
CREATE INDEX promises_unit ON promises (unit, until_day);
CREATE INDEX promises_open ON promises (unit, state, until_day);
CREATE INDEX promises_dialogue ON promises (dialogue, said_on);
CREATE INDEX promises_question ON promises (question);
CREATE TABLE dialogue_calls (
    stream {TEXT} PRIMARY KEY,
    unit {TEXT} NOT NULL,
    on_day BIGINT NOT NULL,
    voters BIGINT NOT NULL,
    support BIGINT NOT NULL,
    needed BIGINT NOT NULL,
    words {TEXT} NOT NULL,
    dialogue {TEXT} NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX dialogue_calls_unit ON dialogue_calls (unit, on_day);
