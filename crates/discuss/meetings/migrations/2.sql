-- A promise may have been made on a visit, which another subject keeps.
ALTER TABLE promises ADD COLUMN visit {TEXT} NOT NULL DEFAULT '';
CREATE INDEX promises_visit ON promises (visit);
-- Questions and calls owe something from now on: where there are any, the views are made anew.
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM journal
    WHERE kind IN ('question.asked', 'call.opened', 'promise.made'))
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
