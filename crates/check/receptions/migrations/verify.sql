-- What is verified is owed an answer from now on: where there are answers, the views are made anew.
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM journal WHERE kind = 'visit.answered')
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
