-- Views: made from the journal, and made again by `rebuild`.
CREATE TABLE accounts (
    id {TEXT} PRIMARY KEY,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    person {TEXT},
    password {TEXT},
    totp {TEXT},
    asked_by {TEXT},
    asked_at BIGINT,
    approved_by {TEXT}
);
CREATE TABLE account_posts (
    account {TEXT} NOT NULL,
    post {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (account, post, unit, from_day)
);
CREATE INDEX account_posts_post ON account_posts (post, account);
CREATE TABLE logins (tag {TEXT} PRIMARY KEY, account {TEXT} NOT NULL);
CREATE INDEX logins_account ON logins (account);
CREATE TABLE instance (
    id BIGINT PRIMARY KEY,
    unit {TEXT} NOT NULL,
    simulated BIGINT NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE TABLE tokens (
    id {TEXT} PRIMARY KEY,
    hash {TEXT} NOT NULL,
    unit {TEXT} NOT NULL,
    label {TEXT},
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX tokens_hash ON tokens (hash);
CREATE TABLE access_log (
    stream {TEXT} NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account {TEXT} NOT NULL,
    what {TEXT} NOT NULL,
    part {TEXT} NOT NULL,
    PRIMARY KEY (stream, version)
);
CREATE INDEX access_log_at ON access_log (at, stream, version);
CREATE INDEX access_log_account ON access_log (account, at);
CREATE INDEX access_log_what ON access_log (what, at);

-- Apart from the journal: what may be lost without loss. Tokens are kept as SHA-256 only.
CREATE TABLE sessions (
    id {TEXT} PRIMARY KEY,
    account {TEXT} NOT NULL,
    stage {TEXT} NOT NULL,
    device {TEXT} NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_ends ON sessions (ends_at);
CREATE TABLE links (
    id {TEXT} PRIMARY KEY,
    purpose {TEXT} NOT NULL,
    account {TEXT},
    ends_at BIGINT NOT NULL
);
CREATE TABLE totp_steps (account {TEXT} PRIMARY KEY, step BIGINT NOT NULL);
