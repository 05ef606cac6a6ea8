-- The board reads what is open by unit or holder in the order of dates, and asks each for its
-- subject and rule: all of that stands in the index, so that only the lines of one page are read.
DROP INDEX duties_open;
CREATE INDEX duties_open ON duties (unit, due, stream, n, rule, holder) WHERE closed_on IS NULL;
DROP INDEX duties_of_holder;
CREATE INDEX duties_of_holder ON duties (holder, due, stream, n, rule, unit)
    WHERE closed_on IS NULL;
