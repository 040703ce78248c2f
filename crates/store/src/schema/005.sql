-- Layout 5. What persons judge of claims.

-- Judgements, never changed and never deleted; one taken back has `undone`.
CREATE TABLE judgements (
    n        INTEGER PRIMARY KEY,
    document TEXT NOT NULL,                      -- id of the document as it was called then
    blake3   TEXT NOT NULL,                      -- its original then: a paper that moved is known by it
    reviewer TEXT NOT NULL,
    json     TEXT NOT NULL,                      -- the whole judgement, offsets in bytes
    undone   TEXT                                -- JSON: by whom and when
);
CREATE INDEX judgements_by_document ON judgements (document);
CREATE INDEX judgements_by_original ON judgements (blake3);

-- What the machine found, where judgements changed it; analyses.json is what holds.
CREATE TABLE machine (
    n    INTEGER PRIMARY KEY REFERENCES documents (n) ON DELETE CASCADE,
    json BLOB NOT NULL
);
