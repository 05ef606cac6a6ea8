-- What one officer owes, for the letter of a morning.
CREATE INDEX duties_of_holder ON duties (holder, due) WHERE closed_on IS NULL;
