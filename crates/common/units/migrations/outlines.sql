-- One row a unit whose outline an operator brought; its lines as JSON, for drawing only.
CREATE TABLE unit_outlines (
    unit {TEXT} PRIMARY KEY,
    rings {TEXT} NOT NULL
);
