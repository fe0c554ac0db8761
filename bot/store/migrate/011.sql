-- Schema 11. The input log: everything that changed state, in the order of its effects, written in the
-- same transaction as they. `docket rebuild` plays it again.

CREATE TABLE input (
	id INTEGER PRIMARY KEY,              -- the order
	at INTEGER NOT NULL,                 -- the one instant that all its effects saw
	kind TEXT NOT NULL,                  -- "record", "mail", "command", "tick", "claim", "settle" …
	data TEXT NOT NULL CHECK (json_valid(data)) -- ids and numbers; texts are where they were before
) STRICT;

-- The newest set-up is looked for at every start.
CREATE INDEX input_setup ON input (id) WHERE kind = 'setup';

-- What somebody typed, or a server answered. Deleting a row here erases the words; a rebuild says then
-- that it cannot do this one again.
CREATE TABLE input_words (
	input INTEGER PRIMARY KEY REFERENCES input,
	words TEXT NOT NULL
) STRICT;

-- A database that was at work before has no log from its beginning: `rebuild` refuses it.
INSERT INTO named (key, value)
	SELECT 'inputs-late', CAST('1' AS BLOB) WHERE EXISTS (
		SELECT 1 FROM message UNION ALL SELECT 1 FROM member UNION ALL SELECT 1 FROM client);
