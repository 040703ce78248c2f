-- Layout 4. Files that hold several documents, archives' descriptions, the linking in pieces.

-- What linking made, in JSON lists of some items of a section each. `linked` keeps the revision; where its json is
-- not empty, an earlier version made it and all is there.
CREATE TABLE linked_parts (
    n       INTEGER PRIMARY KEY,
    section TEXT NOT NULL,
    json    BLOB NOT NULL
);
CREATE INDEX linked_by_section ON linked_parts (section);

-- What the file that held a document, or an archive's description, says of it: JSON list of [name, value].
ALTER TABLE documents ADD COLUMN given TEXT NOT NULL DEFAULT '[]';
-- Where inside its file a document stands; NULL: it is the file.
ALTER TABLE documents ADD COLUMN part TEXT;

-- By the file that holds them: which documents of a file are there.
CREATE INDEX documents_by_file ON documents (source, path);

-- Files that hold several documents, as they were last taken apart; a file unchanged is not taken apart again.
CREATE TABLE files (
    id     TEXT PRIMARY KEY,                     -- as a document's would be
    source INTEGER REFERENCES sources (n),
    path   BLOB,
    blake3 TEXT NOT NULL,
    bytes  INTEGER NOT NULL,
    engine TEXT NOT NULL,
    parts  INTEGER NOT NULL
) WITHOUT ROWID;

-- Inventories as the user gave them: a name (the file's), its hash, its format's media type.
CREATE TABLE inventories (
    n      INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    blake3 TEXT NOT NULL,
    format TEXT NOT NULL,
    title  TEXT
);
-- Their units of description (ISAD(G)) from the fonds down to the item, parents before children.
CREATE TABLE units (
    inventory INTEGER NOT NULL REFERENCES inventories (n) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    document  TEXT,                              -- id of the document it describes, where it is in the collection
    unit      TEXT NOT NULL,                     -- JSON: all that is said of it
    PRIMARY KEY (inventory, n)
) WITHOUT ROWID;
CREATE INDEX units_by_document ON units (document);
