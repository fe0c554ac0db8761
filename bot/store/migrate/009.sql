-- Schema 9. Indexes for databases of a hundred thousand jobs.

-- Lists are of jobs at work, of which there are few: they never look at the others.
CREATE INDEX job_open_client ON job (client, number)
	WHERE state NOT IN ('declined', 'cancelled', 'archived');
CREATE INDEX job_open_owner ON job (owner, client, number)
	WHERE state NOT IN ('declined', 'cancelled', 'archived');
CREATE INDEX job_state ON job (state, client, number);
-- What grew out of a job: `show` asks for it.
CREATE INDEX job_linked ON job (linked) WHERE linked IS NOT NULL;
