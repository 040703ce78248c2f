-- Layout 11. Lists a page at a time: in their order, with what they are chosen by, so that a page reads what it shows.

-- The items of a section in the order in which they are listed.
CREATE TABLE linked_order (
    section TEXT NOT NULL,
    n       INTEGER NOT NULL,
    id      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    status  TEXT NOT NULL,
    first   TEXT,                                -- first and last possible day (ISO); NULL: undated
    last    TEXT,
    PRIMARY KEY (section, n)
) WITHOUT ROWID;
CREATE INDEX linked_order_by_kind ON linked_order (section, kind, n);

-- Issues without their courses, in the order of the linking.
CREATE TABLE linked_issues (
    n         INTEGER PRIMARY KEY,
    papers    INTEGER NOT NULL,
    positions INTEGER NOT NULL,
    head      TEXT NOT NULL,                     -- JSON
    last      TEXT                               -- JSON: where it stood last
);
-- Their courses. `version`: 0 = over all papers, from 1 on as the papers of one side (`papers_of`) tell it.
CREATE TABLE linked_states (
    version   INTEGER NOT NULL,
    issue     INTEGER NOT NULL,
    n         INTEGER NOT NULL,
    day       TEXT,                              -- last possible day (ISO); NULL: undated
    state     TEXT NOT NULL,
    papers_of TEXT,
    json      TEXT NOT NULL,
    PRIMARY KEY (version, issue, n)
) WITHOUT ROWID;
CREATE INDEX linked_states_by_issue ON linked_states (issue, version, n, day);
CREATE INDEX linked_states_by_day ON linked_states (version, issue, n, day, state);
CREATE INDEX linked_days ON linked_states (version, day);
CREATE TABLE linked_positions (
    issue INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    day   TEXT,
    side  TEXT,
    json  TEXT NOT NULL,
    PRIMARY KEY (issue, n)
) WITHOUT ROWID;
CREATE INDEX linked_positions_by_side ON linked_positions (side, issue, day);

-- The list of papers by form, and what is counted over all papers.
CREATE INDEX documents_of_form ON documents (
    form, (first_day IS NULL) || char(1) || coalesce(first_day, '') || char(1) || coalesce(date, '') || char(1) || id
);
CREATE INDEX documents_counted ON documents (status, media_hint, form, turns, first_day, last_day);
