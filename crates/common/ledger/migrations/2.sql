-- What each witness cosigned last, and how it went when it was asked last.
CREATE TABLE log_cosigned (
    witness {TEXT} PRIMARY KEY,
    verifier {TEXT} NOT NULL,
    size BIGINT NOT NULL,
    note {TEXT} NOT NULL,
    line {TEXT} NOT NULL,
    at BIGINT NOT NULL,
    word {TEXT} NOT NULL,
    detail {TEXT} NOT NULL
);
