-- What a run of an import said of each line of its file, in sealed blocks: neither journal nor view,
-- and forgotten with the report of the run.
CREATE TABLE petition_import_lines (
    import_id {TEXT} NOT NULL,
    block BIGINT NOT NULL,
    last_line BIGINT NOT NULL,
    body {BYTES} NOT NULL,
    PRIMARY KEY (import_id, block)
);
