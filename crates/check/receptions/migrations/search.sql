-- What visitors said can be searched from now on: where there are visits, the views are made anew.
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM journal WHERE kind = 'visit.received')
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
