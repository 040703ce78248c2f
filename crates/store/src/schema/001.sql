-- Layout 1. Offsets are bytes of analyses.text. Dates: EDTF beside first and last day (ISO) for comparing.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every change, with a hash over all up to it: by it the index knows whether it belongs to this database.
CREATE TABLE history (revision INTEGER PRIMARY KEY, chain TEXT NOT NULL);

-- Where papers come from: a folder (path absolute, or '' for the folder that holds .memcon) or lines of JSON.
CREATE TABLE sources (
    n      INTEGER PRIMARY KEY,
    path   BLOB NOT NULL UNIQUE,
    prefix TEXT NOT NULL UNIQUE
);

CREATE TABLE documents (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    source     INTEGER REFERENCES sources (n),   -- NULL: a line of JSON
    path       BLOB,                             -- as the system gives it, below the source
    media_hint TEXT,
    blake3     TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    status     TEXT NOT NULL CHECK (status IN ('ready', 'problem', 'missing', 'superseded')),
    was        TEXT NOT NULL,                    -- 'ready' or 'problem': what it is when its file is there
    title      TEXT NOT NULL,
    form       TEXT NOT NULL,
    date       TEXT,
    first_day  TEXT,
    last_day   TEXT,
    languages  TEXT NOT NULL,                    -- JSON list
    turns      INTEGER NOT NULL,
    engine     TEXT NOT NULL,                    -- what analysed it: program, rules, settings
    changed    INTEGER NOT NULL,                 -- revision of the collection that last touched it
    follows    TEXT                              -- for a superseded version: id of the document it was
);
CREATE INDEX documents_by_hash ON documents (blake3);
CREATE INDEX documents_by_change ON documents (changed);

CREATE TABLE analyses (
    n    INTEGER PRIMARY KEY REFERENCES documents (n) ON DELETE CASCADE,
    json BLOB NOT NULL,
    text TEXT NOT NULL
);

CREATE TABLE turns (
    document INTEGER NOT NULL REFERENCES documents (n) ON DELETE CASCADE,
    id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    as_named TEXT, speaker TEXT, side TEXT, addressee TEXT,
    mode TEXT NOT NULL, depth INTEGER NOT NULL, time TEXT, parent TEXT,
    PRIMARY KEY (document, id)
) WITHOUT ROWID;

CREATE TABLE moves (
    document INTEGER NOT NULL REFERENCES documents (n) ON DELETE CASCADE,
    id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    type TEXT NOT NULL, actor TEXT, side TEXT, issue TEXT, answers TEXT, turn TEXT,
    PRIMARY KEY (document, id)
) WITHOUT ROWID;

CREATE TABLE events (
    document INTEGER NOT NULL REFERENCES documents (n) ON DELETE CASCADE,
    id TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL,
    date TEXT, first_day TEXT, last_day TEXT, place TEXT, intermediary TEXT,
    PRIMARY KEY (document, id)
) WITHOUT ROWID;

CREATE TABLE mentions (
    document INTEGER NOT NULL REFERENCES documents (n) ON DELETE CASCADE,
    agent TEXT NOT NULL, canonical TEXT NOT NULL, type TEXT NOT NULL,
    form TEXT NOT NULL, folded TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE INDEX mentions_by_form ON mentions (folded);
CREATE INDEX mentions_by_document ON mentions (document);

-- What could not be done: with a paper that is kept (document), or at a place where none could be kept.
CREATE TABLE problems (
    n        INTEGER PRIMARY KEY,
    document INTEGER REFERENCES documents (n) ON DELETE CASCADE,
    source   TEXT,                               -- the scan that met it, where no document is
    place    TEXT NOT NULL,
    severity TEXT NOT NULL,
    message  TEXT NOT NULL
);
CREATE INDEX problems_by_document ON problems (document);

-- What linking made of all analyses, and of which revision.
CREATE TABLE linked (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL, json BLOB NOT NULL);

INSERT INTO meta VALUES ('revision', '0'), ('chain', '');
