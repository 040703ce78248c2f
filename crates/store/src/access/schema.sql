-- Layout 1 of the accounts. Times are seconds since 1970.

CREATE TABLE accounts (
    name     TEXT PRIMARY KEY,
    folded   TEXT NOT NULL UNIQUE,               -- names are told apart by this
    role     TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'keeper')),
    password TEXT NOT NULL,                      -- a hash with its salt and costs (PHC string), never the password
    made     INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE clearances (
    account TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
    label   TEXT NOT NULL,
    PRIMARY KEY (account, label)
) WITHOUT ROWID;

-- Made by hand; one lifted stays with its day.
CREATE TABLE restrictions (
    n        INTEGER PRIMARY KEY,
    document TEXT NOT NULL,                      -- id of a document, or of the folder or file it lies in
    blake3   TEXT NOT NULL DEFAULT '',           -- its original then: a paper that moves stays restricted
    labels   TEXT NOT NULL,                      -- JSON list; a reader needs one of them
    opens    INTEGER NOT NULL DEFAULT 0,         -- 1: open in spite of what rules say of it
    by       TEXT NOT NULL,
    made     INTEGER NOT NULL,
    lifted   INTEGER
);

CREATE TABLE sessions (
    token   BLOB PRIMARY KEY,                    -- hash of what the browser holds
    account TEXT NOT NULL REFERENCES accounts (name) ON DELETE CASCADE,
    made    INTEGER NOT NULL,
    seen    INTEGER NOT NULL
) WITHOUT ROWID;

-- Who did what when. Never changed; only the oldest are forgotten, by hand.
CREATE TABLE log (
    n       INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    account TEXT NOT NULL,                       -- as typed where nobody of that name came in
    deed    TEXT NOT NULL,
    about   TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX log_by_account ON log (account, n);
CREATE INDEX log_by_about ON log (about, n);
