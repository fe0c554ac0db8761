-- Schema 8. Approvals: people who left a client.

-- Since when a person is no contact of the client any more: they decide nothing, and nothing is
-- written to them. The row stays, for what they decided before.
ALTER TABLE contact ADD COLUMN gone INTEGER;
