-- Schema 8. Approvals: people who left a client, and reviews that are due.

-- Since when a person is no contact of the client any more: they decide nothing, and nothing is
-- written to them. The row stays, for what they decided before.
ALTER TABLE contact ADD COLUMN gone INTEGER;

-- The one reminder of a due review, for each decider who had not answered. A row without a mail was
-- decided without one: their mail bounces, or they are gone.
CREATE TABLE review_reminder (
	review INTEGER NOT NULL REFERENCES review,
	contact INTEGER NOT NULL REFERENCES contact,
	at INTEGER NOT NULL,
	outbox INTEGER REFERENCES outbox,
	PRIMARY KEY (review, contact)
) STRICT, WITHOUT ROWID;
-- What the clock looks for every half minute.
CREATE INDEX review_due ON review (due) WHERE state = 'open' AND due IS NOT NULL;
