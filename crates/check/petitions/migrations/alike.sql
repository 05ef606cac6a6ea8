-- Letters of one village on one matter, newest first: what may be about the matter of a new one.
CREATE INDEX petitions_village ON petitions (unit, village, matter, seq) WHERE village <> '';
