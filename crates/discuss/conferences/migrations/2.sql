-- The unit that owes a conclusion may break it down; what owes a part knows of what.
ALTER TABLE conclusions ADD COLUMN part_of {TEXT} NOT NULL DEFAULT '';
CREATE INDEX conclusions_parts ON conclusions (part_of, until_day);
