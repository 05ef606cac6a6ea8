-- A tag over the whole row that nobody makes without the key file: what no signature covers (how
-- far the log has come in the journal, and when) is not changed unseen. Empty on a row from before.
ALTER TABLE log_head ADD COLUMN tag {BYTES};
