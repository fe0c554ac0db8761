-- Schema 4. Digests: one per person and local day (PRODUCT P9). A day that was looked at and had
-- nothing to say, or was looked at too late, has a row without a mail.
CREATE TABLE digest (
	id INTEGER PRIMARY KEY,
	member INTEGER REFERENCES member,    -- the daily one goes to a member …
	client INTEGER REFERENCES client,    -- … the weekly one to a client
	day TEXT NOT NULL,                   -- of their own calendar, YYYY-MM-DD
	decided INTEGER NOT NULL,            -- when
	outbox INTEGER REFERENCES outbox,    -- null: nothing was sent
	CHECK ((member IS NULL) <> (client IS NULL))
) STRICT;
CREATE UNIQUE INDEX digest_member_day ON digest (member, day) WHERE member IS NOT NULL;
CREATE UNIQUE INDEX digest_client_day ON digest (client, day) WHERE client IS NOT NULL;
CREATE INDEX digest_outbox ON digest (outbox) WHERE outbox IS NOT NULL;

-- What each number of a member's digest stands for, so that "3 assign maya" can be read.
CREATE TABLE digest_line (
	digest INTEGER NOT NULL REFERENCES digest,
	number INTEGER NOT NULL,             -- what the member saw
	job INTEGER REFERENCES job,
	message INTEGER REFERENCES message,  -- a mail in triage
	PRIMARY KEY (digest, number),
	CHECK ((job IS NULL) <> (message IS NULL))
) STRICT, WITHOUT ROWID;
