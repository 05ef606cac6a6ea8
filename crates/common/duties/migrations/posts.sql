-- A duty may be a post's from now on: where there are duties, the views are made anew.
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM duties)
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
