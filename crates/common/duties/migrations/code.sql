-- Another subject finds a matter by the code that people call it.
CREATE INDEX duties_code ON duties (code);
