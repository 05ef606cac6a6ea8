-- The case that a letter was joined to, and the square on the map in which it happened.
ALTER TABLE petitions ADD COLUMN lead {TEXT} NOT NULL DEFAULT '';
ALTER TABLE petitions ADD COLUMN cell_lat BIGINT;
ALTER TABLE petitions ADD COLUMN cell_lon BIGINT;
CREATE INDEX petitions_lead ON petitions (lead, seq) WHERE lead <> '';
CREATE INDEX petitions_cell ON petitions (unit, cell_lat, cell_lon) WHERE cell_lat IS NOT NULL;
