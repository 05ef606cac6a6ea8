-- Posts count in the statistics from now on: where there are any, the views are made anew.
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM account_posts)
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
