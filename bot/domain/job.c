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
        [JOB_INTAKE] = {"intake", SIDE_CLIENT},
        [JOB_SCOPING] = {"scoping", SIDE_US},
        [JOB_READY] = {"ready", SIDE_US},
        [JOB_PRODUCTION] = {"production", SIDE_US},
        [JOB_INTERNAL_REVIEW] = {"internal-review", SIDE_US},
        [JOB_CLIENT_REVIEW] = {"client-review", SIDE_CLIENT},
        [JOB_REVISION] = {"revision", SIDE_US},
        [JOB_APPROVED] = {"approved", SIDE_US},
        [JOB_FINAL_QA] = {"final-qa", SIDE_US},
        [JOB_DELIVERED] = {"delivered", SIDE_US},
        [JOB_ARCHIVED] = {"archived", SIDE_NONE},
        [JOB_ON_HOLD] = {"on-hold", SIDE_NONE},
        [JOB_DECLINED] = {"declined", SIDE_NONE},
        [JOB_CANCELLED] = {"cancelled", SIDE_NONE},
};

/* typed: a person may ask for it by a command of that name. */
static const struct {
	const char *name;
	bool typed;
} events[JOB_EVENT_COUNT] = {
        [EV_COMPLETED] = {"complete", false},
        [EV_REOPENED_BRIEF] = {"reopen-brief", false},
        [EV_ACCEPT] = {"accept", true},
        [EV_DECLINE] = {"decline", true},
        [EV_HOLD] = {"hold", true},
        [EV_RESUME] = {"resume", true},
        [EV_CANCEL] = {"cancel", true},
        [EV_NOT_A_REQUEST] = {"not-a-request", true},
        [EV_ASSIGN] = {"assign", true},
        [EV_SUBMIT] = {"submit", true},
        [EV_INTERNAL_CHANGES] = {"internal-changes", false},
        [EV_INTERNAL_PASSED] = {"internal-passed", false},
        [EV_APPROVE_UNSEEN] = {"approve-unseen", false},
        [EV_APPROVE] = {"approve", true},
        [EV_CHANGES] = {"changes", true},
        [EV_REJECT] = {"reject", true},
        [EV_CONTRADICT] = {"contradict", false},
        [EV_START_QA] = {"qa", true},
        [EV_DELIVER] = {"deliver", true},
        [EV_ARCHIVE] = {"archive", true},
        [EV_REOPEN] = {"reopen", true},
        [EV_MERGE] = {"merge", false},
        [EV_UNASSIGN] = {"unassign", false},
};

static const char *const guards[GUARD_COUNT] = {
        [GUARD_NONE] = "",
        [GUARD_MAKER] = "nobody is named who makes it: assign it, or take it",
        [GUARD_VERSION] = "no version is there: submit files or links",
        [GUARD_INTERNAL] = "our own review of the newest version is not over, or nobody of the client "
                           "may decide yet: review shows the stages, decider names a person",
        [GUARD_UNSEEN] = "our own review is not over, or no decider wrote that they need not see it "
                         "again",
        [GUARD_CLIENT] = "the client's deciders have not approved the newest version: approvals shows "
                         "what was said",
        [GUARD_QA] = "lines of the checklist are open: qa shows them",
};

#define MOVE(from, event, to, guard, prose) {from, event, to, guard, prose},
static const struct job_move_row moves[] = {
#include "job_moves.def"
};
#undef MOVE

int
brief_field_of(struct slice name)
{
	return slice_among(name, brief_field_names, BRIEF_FIELDS);
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
	return ev < JOB_EVENT_COUNT ? events[ev].name : "unknown";
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
		count += moves[i].from == s && events[moves[i].event].typed;
	buf[0] = '\0';
	for (size_t i = 0, n = 0; i < COUNT(moves); i++) {
		if (moves[i].from != s || !events[moves[i].event].typed)
			continue;
		n++;
		int w = snprintf(buf + used, size - used, "%s%s",
		                 n == 1 ? "" : (n == count ? " or " : ", "),
		                 events[moves[i].event].name);
		if (w < 0 || (size_t)w >= size - used)
			return;
		used += (size_t)w;
	}
}

static bool
holds(const struct job *j, const struct job_facts *f, enum job_guard g)
{
	static const struct job_facts nothing = {0};
	if (f == NULL)
		f = &nothing;
	switch (g) {
	case GUARD_NONE: return true;
	case GUARD_MAKER: return j->maker != 0;
	case GUARD_VERSION: return f->versions;
	case GUARD_INTERNAL: return f->internal_passed && f->client_decider;
	case GUARD_UNSEEN: return f->internal_passed && j->recheck == RECHECK_NONE;
	case GUARD_CLIENT: return f->client_passed;
	case GUARD_QA: return f->qa_passed;
	case GUARD_COUNT: break;
	}
	return false;
}

const char *
job_guard_words(enum job_guard g)
{
	return g < GUARD_COUNT ? guards[g] : "";
}

enum job_side
job_side(const struct job *j)
{
	return job_side_of(j->state == JOB_ON_HOLD ? j->held_from : j->state);
}

bool
job_is_with(const struct job *j, int64_t member)
{
	return member != 0 && (j->maker == member || j->owner == member);
}

bool
job_is_over(enum job_state s)
{
	return s == JOB_DECLINED || s == JOB_CANCELLED || s == JOB_ARCHIVED;
}

int
job_move(const struct job *j, const struct job_facts *facts, enum job_event event,
         enum job_state *to_out, struct err *e)
{
	for (size_t i = 0; i < COUNT(moves); i++) {
		if (moves[i].from != j->state || moves[i].event != event)
			continue;
		if (!holds(j, facts, moves[i].guard))
			return err_set(e, ERR_REFUSED, "%.*s stays in %s: %s", SLICE_ARG(j->ref),
			               job_state_name(j->state), job_guard_words(moves[i].guard));
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
