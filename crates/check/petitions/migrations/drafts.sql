-- Files of letters that are not sent yet: neither journal nor view. Each is sealed under the key of
-- the form that it was attached to, which nobody keeps but the sender's browser.
CREATE TABLE petition_drafts (
    draft {TEXT} NOT NULL,
    tag {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    id {TEXT} NOT NULL,
    media {TEXT} NOT NULL,
    size BIGINT NOT NULL,
    sealed {BYTES} NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (draft, tag)
);
CREATE INDEX petition_drafts_age ON petition_drafts (kept_at);
