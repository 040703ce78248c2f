-- Layout 7. The linking is found by what it is about: a page reads the items it shows and no others.

-- Where in linked_parts an item stands. `key`: eight bytes of the hash of an id (its own, or that of a document or
-- other item it concerns); whoever reads looks at the item itself to be sure.
CREATE TABLE linked_keys (
    key    INTEGER NOT NULL,
    part   INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (key, part, at)
) WITHOUT ROWID;

-- Who the agents of a document are: `document` as `key` above, the agent's id there, the linked agent's id.
CREATE TABLE linked_members (
    document INTEGER NOT NULL,
    local    TEXT NOT NULL,
    agent    TEXT NOT NULL,
    PRIMARY KEY (document, local, agent)
) WITHOUT ROWID;

-- By what an inventory may mean a document, read out of its analysis when the document was last touched at `changed`.
CREATE TABLE signs (
    n       INTEGER PRIMARY KEY REFERENCES documents (n) ON DELETE CASCADE,
    changed INTEGER NOT NULL,
    signs   TEXT NOT NULL                        -- JSON, as whoever matches inventories writes it
);

-- The order of the list of papers as one value (the parts keep their order with a character between that stands in none),
-- so that the one before and the one after are found without the list.
CREATE INDEX documents_in_order ON documents (
    (first_day IS NULL) || char(1) || coalesce(first_day, '') || char(1) || coalesce(date, '') || char(1) || id
);
