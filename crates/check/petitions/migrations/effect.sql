-- Since when a decision on a complaint is in force, and whether what it orders is still to be carried
-- out. Where decisions were sent before, the views are made anew.
ALTER TABLE petitions ADD COLUMN effect_on BIGINT;
ALTER TABLE petitions ADD COLUMN to_do BIGINT NOT NULL DEFAULT 0;
CREATE INDEX petitions_effect ON petitions (unit, effect_on, seq) WHERE effect_on IS NOT NULL;
CREATE INDEX petitions_to_do ON petitions (unit, effect_on, seq) WHERE to_do = 1;
INSERT INTO meta (name, value)
    SELECT 'rebuilding', 'yes' WHERE EXISTS (SELECT 1 FROM petitions WHERE kind <> 'feedback')
    AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'rebuilding');
