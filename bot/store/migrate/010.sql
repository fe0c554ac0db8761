-- Schema 10. How far docket is trusted (PRODUCT P14): modes that a member set, over those of the
-- configuration, and which kind of mail a draft was of.
CREATE TABLE mode (
	client INTEGER REFERENCES client,    -- null: every client that has no row of its own
	kind TEXT NOT NULL CHECK (kind IN ('prompt', 'confirm', 'status', 'note', 'review', 'closeout', 'digest')),
	mode TEXT NOT NULL CHECK (mode IN ('draft', 'delay', 'automatic', 'never')),
	member INTEGER REFERENCES member,    -- who said so; null: the local operator
	at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX mode_of ON mode (kind, ifnull(client, 0));

ALTER TABLE outbox ADD COLUMN mode_kind TEXT;  -- as mode.kind; null: mail to the team, or older
CREATE INDEX outbox_proposed ON outbox (client, mode_kind, id) WHERE drafted = 1;
