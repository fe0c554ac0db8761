-- Schema 16. What chat keeps while a platform refuses docket's token (P8, P12).
ALTER TABLE chat_out ADD COLUMN held INTEGER; -- since when it waits for a token or a right, UTC ms; null: it does not
ALTER TABLE chat_out ADD COLUMN newest TEXT;  -- while it waits, a later one of that word in its lane takes its place; null: none does
CREATE INDEX chat_out_held ON chat_out (source) WHERE state = 'queued' AND held IS NOT NULL;
CREATE INDEX chat_out_posted ON chat_out (source, posted) WHERE posted IS NOT NULL;

CREATE TABLE chat_refused (          -- entries of `chat:` whose token or right the platform refuses
	source TEXT PRIMARY KEY,
	why TEXT NOT NULL,           -- as the platform says; the team was told
	at INTEGER NOT NULL          -- since when, UTC ms
) STRICT, WITHOUT ROWID;
