/*
 * What a closeout pack says beside the files. It goes to the client: of our own people it tells who
 * made and passed what, never what they said among themselves, and events that are ours alone show
 * their place in the chain, not their content.
 */
#include "closeout.h"
#include "revise.h"

#include "docket/base/zone.h"
#include "docket/domain/closeout.h"

enum { TEXT_MAX = 4 << 20 };

/* Events whose payload the client may read: it holds numbers, states and hashes, no words. */
static const char *const open_kinds[] = {
        "opened",   "field",    "moved",   "submitted",    "decision",    "contradicted", "feedback",
        "revision", "decider",  "qa",      "round-closed", "who-decides", "kit",          "waived",
        "asked",    "filed",    "closeout", "decision-asked", "fetched",
        "link-checked"};

/* One paper: its text is copied into the pool, and stands in what the wall searches. */
static void
put(struct life *l, struct pack *p, const char *name, struct str *text)
{
	struct paper one = {.bytes = pool_copy(l->pool, str_slice(text))};
	one.name = closeout_name(l->pool, &p->taken, "", slice_of(name));
	VEC_ADD(&p->papers, l->pool, one);
	p->failed |= str_failed(text);
	p->text = pool_slicef(l->pool, "%.*s\n%.*s", SLICE_ARG(p->text), SLICE_ARG(one.bytes));
	str_reset(text);
}

static struct slice
when(struct life *l, int64_t at)
{
	struct str s;
	str_init(&s, 64);
	zone_iso(&s, job_zone(l->in, l->pool, l->job), at);
	struct slice text = pool_copy(l->pool, str_slice(&s));
	str_clear(&s);
	return text;
}

static int
put_records(struct cmd *c, struct life *l, struct pack *p, struct str *text, struct err *e)
{
	static const struct command_from nobody = {.shell = false};
	struct cmd inner = {.in = c->in, .store = c->store, .pool = c->pool, .from = &nobody,
	                    .out = text, .now = c->now};
	if (certificate_outside(&inner, l->job, true, e) < 0)
		return -1;
	put(l, p, "certificate.html", text);
	if (certificate_outside(&inner, l->job, false, e) < 0)
		return -1;
	put(l, p, "certificate.txt", text);
	if (decisions_outside(&inner, l->job, e) < 0)
		return -1;
	put(l, p, "decisions.txt", text);
	return 0;
}

static int
put_brief(struct life *l, struct pack *p, struct str *text, struct err *e)
{
	const struct job *j = l->job;
	const char *lang = job_lang(l->in, j);
	str_addf(text, "%.*s  %.*s\n\n", SLICE_ARG(j->ref), SLICE_ARG(j->title));
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const struct brief_field *b = &j->brief[f];
		char key[64];
		if (!b->given)
			continue;
		snprintf(key, sizeof(key), "field.%s", brief_field_names[f]);
		str_addf(text, "%s: %.*s", templates_word(l->in->env.templates, lang, key),
		         SLICE_ARG(b->value));
		if (b->date.len > 0)
			str_addf(text, " (%.*s%s%.*s)", SLICE_ARG(b->date), b->time.len > 0 ? " " : "",
			         SLICE_ARG(b->time));
		str_addc(text, '\n');
	}
	put(l, p, "brief.txt", text);
	return wall_show_brief(l->in, l->pool, &p->shows, j, e);
}

/* What a person of this client said; words of ours, or of nobody known, are left out. */
static int
put_quote(struct life *l, struct pack *p, const struct revision *r, const struct revision_source *s,
          struct str *text, struct err *e)
{
	struct contact who;
	int64_t id = 0;
	if (!slice_starts(s->person, "contact:") ||
	    !slice_int(slice_sub(s->person, strlen("contact:"), s->person.len), &id))
		return 0;
	int got = contact_by_id(l->in->env.store, l->pool, id, &who, e);
	if (got <= 0)
		return got;
	struct wall_part part = {.what = "an item of the list", .client = who.client, .words = s->quote};
	part.ref = pool_slicef(l->pool, "R%lld", (long long)r->number);
	VEC_ADD(&p->shows, l->pool, part);
	str_addf(text, "      \"%.*s\" %.*s, %.*s\n", SLICE_ARG(s->quote),
	         SLICE_ARG(who.name.len > 0 ? who.name : who.address), SLICE_ARG(when(l, s->at)));
	return 0;
}

static int
put_revisions(struct life *l, struct pack *p, const revision_list *all, const version_list *versions,
              struct str *text, struct err *e)
{
	const char *lang = job_lang(l->in, l->job);
	const struct revision *r;
	VEC_EACH(r, all) {
		const struct version *v;
		const struct revision_source *s;
		char key[64];
		snprintf(key, sizeof(key), "revision.%s", revision_state_name(r->state));
		str_addf(text, "R%-3lld %s: %.*s", (long long)r->number,
		         templates_word(l->in->env.templates, lang, key),
		         SLICE_ARG(revision_line(l->pool, r)));
		VEC_EACH(v, versions)
			if (v->id == r->done_in)
				str_addf(text, " (v%lld)", (long long)v->number);
		if (r->why.len > 0)
			str_addf(text, " - %.*s", SLICE_ARG(r->why));
		str_addc(text, '\n');
		VEC_EACH(s, &r->sources)
			if (put_quote(l, p, r, s, text, e) < 0)
				return -1;
	}
	if (all->len == 0)
		str_adds(text, "no changes were asked for\n");
	put(l, p, "revisions.txt", text);
	return 0;
}

static int
put_open(struct life *l, struct pack *p, const revision_list *all, struct str *text, struct err *e)
{
	slice_list unread = {0};
	const struct revision *r;
	const struct slice *name;
	unsigned never = l->job->required & l->job->waived;
	if (revisions_unread(l, 0, &unread, e) < 0)
		return -1;
	VEC_EACH(r, all)
		if (revision_is_open(r->state) || r->state == REVISION_SCOPE)
			str_addf(text, "R%lld (%s): %.*s\n", (long long)r->number,
			         revision_state_name(r->state), SLICE_ARG(revision_line(l->pool, r)));
	VEC_EACH(name, &unread)
		str_addf(text, "not read: %.*s\n", SLICE_ARG(*name));
	for (int f = 0; f < BRIEF_FIELDS; f++)
		if ((never & (1U << (unsigned)f)) && !l->job->brief[f].given)
			str_addf(text, "never said: %s\n", brief_field_names[f]);
	if (text->len == 0)
		str_adds(text, "nothing stayed open\n");
	put(l, p, "open-questions.txt", text);
	return 0;
}

/* One event a line: hash = SHA-256("docket-event-1\n" || prev || "\n" || payload), as index.txt says. */
static int
put_chain(struct life *l, struct pack *p, struct str *text, struct err *e)
{
	ledger_list chain = {0};
	const struct ledger_row *row;
	if (ledger_of_job(l->in->env.store, l->pool, l->job->id, &chain, e) < 0)
		return -1;
	VEC_EACH(row, &chain) {
		struct json w;
		bool shown = slice_among(row->kind, open_kinds, COUNT(open_kinds)) >= 0;
		json_begin(&w, text);
		json_open(&w);
		json_put_int(&w, "seq", row->seq);
		json_put_cstr(&w, "prev", row->prev);
		json_key(&w, "payload");
		if (shown)
			json_text(&w, row->payload);
		else
			json_nil(&w);
		json_put_cstr(&w, "hash", row->hash);
		json_close(&w);
		str_addc(text, '\n');
	}
	put(l, p, "chain.jsonl", text);
	return 0;
}

int
papers_add(struct cmd *c, struct life *l, struct pack *p, struct err *e)
{
	revision_list all = {0};
	version_list versions = {0};
	struct str text;
	if (revisions_of_job(c->store, l->pool, l->job->id, 0, &all, e) < 0 ||
	    versions_of_job(c->store, l->pool, l->job->id, &versions, e) < 0)
		return -1;
	str_init(&text, TEXT_MAX);
	int r = put_records(c, l, p, &text, e);
	if (r == 0)
		r = put_brief(l, p, &text, e);
	if (r == 0)
		r = put_revisions(l, p, &all, &versions, &text, e);
	if (r == 0)
		r = put_open(l, p, &all, &text, e);
	if (r == 0)
		r = put_chain(l, p, &text, e);
	if (r == 0 && p->failed)
		r = err_set(e, ERR_REFUSED, "the papers of %.*s would be larger than %d bytes",
		            SLICE_ARG(l->job->ref), TEXT_MAX);
	str_clear(&text);
	return r;
}
