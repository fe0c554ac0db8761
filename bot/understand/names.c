/* The names that stand for enums in JSON, commands and the ledger. */
#include "docket/understand/reading.h"

#include "names.h"

const char *const intent_names[INTENT_COUNT] = {
	"request", "info",   "feedback",	"approval", "rejection", "question",
	"status",  "cancel", "change-deadline", "social",   "other"};
const char *const verdict_names[VERDICT_COUNT] = {"none",    "approve", "approve-with-changes",
						    "changes", "reject",  "question"};
static const char *const fields[FIELD_COUNT] = {
	"deliverable",	 "objective", "audience",   "deadline", "channels",
	"copy_or_offer", "specs",     "references", "approver", "budget"};
static const char *const item_kinds[ITEM_KIND_COUNT] = {"change", "question", "out-of-scope",
							"vague"};

int
name_index(struct slice name, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		if (slice_is(name, names[i]))
			return i;
	return -1;
}

const char *
intent_name(enum intent i)
{
	return (unsigned)i < INTENT_COUNT ? intent_names[i] : "other";
}

const char *
verdict_name(enum verdict v)
{
	return (unsigned)v < VERDICT_COUNT ? verdict_names[v] : "none";
}

const char *
field_name(enum field f)
{
	return (unsigned)f < FIELD_COUNT ? fields[f] : "";
}

const char *
item_kind_name(enum item_kind k)
{
	return (unsigned)k < ITEM_KIND_COUNT ? item_kinds[k] : "change";
}

int
field_of(struct slice name)
{
	return name_index(name, fields, FIELD_COUNT);
}

int
verdict_of(struct slice name)
{
	return name_index(name, verdict_names, VERDICT_COUNT);
}

int
intent_of(struct slice name)
{
	return name_index(name, intent_names, INTENT_COUNT);
}

int
item_kind_of(struct slice name)
{
	return name_index(name, item_kinds, ITEM_KIND_COUNT);
}

int
mail_class_of(struct slice name)
{
	static const char *const classes[] = {"human", "auto", "bounce", "arf", "list", "own"};
	return name_index(name, classes, (int)COUNT(classes));
}
