-- What a unit owes in one subject: the prefix of the stream is the subject. Due date and rule are
-- beside it, so that sums read the index alone.
CREATE INDEX duties_of_subject ON duties (unit, stream, due, rule) WHERE closed_on IS NULL;
