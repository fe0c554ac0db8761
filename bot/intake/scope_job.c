/*
 * New work that the client agreed to, as a job of its own: of the same request, linked to the one it
 * grew out of, with what that brief already says. What is missing is asked like in any brief.
 */
#include "scope.h"

#include "docket/base/utf8.h"

enum { TITLE_MAX = 120 }; /* bytes; a longer wish is a paragraph, no title */

/* Which kit the words that asked for it named, and what they called it. */
static int
what_was_asked(struct life *l, const struct scope_note *n, struct slice *kit, struct slice *what,
               struct err *e)
{
	struct inbox_row m;
	struct reading *r;
	struct err bad = ERR_INIT;
	char name[64];
	*kit = l->job->kit;
	*what = n->quote.len > 0 ? n->quote : n->words;
	int got = n->message != 0 ? inbox_get(l->in->env.store, l->pool, n->message, &m, e) : 0;
	if (got < 0)
		return -1;
	if (got == 1 && m.reading.len > 0 && reading_parse(l->pool, m.reading, &r, &bad) == 0) {
		const struct said_field *f = &r->fields[FIELD_DELIVERABLE];
		if (r->kit.len > 0 &&
		    kits_find(l->in->env.kits, slice_cstr(r->kit, name, sizeof(name))) != NULL)
			*kit = r->kit;
		if (f->given && f->value.text.len > 0 && slice_ifind(*what, f->value.text) >= 0)
			*what = f->value.text;
	}
	struct slice line = SLICE_NONE, rest = slice_trim(*what);
	slice_line(&rest, &line);
	*what = utf8_cut(slice_trim(line), TITLE_MAX);
	return 0;
}

/* What holds for the whole request; date, sizes and budget belong to the one piece of work. */
static int
inherit(struct life *l, const struct job *from, struct job *to, struct err *e)
{
	static const bool own[BRIEF_FIELDS] = {[FIELD_DELIVERABLE] = true, [FIELD_DEADLINE] = true,
	                                       [FIELD_SPECS] = true, [FIELD_BUDGET] = true};
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		struct brief_field b = from->brief[f];
		if (own[f] || !b.given)
			continue;
		b.rule = SLICE_LIT("inherited");
		if (brief_set(l->in, l->pool, to, f, &b, SLICE_LIT("docket"), l->now, e) < 0)
			return -1;
	}
	return 0;
}

int
scope_open_linked(struct life *l, const struct scope_note *n, struct job *out, struct err *e)
{
	struct slice what;
	struct member lead = {0};
	struct job j = {.client = l->job->client, .lang = l->job->lang, .state = JOB_INTAKE,
	                .requester = n->contact != 0 ? n->contact : l->job->requester,
	                .linked = l->job->id, .thread_subject = l->job->thread_subject};
	if (what_was_asked(l, n, &j.kit, &what, e) < 0 ||
	    lead_of(l->in, l->pool, j.client, &lead, e) < 0)
		return -1;
	j.owner = lead.id;
	j.title = what;
	j.required = kit_required(l->in->env.kits, j.kit);
	if (job_create(l->in->env.store, l->pool, &j, l->now, e) < 0)
		return -1;
	struct life made = *l;
	made.job = &j;
	char data[80];
	snprintf(data, sizeof(data), "{\"state\":\"intake\",\"linked\":%lld}", (long long)l->job->id);
	struct brief_field b = {.given = true, .value = what, .message = n->message,
	                        .rule = SLICE_LIT("scope-note")};
	struct job_scope sold = {.job = j.id, .terms = n->terms,
	                         .words = n->words.len > 0 ? n->words : n->quote, .by = l->actor,
	                         .at = l->now};
	if (life_event(&made, "opened", slice_of(data), j.title, e) < 0 ||
	    brief_set(l->in, l->pool, &j, FIELD_DELIVERABLE, &b, l->actor, l->now, e) < 0 ||
	    inherit(l, l->job, &j, e) < 0 || job_scope_set(l->in->env.store, &sold, e) < 0)
		return -1;
	if (job_missing(&j) == 0 && (life_move(&made, EV_COMPLETED, SLICE_NONE, e) < 0 ||
	                             life_move(&made, EV_ACCEPT, SLICE_NONE, e) < 0))
		return -1;
	*out = j;
	return job_save(l->in->env.store, &j, l->now, e);
}
