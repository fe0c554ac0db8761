/* Commands of a job's end: the last checks, delivery, archive, and reopening it. */
#include "checks.h"
#include "closeout.h"

enum { REASON_MAX = 2000 }; /* of a refusal: the caller cuts it to a line */

static void
print_checklist(struct cmd *c, const struct job *j, const struct version *v,
                const struct checks *k)
{
	const struct check_fault *f;
	const struct slice *name;
	str_addf(c->out, "last checks of %.*s v%lld:\n", SLICE_ARG(j->ref), (long long)v->number);
	VEC_EACH(f, &k->faults)
		str_addf(c->out, "   0 %s %.*s: %.*s\n", f->waived ? "w" : "!", SLICE_ARG(f->where),
		         SLICE_ARG(f->what));
	const struct qa_tick *waiver = checks_tick(k, 0);
	if (waiver != NULL)
		str_addf(c->out, "       waived: %.*s\n", SLICE_ARG(waiver->reason));
	for (size_t i = 0; k->kit != NULL && i < k->kit->qa.len; i++) {
		const struct qa_tick *tick = checks_tick(k, (int64_t)i + 1);
		str_addf(c->out, "  %2zu %s %s%s%.*s\n", i + 1,
		         tick == NULL ? "-" : tick->waived ? "w" : "x", k->kit->qa.at[i],
		         tick != NULL && tick->waived ? "  waived: " : "",
		         SLICE_ARG(tick != NULL ? tick->reason : SLICE_NONE));
	}
	VEC_EACH(name, &k->unread)
		str_addf(c->out, "     not searched for banned phrases, its words cannot be read: %.*s\n",
		         SLICE_ARG(*name));
}

static void
json_checklist(struct cmd *c, const struct version *v, const struct checks *k)
{
	const struct check_fault *f;
	const struct slice *name;
	struct json w;
	json_begin(&w, c->out);
	json_open(&w);
	json_put_int(&w, "version", v->number);
	json_put_bool(&w, "passed", k->passed);
	json_key(&w, "faults");
	json_list(&w);
	VEC_EACH(f, &k->faults) {
		json_open(&w);
		json_put_text(&w, "where", f->where);
		json_put_text(&w, "what", f->what);
		json_put_bool(&w, "waived", f->waived);
		json_close(&w);
	}
	json_list_end(&w);
	json_key(&w, "lines");
	json_list(&w);
	for (size_t i = 0; k->kit != NULL && i < k->kit->qa.len; i++) {
		const struct qa_tick *tick = checks_tick(k, (int64_t)i + 1);
		json_open(&w);
		json_put_int(&w, "line", (int64_t)i + 1);
		json_put_cstr(&w, "text", k->kit->qa.at[i]);
		json_put_cstr(&w, "state", tick == NULL ? "open" : tick->waived ? "waived" : "ok");
		json_put_text(&w, "by", tick != NULL ? tick->said_by : SLICE_NONE);
		json_put_text(&w, "reason", tick != NULL ? tick->reason : SLICE_NONE);
		json_close(&w);
	}
	json_list_end(&w);
	json_key(&w, "unread");
	json_list(&w);
	VEC_EACH(name, &k->unread)
		json_text(&w, *name);
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

static int
show_checklist(struct cmd *c, const struct job *j, const struct version *v, struct err *e)
{
	struct checks k;
	if (checks_of(c->in, c->pool, j, v, &k, e) < 0)
		return -1;
	if (c->from->json)
		json_checklist(c, v, &k);
	else
		print_checklist(c, j, v, &k);
	return 0;
}

/* Somebody else than the maker checks, where there is somebody else (P4). */
static int
may_check(struct cmd *c, const struct version *v, struct err *e)
{
	member_list all = {0};
	size_t others = 0;
	if (c->from->member == 0 || c->from->member != v->maker)
		return 0;
	if (member_all(c->store, c->pool, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++)
		others += all.at[i].active && !(all.at[i].roles & ROLE_PARTNER) &&
		          all.at[i].id != v->maker;
	return others == 0 ? 0 : err_set(e, ERR_REFUSED, "you made it: somebody else checks it");
}

/* Lines "1", "1-4" or "all". */
static bool
lines_of(struct slice word, int64_t count, int64_t *from, int64_t *to)
{
	ptrdiff_t hyphen = slice_index(word, '-');
	*from = 1;
	*to = count;
	if (slice_iis(word, "all"))
		return true;
	if (hyphen > 0)
		return slice_int(slice_sub(word, 0, (size_t)hyphen), from) &&
		       slice_int(slice_sub(word, (size_t)hyphen + 1, word.len), to) && *from >= 1 &&
		       *to >= *from && *to <= count;
	if (!slice_int(word, from))
		return false;
	*to = *from;
	return *from >= 0 && *from <= count;
}

int
cmd_qa(struct cmd *c, struct err *e)
{
	struct job j;
	struct version v;
	int64_t from, to;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct life l = life_by_command(c, &j);
	int got = version_of_job(c->store, c->pool, j.id, 0, &v, e);
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_REFUSED, "%.*s has no version to check", SLICE_ARG(j.ref));
	if (c->count == 1)
		return show_checklist(c, &j, &v, e);
	const struct kit *kit = life_kit(c->in, &j);
	bool ok = c->count == 3 && slice_iis(c->words[2], "ok");
	bool waive = c->count > 3 && slice_iis(c->words[2], "waive");
	if ((!ok && !waive) || !lines_of(c->words[1], kit != NULL ? (int64_t)kit->qa.len : 0, &from, &to) ||
	    (ok && from == 0))
		return err_set(e, ERR_USAGE, "usage: qa JOB [N|all ok | N waive REASON…]; line 0 stands for "
		                             "what the machine found");
	if (may_check(c, &v, e) < 0)
		return -1;
	if (j.state == JOB_APPROVED && life_move(&l, EV_START_QA, SLICE_NONE, e) < 0)
		return -1;
	if (j.state != JOB_FINAL_QA)
		return err_set(e, ERR_REFUSED, "%.*s is in %s; the last checks come after the approval",
		               SLICE_ARG(j.ref), job_state_name(j.state));
	for (int64_t n = from; n <= to; n++) {
		struct qa_tick t = {.version = v.id, .position = n, .waived = waive, .said_by = c->actor,
		                    .reason = waive ? cmd_rest(c, 3) : SLICE_NONE, .at = c->now};
		char data[96];
		snprintf(data, sizeof(data), "{\"version\":%lld,\"line\":%lld,\"state\":\"%s\"}",
		         (long long)v.number, (long long)n, waive ? "waived" : "ok");
		if (qa_put(c->store, &t, e) < 0 ||
		    life_event(&l, "qa", slice_of(data), t.reason, e) < 0)
			return -1;
	}
	if (c->from->member != v.maker &&
	    hand_over(&l, c->from->member, SAY_OF("note.qa.next", {j.ref}), e) < 0)
		return -1;
	if (job_save(c->store, &j, c->now, e) < 0)
		return -1;
	return show_checklist(c, &j, &v, e);
}

/* The job goes on to `ev`, and to whom it belongs then. */
static int
move(struct cmd *c, struct job *j, enum job_event ev, struct slice why, const char *next,
     struct err *e)
{
	struct member lead;
	struct life l = life_by_command(c, j);
	if (life_move(&l, ev, why, e) < 0)
		return -1;
	int64_t owner = j->owner;
	if (ev == EV_DELIVER && lead_of(c->in, c->pool, j->client, &lead, e) == 1)
		owner = lead.id;
	if (ev == EV_REOPEN)
		owner = j->maker;
	if (hand_over(&l, owner, SAY_OF(next, {j->ref}), e) < 0)
		return -1;
	if (ev == EV_REOPEN)
		j->recheck = RECHECK_NO;
	if (job_save(c->store, j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is in %s\n", SLICE_ARG(j->ref), job_state_name(j->state));
	return 0;
}

/* The list of what stands in the way, instead of "the checklist is not done". */
static int
may_deliver(struct cmd *c, const struct job *j, const struct version *v, struct err *e)
{
	struct checks k = {.passed = true};
	struct job_facts facts = {.qa_passed = true};
	enum job_state to;
	struct str open;
	if (j->state == JOB_FINAL_QA && checks_of(c->in, c->pool, j, v, &k, e) < 0)
		return -1;
	if (k.passed)
		return job_move(j, &facts, EV_DELIVER, &to, e);
	str_init(&open, REASON_MAX);
	checks_say_open(&k, &open);
	err_set(e, ERR_REFUSED, "%.*s stays in final-qa. %s. 'qa %.*s' shows the list; a new version or a "
	                        "waiver by name settles it", SLICE_ARG(j->ref), str_cstr(&open),
	        SLICE_ARG(j->ref));
	str_clear(&open);
	return -1;
}

static void
say_delivered(struct cmd *c, const struct version *v, const struct delivery *d)
{
	if (d->outbox == 0) {
		str_addf(c->out, "nobody was told: %s\n",
		         d->to.id == 0 ? "no requester and no decider of the client is known"
		                       : "the mail to them could not go, see the job's history");
		return;
	}
	str_addf(c->out, "to %.*s: %.*s, ", SLICE_ARG(d->to.address),
	         SLICE_ARG(version_line(c->pool, v)));
	if (d->files > 0)
		str_addf(c->out, "%zu file%s attached\n", d->files, d->files == 1 ? "" : "s");
	else
		str_addf(c->out, "by link\n");
}

int
cmd_deliver(struct cmd *c, struct err *e)
{
	struct job j;
	struct version v;
	struct delivery d = {.files = 0};
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct life l = life_by_command(c, &j);
	int got = version_of_job(c->store, c->pool, j.id, 0, &v, e);
	if (got < 0 || may_deliver(c, &j, &v, e) < 0)
		return -1;
	bool link = c->count > 1 && slice_starts(c->words[1], "https://");
	d.where = link ? c->words[1] : SLICE_NONE;
	d.note = cmd_rest(c, link ? 2 : 1);
	if (mail_delivered(&l, &d, e) < 0 ||
	    move(c, &j, EV_DELIVER, d.note, "note.delivered.next", e) < 0)
		return -1;
	say_delivered(c, &v, &d);
	return 0;
}

int
cmd_archive(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	/* P4: what is delivered leaves when its closeout is done. */
	if (j.state == JOB_DELIVERED && closeout_make(c, &j, SLICE_NONE, e) < 0)
		return -1;
	return move(c, &j, EV_ARCHIVE, SLICE_NONE, "note.archived.next", e);
}

int
cmd_reopen(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	return move(c, &j, EV_REOPEN, cmd_rest(c, 1), "note.reopened.next", e);
}
