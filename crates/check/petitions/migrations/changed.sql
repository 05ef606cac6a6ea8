-- When a petition last changed, so that lists need not ask the journal for each of a thousand.
ALTER TABLE petitions ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
UPDATE petitions SET changed_at =
    (SELECT MAX(at) FROM journal WHERE journal.stream = petitions.stream);
