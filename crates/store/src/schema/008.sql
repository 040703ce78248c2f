-- Layout 8. What persons write beside papers and put together out of them.

-- Notes on passages; one taken away has `undone`.
CREATE TABLE notes (
    n        INTEGER PRIMARY KEY,
    document TEXT NOT NULL,                      -- id of the document as it was called then
    blake3   TEXT NOT NULL,                      -- its original then: a paper that moved is known by it
    json     TEXT NOT NULL,                      -- the whole note with its former wordings, offsets in bytes
    undone   TEXT                                -- JSON: by whom and when
);
CREATE INDEX notes_by_document ON notes (document);
CREATE INDEX notes_by_original ON notes (blake3);

-- Selections, each with its items in their order; one taken away has `undone` in its JSON and `held` 0.
CREATE TABLE selections (
    n    INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    held INTEGER NOT NULL,
    json TEXT NOT NULL
);
CREATE UNIQUE INDEX selections_by_name ON selections (name) WHERE held = 1;
