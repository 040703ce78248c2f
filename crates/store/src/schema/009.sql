-- Layout 9. Saved searches: questions with all their narrowings, under a name.

CREATE TABLE saved_searches (
    n       INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    by      TEXT NOT NULL,                       -- who kept it
    made    TEXT NOT NULL,                       -- when (RFC 3339)
    asked   TEXT NOT NULL,                       -- JSON: the question
    removed TEXT                                 -- JSON: by whom and when it was taken off the list; it can be put back
);
