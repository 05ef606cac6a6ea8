-- An officer's kept filters of the register: private to `account`, or lent to everybody who reads
-- the register of `unit`. Names are in the vault.
CREATE TABLE register_views (
    account {TEXT} NOT NULL,
    n BIGINT NOT NULL,
    unit {TEXT} NOT NULL,
    name {TEXT} NOT NULL,
    query {TEXT} NOT NULL,
    PRIMARY KEY (account, n)
);
CREATE INDEX register_views_unit ON register_views (unit, account, n) WHERE unit <> '';
