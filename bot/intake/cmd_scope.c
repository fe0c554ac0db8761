/* `scope`: what a job was sold with, its rounds, and the notes to the client about new work (P3). */
#include "cmd.h"
#include "scope.h"

#include "docket/domain/effort.h"
#include "docket/base/utf8.h"

enum { MAY_SCOPE = ROLE_ACCOUNT | ROLE_OWNER | ROLE_OPS };

/* Where a note is: its own state, and whether its mail was released. */
static const char *
where(struct cmd *c, const struct scope_note *n)
{
	struct outbox_row mail;
	struct err e = ERR_INIT;
	if (n->state != SCOPE_OPEN)
		return scope_state_name(n->state);
	if (n->token.len == 0 || outbox_by_token(c->store, c->pool, n->token, &mail, &e) != 1)
		return "not drafted: nobody to write to";
	return mail.state == OUTBOX_DRAFT       ? "draft: waits for the account lead"
	       : mail.state == OUTBOX_CANCELLED ? "not sent"
	                                        : "with the client";
}

struct looked {
	struct job job;
	struct job_scope sold;
	int64_t included, used;
	scope_note_list notes;
};

static int
look(struct cmd *c, struct looked *v, struct err *e)
{
	struct life l = life_by_command(c, &v->job);
	if (job_scope_get(c->store, c->pool, v->job.id, &v->sold, e) < 0 ||
	    scope_rounds(&l, &v->included, e) < 0 ||
	    review_round(c->store, v->job.id, &v->used, e) < 0 ||
	    scope_notes_of_job(c->store, c->pool, v->job.id, &v->notes, e) < 0)
		return -1;
	return 0;
}

static void
put_terms(struct json *w, const struct scope_terms *t)
{
	char hours[EFFORT_TEXT];
	if (t->minutes > 0) {
		json_key(w, "hours");
		json_raw(w, slice_of(effort_number(t->minutes, hours)));
	}
	if (t->rounds > 0)
		json_put_int(w, "rounds", t->rounds);
	if (t->deliverables > 0)
		json_put_int(w, "deliverables", t->deliverables);
}

static void
print_json(struct cmd *c, const struct looked *v)
{
	struct json w;
	const struct scope_note *n;
	json_begin(&w, c->out);
	json_open(&w);
	json_put_text(&w, "ref", v->job.ref);
	json_key(&w, "sold");
	json_open(&w);
	put_terms(&w, &v->sold.terms);
	json_put_text(&w, "words", v->sold.words);
	json_close(&w);
	json_put_int(&w, "rounds_included", v->included);
	json_put_int(&w, "rounds_used", v->used);
	json_key(&w, "notes");
	json_list(&w);
	VEC_EACH(n, &v->notes) {
		struct job opened;
		struct err e = ERR_INIT;
		json_open(&w);
		json_put_int(&w, "number", n->number);
		json_put_cstr(&w, "kind", scope_kind_name(n->kind));
		json_put_cstr(&w, "state", scope_state_name(n->state));
		json_put_cstr(&w, "where", where(c, n));
		if (n->round > 0)
			json_put_int(&w, "round", n->round);
		json_put_text(&w, "quote", n->quote);
		json_put_text(&w, "words", n->words);
		json_put_text(&w, "why", n->why);
		if (n->opened != 0 && job_get(c->store, c->pool, n->opened, &opened, &e) == 1)
			json_put_text(&w, "opened", opened.ref);
		json_close(&w);
	}
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

static void
print_note(struct cmd *c, const struct scope_note *n)
{
	enum { SHOWN = 120 };
	struct job opened;
	struct err e = ERR_INIT;
	struct slice said = n->quote.len > 0 ? n->quote : n->words, line = SLICE_NONE;
	slice_line(&said, &line);
	str_addf(c->out, "  %lld  %-6s %s", (long long)n->number, scope_kind_name(n->kind), where(c, n));
	if (n->round > 0)
		str_addf(c->out, ", round %lld", (long long)n->round);
	if (line.len > 0)
		str_addf(c->out, ": %.*s", SLICE_ARG(utf8_cut(line, SHOWN)));
	if (n->opened != 0 && job_get(c->store, c->pool, n->opened, &opened, &e) == 1)
		str_addf(c->out, " -> %.*s", SLICE_ARG(opened.ref));
	struct slice why = n->why, first = SLICE_NONE;
	slice_line(&why, &first);
	if (n->opened == 0 && first.len > 0)
		str_addf(c->out, " (%.*s)", SLICE_ARG(utf8_cut(first, SHOWN)));
	str_addc(c->out, '\n');
}

static int
show(struct cmd *c, struct job *j, struct err *e)
{
	struct looked v = {.job = *j};
	char hours[EFFORT_TEXT];
	if (look(c, &v, e) < 0)
		return -1;
	if (c->from->json) {
		print_json(c, &v);
		return 0;
	}
	str_addf(c->out, "%.*s  %.*s\n", SLICE_ARG(j->ref), SLICE_ARG(j->title));
	if (v.sold.job == 0)
		str_adds(c->out, "sold: nothing of its own; the client's terms hold\n");
	else
		str_addf(c->out, "sold: %.*s\n", SLICE_ARG(v.sold.words));
	if (v.sold.terms.minutes > 0)
		str_addf(c->out, "hours: %s\n", effort_number(v.sold.terms.minutes, hours));
	if (v.sold.terms.deliverables > 0)
		str_addf(c->out, "deliverables: %lld\n", (long long)v.sold.terms.deliverables);
	str_addf(c->out, "review rounds: %lld of %lld included%s\n", (long long)v.used,
	         (long long)v.included, v.used > v.included ? ", beyond the scope" : "");
	const struct scope_note *n;
	if (v.notes.len > 0)
		str_adds(c->out, "scope notes\n");
	VEC_EACH(n, &v.notes)
		print_note(c, n);
	return 0;
}

/* Takes hours=, rounds=, deliverables= out of words[from…]; the rest is in *words_out. */
static int
take_terms(struct cmd *c, size_t from, struct scope_terms *terms, struct slice *words_out,
           struct err *e)
{
	struct slice all = SLICE_NONE;
	for (size_t i = from; i < c->count; i++) {
		int got = scope_term(c->words[i], terms, e);
		if (got < 0)
			return -1;
		if (got == 0)
			all = all.len == 0 ? c->words[i]
			                   : pool_slicef(c->pool, "%.*s %.*s", SLICE_ARG(all),
			                                 SLICE_ARG(c->words[i]));
	}
	*words_out = all;
	return 0;
}

static int
write_note(struct cmd *c, struct job *j, struct err *e)
{
	struct life l = life_by_command(c, j);
	bool before = j->state == JOB_INTAKE || j->state == JOB_SCOPING;
	struct scope_note n = {.kind = before ? SCOPE_JOB : SCOPE_EXTRA};
	if (job_is_over(j->state))
		return err_set(e, ERR_REFUSED, "%.*s is %s; 'new' opens a job for new work", SLICE_ARG(j->ref),
		               job_state_name(j->state));
	if (take_terms(c, 2, &n.terms, &n.words, e) < 0)
		return -1;
	if (n.words.len == 0)
		return err_set(e, ERR_USAGE, "a note needs words; usage: scope JOB note [hours=H] [rounds=N] "
		                             "WORDS…");
	if (scope_draft(&l, &n, NULL, e) < 0)
		return -1;
	str_addf(c->out, "scope note %lld of %.*s: %s\n", (long long)n.number, SLICE_ARG(j->ref),
	         where(c, &n));
	return 0;
}

static int
set_terms(struct cmd *c, struct job *j, struct err *e)
{
	struct job_scope sold = {.job = j->id, .by = c->actor, .at = c->now};
	struct slice words;
	if (job_scope_get(c->store, c->pool, j->id, &sold, e) < 0 ||
	    take_terms(c, 2, &sold.terms, &words, e) < 0)
		return -1;
	if (words.len > 0)
		sold.words = words;
	if (sold.terms.minutes + sold.terms.rounds + sold.terms.deliverables == 0 && words.len == 0)
		return err_set(e, ERR_USAGE, "nothing to set; usage: scope JOB set hours=H rounds=N "
		                             "deliverables=N [WORDS…]");
	struct life l = life_by_command(c, j);
	char data[120];
	snprintf(data, sizeof(data), "{\"do\":\"sold\",\"minutes\":%lld,\"rounds\":%lld,"
	         "\"deliverables\":%lld}", (long long)sold.terms.minutes, (long long)sold.terms.rounds,
	         (long long)sold.terms.deliverables);
	sold.job = j->id;
	sold.by = c->actor;
	sold.at = c->now;
	if (job_scope_set(c->store, &sold, e) < 0 || life_event(&l, "scope", slice_of(data), words, e) < 0)
		return -1;
	return show(c, j, e);
}

/* The note that words[2] numbers, or the only one that waits. *from_out: where the words begin. */
static int
pick_note(struct cmd *c, const struct job *j, struct scope_note *out, size_t *from_out, struct err *e)
{
	scope_note_list all = {0};
	int64_t number = 0;
	size_t open = 0;
	if (scope_notes_of_job(c->store, c->pool, j->id, &all, e) < 0)
		return -1;
	bool named = c->count > 2 && slice_int(c->words[2], &number);
	*from_out = named ? 3 : 2;
	for (size_t i = 0; i < all.len; i++) {
		if (!scope_is_open(all.at[i].state) || (named && all.at[i].number != number))
			continue;
		*out = all.at[i];
		open++;
	}
	if (open == 1)
		return 0;
	return err_set(e, ERR_REFUSED,
	               open == 0 ? "no scope note of %.*s waits for an answer; 'scope %.*s' shows them"
	                         : "several scope notes of %.*s wait: name one by its number, see 'scope "
	                           "%.*s'", SLICE_ARG(j->ref), SLICE_ARG(j->ref));
}

/* What a member says the client answered. A draft that nobody sent is not sent any more. */
static int
answered(struct cmd *c, struct job *j, bool yes, struct err *e)
{
	struct scope_note n;
	struct outbox_row mail;
	struct life l = life_by_command(c, j);
	size_t from = 2;
	if (pick_note(c, j, &n, &from, e) < 0)
		return -1;
	struct slice words = cmd_rest(c, from);
	if (!yes && words.len == 0)
		return err_set(e, ERR_USAGE, "say why; usage: scope JOB decline [N] REASON…");
	int got = n.token.len > 0 ? outbox_by_token(c->store, c->pool, n.token, &mail, e) : 0;
	if (got < 0 || (got == 1 && mail.state == OUTBOX_DRAFT && outbox_cancel(c->store, mail.id, e) < 0))
		return -1;
	if ((yes ? scope_accept(&l, &n, words, NULL, e) : scope_decline(&l, &n, words, e)) < 0 ||
	    job_save(c->store, j, c->now, e) < 0)
		return -1;
	struct job opened;
	str_addf(c->out, "scope note %lld of %.*s is %s", (long long)n.number, SLICE_ARG(j->ref),
	         scope_state_name(n.state));
	if (n.opened != 0 && job_get(c->store, c->pool, n.opened, &opened, e) == 1)
		str_addf(c->out, "; the new work is %.*s, %s", SLICE_ARG(opened.ref),
		         job_state_name(opened.state));
	str_addc(c->out, '\n');
	return 0;
}

int
cmd_scope(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 1)
		return show(c, &j, e);
	if (cmd_needs_role(c, MAY_SCOPE, "scope", e) < 0)
		return -1;
	if (slice_iis(c->words[1], "note"))
		return write_note(c, &j, e);
	if (slice_iis(c->words[1], "set"))
		return set_terms(c, &j, e);
	if (slice_iis(c->words[1], "accept") || slice_iis(c->words[1], "decline"))
		return answered(c, &j, slice_iis(c->words[1], "accept"), e);
	return err_set(e, ERR_USAGE, "'%.*s' is nothing that scope does; usage: scope JOB [note WORDS… | "
	                             "accept [N] | decline [N] REASON… | set hours=H rounds=N]",
	               SLICE_ARG(c->words[1]));
}
