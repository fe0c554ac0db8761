/* Was this approved, by whom, on which version? The answers from the ledger (P6). */
#include "cmd.h"
#include "life.h"

#include "docket/base/zone.h"
#include "docket/store/fetches.h"

static struct slice
contact_name(struct cmd *c, int64_t id)
{
	struct contact p;
	struct err e = ERR_INIT;
	if (contact_by_id(c->store, c->pool, id, &p, &e) != 1)
		return SLICE_LIT("somebody");
	return p.name.len > 0 ? pool_slicef(c->pool, "%.*s <%.*s>", SLICE_ARG(p.name), SLICE_ARG(p.address))
	                      : p.address;
}

static struct slice
member_name(struct cmd *c, int64_t id)
{
	struct member m;
	struct err e = ERR_INIT;
	return member_by_id(c->store, c->pool, id, &m, &e) == 1 ? m.name : SLICE_LIT("a member");
}

static struct slice
time_text(struct cmd *c, const struct job *j, int64_t at)
{
	struct str s;
	str_init(&s, 64);
	zone_iso(&s, job_zone(c->in, c->pool, j), at);
	struct slice text = pool_copy(c->pool, str_slice(&s));
	str_clear(&s);
	return text;
}

/* What a decision is worth, in words nobody can read as more. */
static struct slice
worth(struct cmd *c, const struct decision *d)
{
	if (d->withdrawn != 0)
		return SLICE_LIT("counts no more");
	switch (d->strength) {
	case STRENGTH_DECISION: return SLICE_LIT("decision");
	case STRENGTH_ATTESTED:
		return pool_slicef(c->pool, "attested by %.*s: weaker, not in the decider's own words",
		                   SLICE_ARG(member_name(c, d->attested_by)));
	case STRENGTH_OPINION: return SLICE_LIT("opinion: decides nothing");
	case STRENGTH_ASKED: return SLICE_LIT("asked to confirm: decides nothing yet");
	case STRENGTH_COUNT: break;
	}
	return SLICE_LIT("unknown");
}

struct story {
	struct job job;
	version_list versions;
	review_list reviews;
	decision_list decisions;
	ledger_list chain;
};

static int
load_job(struct cmd *c, struct story *s, struct err *e)
{
	int64_t id = s->job.id;
	return versions_of_job(c->store, c->pool, id, &s->versions, e) < 0 ||
	                       reviews_of_job(c->store, c->pool, id, 0, &s->reviews, e) < 0 ||
	                       decisions_of_job(c->store, c->pool, id, 0, &s->decisions, e) < 0 ||
	                       ledger_of_job(c->store, c->pool, id, &s->chain, e) < 0
	               ? -1
	               : 0;
}

static int
load(struct cmd *c, struct story *s, struct err *e)
{
	return cmd_job(c, 0, &s->job, e) < 0 ? -1 : load_job(c, s, e);
}

static const struct version *
version_of(const struct story *s, int64_t id)
{
	const struct version *v;
	VEC_EACH(v, &s->versions)
		if (v->id == id)
			return v;
	return NULL;
}

static struct slice
decision_line(struct cmd *c, const struct story *s, const struct decision *d)
{
	const struct version *v = version_of(s, d->version);
	struct slice who = d->contact != 0 ? contact_name(c, d->contact)
	                   : d->member != 0 ? pool_slicef(c->pool, "%.*s (ours)", SLICE_ARG(member_name(c, d->member)))
	                                    : SLICE_LIT("somebody unknown");
	if (d->delegate != 0)
		who = pool_slicef(c->pool, "%.*s for %.*s, until %.*s,", SLICE_ARG(who),
		                  SLICE_ARG(contact_name(c, d->stands_for)), SLICE_ARG(d->until));
	return pool_slicef(c->pool, "v%lld%s  %s  by %.*s  %.*s  [%.*s]",
	                   v != NULL ? (long long)v->number : 0LL,
	                   d->unfixed ? " (content not fixed)" : "",
	                   decision_kind_name(d->kind), SLICE_ARG(who),
	                   SLICE_ARG(time_text(c, &s->job, d->at)), SLICE_ARG(worth(c, d)));
}

/* What its links gave right behind an approval, a line each. */
static struct slice
checked_lines(struct cmd *c, const struct story *s, const struct decision *d, const char *begin)
{
	fetch_check_list all = {0};
	struct err e = ERR_INIT;
	struct slice text = SLICE_NONE;
	if (fetch_checks(c->store, c->pool, d->id, &all, &e) < 0)
		return SLICE_NONE;
	for (size_t i = 0; i < all.len; i++) {
		const struct fetch_check *f = &all.at[i];
		const char *said = f->at == 0	      ? "not looked at again yet"
		                   : f->same	      ? "still gave the same"
		                   : f->sha.len > 0 ? "gave something else; the approval is our copy's"
		                                      : "gave no file any more; the approval is our copy's";
		text = pool_slicef(c->pool, "%.*s%s%.*s: %s%s%.*s\n", SLICE_ARG(text), begin, SLICE_ARG(f->url),
		                   said, f->at != 0 ? ", " : "",
		                   SLICE_ARG(f->at != 0 ? time_text(c, &s->job, f->at) : SLICE_NONE));
	}
	return text;
}

static void
put_json(struct cmd *c, const struct story *s)
{
	struct json w;
	const struct decision *d;
	json_begin(&w, c->out);
	json_list(&w);
	VEC_EACH(d, &s->decisions) {
		const struct version *v = version_of(s, d->version);
		struct contact who;
		struct err e = ERR_INIT;
		json_open(&w);
		json_put_int(&w, "version", v != NULL ? v->number : 0);
		json_put_bool(&w, "fixed", v != NULL && !d->unfixed);
		json_put_cstr(&w, "kind", decision_kind_name(d->kind));
		json_put_cstr(&w, "strength", strength_name(d->strength));
		json_put_bool(&w, "counts", d->withdrawn == 0 && d->strength <= STRENGTH_ATTESTED);
		if (d->contact != 0 && contact_by_id(c->store, c->pool, d->contact, &who, &e) == 1)
			json_put_text(&w, "contact", who.address);
		if (d->delegate != 0 && contact_by_id(c->store, c->pool, d->stands_for, &who, &e) == 1) {
			json_put_text(&w, "for", who.address);
			json_put_text(&w, "until", d->until);
		}
		json_put_int(&w, "member", d->member);
		json_put_int(&w, "attested_by", d->attested_by);
		json_put_int(&w, "message", d->message);
		json_put_int(&w, "event", d->event);
		json_put_int(&w, "at", d->at);
		json_put_text(&w, "words", d->words);
		json_close(&w);
	}
	json_list_end(&w);
	str_addc(c->out, '\n');
}

int
cmd_approvals(struct cmd *c, struct err *e)
{
	struct story s = {0};
	const struct decision *d;
	if (load(c, &s, e) < 0)
		return -1;
	if (c->from->json) {
		put_json(c, &s);
		return 0;
	}
	if (s.decisions.len == 0)
		str_addf(c->out, "nobody has decided anything about %.*s yet\n", SLICE_ARG(s.job.ref));
	VEC_EACH(d, &s.decisions) {
		str_addf(c->out, "%.*s\n", SLICE_ARG(decision_line(c, &s, d)));
		if (d->words.len > 0)
			str_addf(c->out, "    \"%.*s\"\n", SLICE_ARG(d->words));
		str_add(c->out, checked_lines(c, &s, d, "    "));
	}
	return 0;
}

/* One paragraph of the certificate; as HTML its text is escaped. */
static void
line(struct cmd *c, bool html, const char *tag, struct slice text)
{
	if (!html) {
		str_addf(c->out, "%s%.*s\n", strcmp(tag, "li") == 0 ? "  " : "", SLICE_ARG(text));
		return;
	}
	str_addf(c->out, "<%s>", tag);
	for (size_t i = 0; i < text.len; i++) {
		switch (text.data[i]) {
		case '<': str_adds(c->out, "&lt;"); break;
		case '>': str_adds(c->out, "&gt;"); break;
		case '&': str_adds(c->out, "&amp;"); break;
		case '"': str_adds(c->out, "&quot;"); break;
		default: str_addc(c->out, text.data[i]);
		}
	}
	str_addf(c->out, "</%s>\n", tag);
}

/*
 * `outside`: the copy that leaves the house has the client's words, and of ours that a stage
 * passed: what our people said to each other is nobody else's.
 */
static void
certificate(struct cmd *c, const struct story *s, bool html, bool outside)
{
	struct pool *p = c->pool;
	const struct version *v;
	const struct review *r;
	const struct decision *d;
	if (html)
		str_addf(c->out, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
		                 "<title>%.*s</title><style>body{font:16px/1.5 Georgia,serif;max-width:44rem;"
		                 "margin:3rem auto;padding:0 1rem;color:#222}li{overflow-wrap:anywhere;"
		                 "margin:.3rem 0}h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2rem}"
		                 "@media print{body{margin:0}}</style></head><body>\n",
		         SLICE_ARG(s->job.ref));
	line(c, html, "h1", pool_slicef(p, "Certificate of %.*s", SLICE_ARG(s->job.ref)));
	line(c, html, "p", pool_slicef(p, "%.*s", SLICE_ARG(s->job.title)));
	line(c, html, "p", pool_slicef(p, "State: %s", job_state_name(s->job.state)));
	VEC_EACH(v, &s->versions) {
		line(c, html, "h2", pool_slicef(p, "Version %lld, %.*s%s", (long long)v->number,
		                                SLICE_ARG(time_text(c, &s->job, v->at)),
		                                version_unfixed(v) ? ": content not fixed" : ""));
		for (size_t i = 0; i < v->files.len; i++) {
			const struct version_file *f = &v->files.at[i];
			struct slice copied = f->fetch == FETCH_KEPT
			                              ? pool_slicef(p, " (copy of %.*s)",
			                                            SLICE_ARG(time_text(c, &s->job, f->fetched)))
			                              : SLICE_NONE;
			line(c, html, "li", pool_slicef(p, "%.*s  %.*s%.*s", SLICE_ARG(f->link ? f->url : f->name),
			                                SLICE_ARG(f->sha.len > 0 ? f->sha : SLICE_LIT("content not fixed")),
			                                SLICE_ARG(copied)));
		}
		VEC_EACH(r, &s->reviews)
			if (r->version == v->id)
				line(c, html, "li",
				     pool_slicef(p, "stage %.*s (%s): %s%s%.*s", SLICE_ARG(r->stage),
				                 r->side == SIDE_US ? "ours" : "client",
				                 review_state_name(r->state),
				                 r->reason.len > 0 && !outside ? ", because " : "",
				                 SLICE_ARG(outside ? SLICE_NONE : r->reason)));
		VEC_EACH(d, &s->decisions) {
			if (d->version != v->id || (outside && d->contact == 0))
				continue;
			line(c, html, "li", decision_line(c, s, d));
			line(c, html, "li", pool_slicef(p, "\"%.*s\"", SLICE_ARG(d->words)));
			struct slice checked = checked_lines(c, s, d, ""), one;
			while (slice_line(&checked, &one))
				line(c, html, "li", one);
		}
	}
	if (s->chain.len > 0) {
		const struct ledger_row *head = &s->chain.at[s->chain.len - 1];
		line(c, html, "h2", SLICE_LIT("The chain of events"));
		line(c, html, "p", pool_slicef(p, "%zu events; head %.*s/%lld/%s", s->chain.len,
		                               SLICE_ARG(s->job.ref), (long long)head->seq, head->hash));
	}
	if (html)
		str_adds(c->out, "</body></html>\n");
}

int
cmd_certificate(struct cmd *c, struct err *e)
{
	struct story s = {0};
	bool html = c->count == 2 && slice_is(c->words[1], "--html");
	if (c->count == 2 && !html)
		return err_set(e, ERR_USAGE, "usage: certificate JOB [--html]");
	if (load(c, &s, e) < 0)
		return -1;
	certificate(c, &s, html, false);
	return 0;
}

int
certificate_outside(struct cmd *c, const struct job *j, bool html, struct err *e)
{
	struct story s = {.job = *j};
	if (load_job(c, &s, e) < 0)
		return -1;
	certificate(c, &s, html, true);
	return 0;
}

int
decisions_outside(struct cmd *c, const struct job *j, struct err *e)
{
	struct story s = {.job = *j};
	const struct decision *d;
	size_t told = 0;
	if (load_job(c, &s, e) < 0)
		return -1;
	VEC_EACH(d, &s.decisions) {
		if (d->contact == 0)
			continue;
		told++;
		str_addf(c->out, "%.*s\n", SLICE_ARG(decision_line(c, &s, d)));
		if (d->words.len > 0)
			str_addf(c->out, "    \"%.*s\"\n", SLICE_ARG(d->words));
	}
	if (told == 0)
		str_adds(c->out, "none on record\n");
	return 0;
}

/*
 * The chain as config/verify-receipt reads it: the head, then an event a line, its payload exactly as
 * it was hashed. Words stay inside but for those of decisions, and those only when asked for: notes of
 * the team are nobody else's.
 */
int
cmd_chain(struct cmd *c, struct err *e)
{
	struct job j;
	struct json w;
	ledger_list chain = {0};
	const struct ledger_row *r;
	bool words = c->count == 2 && slice_is(c->words[1], "--words");
	if (c->count == 2 && !words)
		return err_set(e, ERR_USAGE, "usage: chain JOB [--words]");
	if (cmd_job(c, 0, &j, e) < 0 || ledger_of_job(c->store, c->pool, j.id, &chain, e) < 0)
		return -1;
	if (chain.len == 0)
		return err_set(e, ERR_NOFILE, "%.*s has no events yet", SLICE_ARG(j.ref));
	const struct ledger_row *head = &chain.at[chain.len - 1];
	str_addf(c->out, "{\"head\":\"%.*s/%lld/%s\"}\n", SLICE_ARG(j.ref), (long long)head->seq,
	         head->hash);
	VEC_EACH(r, &chain) {
		json_begin(&w, c->out);
		json_open(&w);
		json_put_int(&w, "seq", r->seq);
		json_put_text(&w, "payload", r->payload);
		json_put_cstr(&w, "hash", r->hash);
		if (words && r->text.len > 0 && slice_is(r->kind, "decision")) {
			json_put_cstr(&w, "salt", r->salt);
			json_put_text(&w, "words", r->text);
		}
		json_close(&w);
		str_addc(c->out, '\n');
	}
	return 0;
}
