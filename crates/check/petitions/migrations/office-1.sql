-- How many petitions are open, by holder, matter and state, and until when: a small cube, so that
-- the leader's page does not walk the register.
CREATE TABLE petition_load (
    unit {TEXT} NOT NULL,
    dim {TEXT} NOT NULL,
    value {TEXT} NOT NULL,
    due BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (unit, dim, value, due)
);
CREATE INDEX petition_load_now ON petition_load (unit, dim, value, due, n) WHERE n <> 0;
INSERT INTO petition_load (unit, dim, value, due, n)
    SELECT unit, 'holder', holder, due, COUNT(*) FROM petitions WHERE open = 1 GROUP BY unit, holder, due;
INSERT INTO petition_load (unit, dim, value, due, n)
    SELECT unit, 'matter', matter, due, COUNT(*) FROM petitions WHERE open = 1 GROUP BY unit, matter, due;
INSERT INTO petition_load (unit, dim, value, due, n)
    SELECT unit, 'state', state, due, COUNT(*) FROM petitions WHERE open = 1 GROUP BY unit, state, due;
-- Filed letters by the day of filing: those whose time of keeping is over stand first.
CREATE INDEX petitions_filed ON petitions (unit, closed_on, seq) WHERE state = 'filed';
-- What is due for an officer, wherever the case is.
CREATE INDEX petitions_mine ON petitions (holder, due, seq) WHERE open = 1;
