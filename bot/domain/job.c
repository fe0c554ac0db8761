/* The rules of a job's life: names, the table of moves, when a brief is complete. */
#include "docket/domain/job.h"

#include <ctype.h>

const char *const brief_field_names[BRIEF_FIELDS] = {
        "deliverable",   "objective", "audience",   "deadline", "channels",
        "copy_or_offer", "specs",     "references", "approver", "budget",
};

static const struct {
	const char *name;
	enum job_side side;
} states[JOB_STATE_COUNT] = {
        [JOB_INTAKE] = {"intake", SIDE_CLIENT},     [JOB_SCOPING] = {"scoping", SIDE_US},
        [JOB_READY] = {"ready", SIDE_US},           [JOB_ON_HOLD] = {"on-hold", SIDE_NONE},
        [JOB_DECLINED] = {"declined", SIDE_NONE},   [JOB_CANCELLED] = {"cancelled", SIDE_NONE},
};

static const char *const events[JOB_EVENT_COUNT] = {
        [EV_COMPLETED] = "complete",  [EV_REOPENED_BRIEF] = "reopen-brief",
        [EV_ACCEPT] = "accept",       [EV_DECLINE] = "decline",
        [EV_HOLD] = "hold",           [EV_RESUME] = "resume",
        [EV_CANCEL] = "cancel",       [EV_NOT_A_REQUEST] = "not-a-request",
};

#define MOVE(from, event, to, prose) {from, event, to, prose},
static const struct job_move_row moves[] = {
#include "job_moves.def"
};
#undef MOVE

int
brief_field_of(struct slice name)
{
	for (int i = 0; i < BRIEF_FIELDS; i++)
		if (slice_iis(name, brief_field_names[i]))
			return i;
	return -1;
}

struct slice
job_ref(struct pool *pool, struct slice client_code, int64_t number)
{
	return pool_slicef(pool, "%.*s-%03lld", SLICE_ARG(client_code), (long long)number);
}

const char *
job_state_name(enum job_state s)
{
	return s < JOB_STATE_COUNT ? states[s].name : "unknown";
}

int
job_state_of(struct slice name)
{
	for (int i = 0; i < JOB_STATE_COUNT; i++)
		if (slice_iis(name, states[i].name))
			return i;
	return -1;
}

enum job_side
job_side_of(enum job_state s)
{
	return s < JOB_STATE_COUNT ? states[s].side : SIDE_NONE;
}

const char *
job_event_name(enum job_event ev)
{
	return ev < JOB_EVENT_COUNT ? events[ev] : "unknown";
}

const struct job_move_row *
job_moves(size_t *count_out)
{
	*count_out = COUNT(moves);
	return moves;
}

/* The events that the table allows in state s, as "accept, hold or cancel". */
static void
allowed(enum job_state s, char *buf, size_t size)
{
	size_t count = 0, used = 0;
	for (size_t i = 0; i < COUNT(moves); i++)
		count += moves[i].from == s && moves[i].event != EV_COMPLETED &&
		         moves[i].event != EV_REOPENED_BRIEF;
	buf[0] = '\0';
	for (size_t i = 0, n = 0; i < COUNT(moves); i++) {
		if (moves[i].from != s || moves[i].event == EV_COMPLETED ||
		    moves[i].event == EV_REOPENED_BRIEF)
			continue;
		n++;
		int w = snprintf(buf + used, size - used, "%s%s",
		                 n == 1 ? "" : (n == count ? " or " : ", "),
		                 events[moves[i].event]);
		if (w < 0 || (size_t)w >= size - used)
			return;
		used += (size_t)w;
	}
}

int
job_move(const struct job *j, enum job_event event, enum job_state *to_out, struct err *e)
{
	for (size_t i = 0; i < COUNT(moves); i++) {
		if (moves[i].from != j->state || moves[i].event != event)
			continue;
		*to_out = event == EV_RESUME ? j->held_from : moves[i].to;
		return 0;
	}
	char may[200];
	allowed(j->state, may, sizeof(may));
	if (may[0] == '\0')
		return err_set(e, ERR_REFUSED, "%.*s is %s, which is final: open a new job instead",
		               SLICE_ARG(j->ref), job_state_name(j->state));
	return err_set(e, ERR_REFUSED, "%.*s is in %s, where '%s' does nothing; possible here: %s",
	               SLICE_ARG(j->ref), job_state_name(j->state), job_event_name(event), may);
}

unsigned
job_missing(const struct job *j)
{
	unsigned missing = 0;
	for (unsigned f = 0; f < BRIEF_FIELDS; f++) {
		unsigned bit = 1U << f;
		const struct brief_field *b = &j->brief[f];
		bool open = !b->given || (f == BRIEF_DEADLINE && b->alt_date.len > 0);
		/* An ambiguous date is asked about even where the kit would not need one. */
		bool wanted = (j->required & bit) || (b->given && open);
		if (wanted && open && !(j->waived & bit))
			missing |= bit;
	}
	return missing;
}

static const char *const rechecks[] = {
        [RECHECK_NO] = "", [RECHECK_CONFIRM] = "confirm", [RECHECK_NONE] = "none"};

const char *
recheck_name(enum recheck r)
{
	return rechecks[r <= RECHECK_NONE ? r : RECHECK_NO];
}

enum recheck
recheck_of(struct slice name)
{
	for (unsigned i = RECHECK_CONFIRM; i <= RECHECK_NONE; i++)
		if (slice_is(name, rechecks[i]))
			return (enum recheck)i;
	return RECHECK_NO;
}
