/*
 * A job and its life, as pure data and rules: states and moves come from job_moves.def. No clock,
 * no I/O. (Triage is no state of a job: it is where a message waits, see store/inbox.h.)
 */
#ifndef DOCKET_DOMAIN_JOB_H
#define DOCKET_DOMAIN_JOB_H

#include "docket/base/err.h"
#include "docket/base/vec.h"

enum job_state {
	JOB_INTAKE, JOB_SCOPING, JOB_READY,
	JOB_PRODUCTION, JOB_INTERNAL_REVIEW, JOB_CLIENT_REVIEW, JOB_REVISION,
	JOB_APPROVED, JOB_FINAL_QA, JOB_DELIVERED, JOB_ARCHIVED,
	JOB_ON_HOLD, JOB_DECLINED, JOB_CANCELLED,
	JOB_STATE_COUNT
};
enum job_side { SIDE_NONE, SIDE_US, SIDE_CLIENT };

enum job_event {
	EV_COMPLETED,      /* the brief has all its required fields, or was waived */
	EV_REOPENED_BRIEF, /* a required field was taken away again */
	EV_ACCEPT, EV_DECLINE, EV_HOLD, EV_RESUME, EV_CANCEL, EV_NOT_A_REQUEST,
	EV_ASSIGN, EV_SUBMIT,
	EV_INTERNAL_CHANGES, EV_INTERNAL_PASSED, EV_APPROVE_UNSEEN, /* of our own stages */
	EV_APPROVE, EV_CHANGES, EV_REJECT,                          /* of the client's */
	EV_CONTRADICT, /* an attested word was wrong: the client's review is open again */
	EV_START_QA, EV_DELIVER, EV_ARCHIVE, EV_REOPEN,
	EV_MERGE,    /* it turned out to be another job */
	EV_UNASSIGN, /* an assignment is taken back before anything was made */
	JOB_EVENT_COUNT
};

/* After an approval with changes: whether its decider looks at the next version once more. */
enum recheck { RECHECK_NO, RECHECK_CONFIRM, RECHECK_NONE };
const char *recheck_name(enum recheck r);
enum recheck recheck_of(struct slice name); /* RECHECK_NO for anything else */

/* Brief fields by number; the same ten as enum field of understand (a test compares them). */
enum { BRIEF_FIELDS = 10, BRIEF_DEADLINE = 3 };
extern const char *const brief_field_names[BRIEF_FIELDS];
int brief_field_of(struct slice name); /* index, or -1 */

struct brief_field {
	bool given;
	struct slice value;   /* as words of the sender */
	/* of the deadline: a future wall time (D5) */
	struct slice date;    /* YYYY-MM-DD or empty */
	struct slice time;    /* HH:MM or empty */
	struct slice alt_date; /* ambiguous: the other reading */
	int64_t message;      /* row of the message it stands in, 0: set by command */
	size_t start, end;    /* bytes of that message's new text */
	struct slice rule;
	struct slice by;      /* address of who said it */
};

struct job {
	int64_t id, client;
	struct slice ref;      /* "ACME-042" */
	struct slice kit, title, lang;
	enum job_state state, held_from;
	bool urgent, urgent_granted;
	int64_t owner;         /* member row or 0 */
	int64_t requester;     /* contact row */
	int64_t linked;        /* job this one grew out of, or 0 */
	int64_t created, changed;
	struct slice hold_until; /* YYYY-MM-DD or empty */
	unsigned required;     /* bits of the fields the kit asks for */
	unsigned waived;       /* bits a member waived by name */
	int prompts;           /* missing-info prompts sent without a new answer between */
	struct brief_field brief[BRIEF_FIELDS];
	unsigned asked;        /* bits asked at least once */
	struct slice thread_subject; /* of the client's first mail, base form */
	int64_t maker;         /* member row or 0: whose work it is, whoever owns the job now */
	int64_t merged;        /* read only: the job this one turned out to be, or 0 */
	enum recheck recheck;  /* what the next version owes to an approval with changes */
};

/* The ref of a job number: at least three digits. */
struct slice job_ref(struct pool *pool, struct slice client_code, int64_t number);

const char *job_state_name(enum job_state s);
int job_state_of(struct slice name);
enum job_side job_side_of(enum job_state s);
const char *job_event_name(enum job_event e);

/* What must be true of a job before a row of the table may be taken. */
enum job_guard {
	GUARD_NONE,
	GUARD_MAKER,    /* somebody is named who makes it */
	GUARD_VERSION,  /* a version was submitted */
	GUARD_INTERNAL, /* our stages of the newest version are over, a decider of the client's is known */
	GUARD_UNSEEN,   /* as INTERNAL, and an approval with changes waived the second look */
	GUARD_CLIENT,   /* the client's stages of the newest version passed by decisions that count */
	GUARD_QA,       /* every line of the checklist is ticked or waived, machine checks too */
	GUARD_COUNT
};
struct job_facts {
	bool versions;        /* there is one */
	bool internal_passed; /* of the newest version */
	bool client_decider;  /* somebody of the client may decide */
	bool client_passed;
	bool qa_passed;
};

/* The side whose move it is; of a job on hold, the one it was held from. */
enum job_side job_side(const struct job *j);
/* Whether it was given to this member: they make it, or own it now. All that a partner may see. */
bool job_is_with(const struct job *j, int64_t member);
/* Whether a person outside may still expect something of it: not declined, cancelled, archived. */
bool job_is_over(enum job_state s);

/*
 * One move of the table. facts may be NULL when nothing is known: guards then fail. On 0 *to_out is the new state (may be the same). -1 with ERR_REFUSED: a
 * sentence that says why and what would help.
 */
int job_move(const struct job *j, const struct job_facts *facts, enum job_event event,
             enum job_state *to_out, struct err *e);
/* Every row of the table, for help and the drawn graph. */
struct job_move_row {
	enum job_state from;
	enum job_event event;
	enum job_state to;
	enum job_guard guard;
	const char *prose;
};
const struct job_move_row *job_moves(size_t *count_out);
const char *job_guard_words(enum job_guard g); /* what is missing when it fails, and what would help */

/* Required fields not given, not waived, or given ambiguously: bits. 0 means complete. */
unsigned job_missing(const struct job *j);

#endif
