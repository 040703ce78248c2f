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

-- The claims of each paper that no person has judged and of which the machine is least sure, a few of each layer.
CREATE TABLE doubts (
    document   INTEGER NOT NULL REFERENCES documents (n) ON DELETE CASCADE,
    layer      TEXT NOT NULL,
    claim      TEXT NOT NULL,                    -- its id, or its place in the list
    first      INTEGER NOT NULL,
    last       INTEGER NOT NULL,
    confidence REAL NOT NULL,
    rule       TEXT NOT NULL,
    PRIMARY KEY (document, layer, claim)
) WITHOUT ROWID;
CREATE INDEX doubts_by_confidence ON doubts (layer, confidence, document, first);
