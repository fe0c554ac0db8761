-- Step 15.

-- An answer above the caps of P12 waits, and leaves as soon as they allow it.
ALTER TABLE outbox ADD COLUMN waits INTEGER; -- since when, while queued; null: nothing holds it back
ALTER TABLE outbox ADD COLUMN about TEXT;    -- by which it is judged then: "conflict 1 3", "review 4"
CREATE INDEX outbox_waits ON outbox (id) WHERE waits IS NOT NULL;
-- What waits has not been said, and does not count as said.
DROP INDEX outbox_said_to;
DROP INDEX outbox_said;
CREATE INDEX outbox_said_to ON outbox (to_key, created, state, automatic, internal)
	WHERE automatic = 1 AND internal = 0 AND waits IS NULL;
CREATE INDEX outbox_said ON outbox (created, state, automatic, internal)
	WHERE automatic = 1 AND internal = 0 AND waits IS NULL;
