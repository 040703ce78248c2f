-- Layout 2. What a person gave and decided; linking uses it each time and never changes it.

-- Lists of persons as the user gave them: a name (the file's), its hash, its entries in order.
CREATE TABLE lists (
    n      INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE,
    blake3 TEXT NOT NULL
);
CREATE TABLE listed (
    list        INTEGER NOT NULL REFERENCES lists (n) ON DELETE CASCADE,
    n           INTEGER NOT NULL,
    id          TEXT NOT NULL,
    name        TEXT NOT NULL,
    note        TEXT NOT NULL,
    other_names TEXT NOT NULL,                   -- JSON list
    PRIMARY KEY (list, n)
) WITHOUT ROWID;

-- Decisions by hand: never deleted; one taken back has the day in `undone`.
CREATE TABLE decisions (
    n      INTEGER PRIMARY KEY,
    made   TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('join', 'part')),
    a      TEXT NOT NULL,                        -- JSON: name and where it stands
    b      TEXT NOT NULL,
    undone TEXT
);
