/* The names of reviews and decisions. */
#include "docket/domain/review.h"

static const char *const rules[RULE_COUNT] = {
	[RULE_ANY] = "any", [RULE_ALL] = "all", [RULE_ORDER] = "order"};
static const char *const states[REVIEW_STATE_COUNT] = {
	[REVIEW_WAITING] = "waiting",	    [REVIEW_OPEN] = "open",
	[REVIEW_PASSED] = "passed",	    [REVIEW_CHANGES] = "changes",
	[REVIEW_REJECTED] = "rejected",	    [REVIEW_OVERRIDDEN] = "overridden",
	[REVIEW_SUPERSEDED] = "superseded",
};
static const char *const kinds[DECISION_KIND_COUNT] = {
	[DECIDE_APPROVE] = "approve",
	[DECIDE_APPROVE_WITH_CHANGES] = "approve-with-changes",
	[DECIDE_CHANGES] = "changes",
	[DECIDE_REJECT] = "reject",
};
static const char *const strengths[STRENGTH_COUNT] = {
	[STRENGTH_DECISION] = "decision",
	[STRENGTH_ATTESTED] = "attested",
	[STRENGTH_OPINION] = "opinion",
	[STRENGTH_ASKED] = "asked",
};

static const char *
name_of(const char *const *names, unsigned count, unsigned i)
{
	return i < count ? names[i] : "unknown";
}

const char *
review_rule_name(enum review_rule r)
{
	return name_of(rules, RULE_COUNT, r);
}

const char *
review_state_name(enum review_state s)
{
	return name_of(states, REVIEW_STATE_COUNT, s);
}

const char *
decision_kind_name(enum decision_kind k)
{
	return name_of(kinds, DECISION_KIND_COUNT, k);
}

const char *
strength_name(enum strength s)
{
	return name_of(strengths, STRENGTH_COUNT, s);
}

int
review_rule_of(struct slice name)
{
	return slice_among(name, rules, RULE_COUNT);
}

int
review_state_of(struct slice name)
{
	return slice_among(name, states, REVIEW_STATE_COUNT);
}

int
decision_kind_of(struct slice name)
{
	return slice_among(name, kinds, DECISION_KIND_COUNT);
}

int
strength_of(struct slice name)
{
	return slice_among(name, strengths, STRENGTH_COUNT);
}

enum review_state
review_judge(enum review_rule rule, const struct review_words *w)
{
	if (w->reject)
		return REVIEW_REJECTED;
	if (w->changes)
		return REVIEW_CHANGES;
	if (w->approvals == 0 || w->deciders == 0)
		return REVIEW_OPEN;
	if (rule == RULE_ANY)
		return REVIEW_PASSED;
	return w->approvals >= w->deciders ? REVIEW_PASSED : REVIEW_OPEN;
}
