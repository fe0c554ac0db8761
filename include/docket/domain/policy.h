/*
 * The rules of when docket speaks (P2.9, P12, P14), pure: counts and facts in, a decision out.
 */
#ifndef DOCKET_DOMAIN_POLICY_H
#define DOCKET_DOMAIN_POLICY_H

#include "docket/conf/conf.h"
#include "docket/domain/calendar.h"

/* How often docket has already spoken by itself. */
struct spoken {
	int64_t address_hour, address_day; /* automatic answers to this address */
	int64_t thread;                    /* on this job to it since a member last acted */
	int64_t all_hour;                  /* to everybody */
};
/* NULL when one more answer is within the caps, else which cap it would break, for people. */
const char *policy_cap(const struct conf_limits *limits, const struct spoken *s);

enum speak {
	SPEAK_NOW,   /* send */
	SPEAK_LATER, /* send at *due_out: merged with what came shortly before, or a delay */
	SPEAK_DRAFT, /* to the account lead first */
	SPEAK_NEVER,
};
struct speak_facts {
	enum conf_mode mode;
	int64_t now;
	int64_t last_answer;   /* when docket last answered this person on this job, or 0 */
	bool answers_ours;     /* the mail replies to that very answer: a new turn of the talk */
	int coalesce_seconds, delay_minutes;
};
enum speak policy_speak(const struct speak_facts *f, int64_t *due_out);

/*
 * Whether a deadline is unlikely: in the past, or fewer than two working days away for a kit that
 * takes longer. Days are counted Monday to Friday. A key of words.tsv, for the team only; or NULL.
 */
const char *policy_deadline_doubt(const struct calendar *c, int64_t today, int64_t deadline_day,
				  double kit_hours);

#endif
