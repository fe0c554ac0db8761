/* When docket speaks by itself, and when it keeps quiet. */
#include "docket/domain/policy.h"

#include "docket/base/clock.h"
#include "docket/base/day.h"

const char *
policy_cap(const struct conf_limits *limits, const struct spoken *s)
{
	if (s->all_hour >= limits->answers_hour)
		return "the hourly number of automatic answers to everybody is reached";
	if (s->address_hour >= limits->answers_per_address_hour)
		return "this address had its automatic answers for this hour";
	if (s->address_day >= limits->answers_per_address_day)
		return "this address had its automatic answers for today";
	if (s->thread >= limits->answers_per_thread)
		return "this job had its automatic answers without a person in between";
	return NULL;
}

enum speak
policy_speak(const struct speak_facts *f, int64_t *due_out)
{
	*due_out = f->now;
	switch (f->mode) {
	case CONF_NEVER: return SPEAK_NEVER;
	case CONF_DRAFT: return SPEAK_DRAFT;
	case CONF_DELAY: *due_out = f->now + (int64_t)f->delay_minutes * CLOCK_MINUTE; return SPEAK_LATER;
	case CONF_AUTOMATIC: break;
	}
	int64_t window = (int64_t)f->coalesce_seconds * CLOCK_SECOND;
	if (f->last_answer > 0 && !f->answers_ours && f->now - f->last_answer < window) {
		*due_out = f->last_answer + window;
		return SPEAK_LATER;
	}
	return SPEAK_NOW;
}

enum { HOURS_A_DAY = 6 }; /* of one person's working day, what is left for one job */

const char *
policy_deadline_doubt(const struct calendar *c, int64_t today, int64_t deadline_day,
		      double kit_hours)
{
	if (deadline_day < today)
		return "note.unlikely.past";
	int64_t working = 0;
	for (int64_t d = today + 1; d <= deadline_day && working < 60; d++)
		working += calendar_works(c, d);
	if ((double)working * HOURS_A_DAY < kit_hours)
		return "note.unlikely.short";
	return NULL;
}
