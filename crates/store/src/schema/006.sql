-- Layout 6. Decisions also about papers that are one text.

CREATE TABLE decided (
    n      INTEGER PRIMARY KEY,
    made   TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('join', 'part', 'name', 'status')),
    about  TEXT NOT NULL CHECK (about IN ('agent', 'issue', 'event', 'obligation', 'parallel')),
    a      TEXT NOT NULL,                        -- JSON: name and where it stands
    b      TEXT NOT NULL,
    value  TEXT,                                 -- the name or the status given
    undone TEXT
);
INSERT INTO decided (n, made, kind, about, a, b, value, undone)
    SELECT n, made, kind, about, a, b, value, undone FROM decisions;
DROP TABLE decisions;
ALTER TABLE decided RENAME TO decisions;
