-- Schema 6. People and load: hours spent and estimated, weekly hours, days off, partners.

-- Agreed work of a week, in minutes; null: capacity.h's usual week. A partner works for one client
-- only where `client` says so; null: for whichever gives them a job.
ALTER TABLE member ADD COLUMN week INTEGER CHECK (week >= 0);
ALTER TABLE member ADD COLUMN client INTEGER REFERENCES client;

-- What the whole job is thought to take, in minutes; null: the usual hours of its kit.
ALTER TABLE job ADD COLUMN estimate INTEGER CHECK (estimate > 0);
CREATE INDEX job_maker ON job (maker) WHERE maker IS NOT NULL;
-- Work that is going on: what load is counted from, however many jobs are over.
CREATE INDEX job_open ON job (state) WHERE state NOT IN ('declined', 'cancelled', 'archived');

-- Time spent, never changed: a mistake is put right by a row with fewer minutes than none.
CREATE TABLE hours (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	member INTEGER NOT NULL REFERENCES member, -- whose time
	minutes INTEGER NOT NULL CHECK (minutes <> 0),
	day TEXT NOT NULL,                   -- of their own calendar, YYYY-MM-DD
	event INTEGER NOT NULL,              -- number in the job's chain: who wrote it, and why
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX hours_job ON hours (job);
CREATE INDEX hours_day ON hours (day);

-- Days off of a member. Rows stay: what was called off has an end.
CREATE TABLE away (
	id INTEGER PRIMARY KEY,              -- what `away drop` names
	member INTEGER NOT NULL REFERENCES member,
	first TEXT NOT NULL,                 -- YYYY-MM-DD, their own calendar
	last TEXT NOT NULL CHECK (last >= first), -- the last day off
	words TEXT,                          -- why, may be emptied
	said_by TEXT NOT NULL,               -- "member:3", "operator"
	at INTEGER NOT NULL,
	dropped INTEGER,                     -- when it was called off; null: it holds
	dropped_by TEXT
) STRICT;
CREATE INDEX away_member ON away (member, last);
