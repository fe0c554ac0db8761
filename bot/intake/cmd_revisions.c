/* Commands that work on the revision list, by number; and the same said in passing in a reply. */
#include "cmd.h"
#include "revise.h"

#include "docket/base/zone.h"

struct work {
	struct job job;
	struct life life;
	size_t next; /* first word behind the job */
};

/* The job is named by the first word, or is the one the mail's thread is about. */
static int
begin(struct cmd *c, struct work *w, struct err *e)
{
	int got = 0;
	*w = (struct work){.next = 0};
	if (c->count > 0 && revision_number(c->words[0], false) == 0) {
		if (cmd_job(c, 0, &w->job, e) < 0)
			return -1;
		w->next = 1;
	} else {
		if (c->from->job != 0)
			got = job_get(c->store, c->pool, c->from->job, &w->job, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return err_set(e, ERR_USAGE, "which job? Write its number first: done ACME-001 R3");
	}
	w->life = life_by_command(c, &w->job);
	return 0;
}

static int
item_of(struct work *w, int64_t number, struct revision *out, struct err *e)
{
	int got = revision_get(w->life.in->env.store, w->life.pool, w->job.id, number, out, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "%.*s has no R%lld; 'revisions %.*s' shows the list",
		               SLICE_ARG(w->job.ref), (long long)number, SLICE_ARG(w->job.ref));
	return got < 0 ? -1 : 0;
}

/* The item that the next word names; bare numbers count where a job stands before them. */
static int
next_item(struct cmd *c, struct work *w, struct revision *out, struct err *e)
{
	if (w->next >= c->count)
		return err_set(e, ERR_USAGE, "which item? Name it by its number, such as R3");
	struct slice word = c->words[w->next];
	while (word.len > 0 && word.data[word.len - 1] == ',')
		word.len--;
	int64_t number = revision_number(word, w->next > 0);
	if (number == 0)
		return err_set(e, ERR_USAGE, "'%.*s' is no item; items are called R1, R2 …",
		               SLICE_ARG(word));
	w->next++;
	return item_of(w, number, out, e);
}

static void
say(struct cmd *c, const struct revision *r)
{
	str_addf(c->out, "R%lld is %s: %.*s\n", (long long)r->number, revision_state_name(r->state),
	         SLICE_ARG(revision_line(c->pool, r)));
}

static void
print_item(struct cmd *c, struct life *l, const revision_list *all, const struct revision *r)
{
	const struct revision *other;
	str_addf(c->out, "  R%-3lld %-13s %.*s", (long long)r->number, revision_state_name(r->state),
	         SLICE_ARG(revision_line(c->pool, r)));
	VEC_EACH(other, all)
		if (other->id == r->conflict_with)
			str_addf(c->out, "  (%s R%lld)",
			         r->state == REVISION_CONFLICT   ? "against"
			         : r->state == REVISION_DECLINED ? "chosen instead:"
			                                         : "reverses",
			         (long long)other->number);
	if (r->why.len > 0)
		str_addf(c->out, "  - %.*s", SLICE_ARG(r->why));
	str_addc(c->out, '\n');
	const struct revision_source *s;
	VEC_EACH(s, &r->sources) {
		str_addf(c->out, "       \"%.*s\" %.*s", SLICE_ARG(s->quote),
		         SLICE_ARG(source_by(l, s)));
		if (s->message != 0)
			str_addf(c->out, ", m%lld", (long long)s->message);
		str_addc(c->out, '\n');
	}
}

static void
print_json(struct cmd *c, struct life *l, const revision_list *all, const slice_list *unread)
{
	struct json w;
	json_begin(&w, c->out);
	json_open(&w);
	json_key(&w, "items");
	json_list(&w);
	const struct revision *r;
	VEC_EACH(r, all) {
		char id[24];
		snprintf(id, sizeof(id), "R%lld", (long long)r->number);
		json_open(&w);
		json_put_cstr(&w, "id", id);
		json_put_int(&w, "round", r->round);
		json_put_cstr(&w, "kind", revision_kind_name(r->kind));
		json_put_cstr(&w, "state", revision_state_name(r->state));
		json_put_text(&w, "target", r->target);
		json_put_text(&w, "summary", r->summary);
		json_put_text(&w, "why", r->why);
		json_key(&w, "sources");
		json_list(&w);
		const struct revision_source *s;
		VEC_EACH(s, &r->sources) {
			json_open(&w);
			json_put_text(&w, "by", source_by(l, s));
			json_put_text(&w, "quote", s->quote);
			json_put_int(&w, "message", s->message);
			json_close(&w);
		}
		json_list_end(&w);
		json_close(&w);
	}
	json_list_end(&w);
	json_key(&w, "unread");
	json_list(&w);
	const struct slice *name;
	VEC_EACH(name, unread)
		json_text(&w, *name);
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

/* Until when comments count for the open round. */
static int
print_window(struct cmd *c, struct work *w, struct err *e)
{
	struct review r;
	struct version v;
	int got = w->job.state == JOB_CLIENT_REVIEW ? open_review(&w->life, SIDE_CLIENT, &r, &v, e) : 0;
	if (got <= 0)
		return got;
	if (r.closes == 0) {
		str_addf(c->out, "round %lld is open until somebody's word ends it\n", (long long)r.round);
		return 0;
	}
	const struct zone *z = job_zone(c->in, c->pool, &w->job);
	str_addf(c->out, "round %lld takes comments until %.*s %s\n", (long long)r.round,
	         SLICE_ARG(due_text(c->pool, z, r.closes)), zone_abbrev(z, r.closes));
	return 0;
}

int
cmd_revisions(struct cmd *c, struct err *e)
{
	struct work w;
	revision_list all = {0};
	slice_list unread = {0};
	if (begin(c, &w, e) < 0 || revisions_of_job(c->store, c->pool, w.job.id, 0, &all, e) < 0 ||
	    revisions_unread(&w.life, 0, &unread, e) < 0)
		return -1;
	if (c->from->json) {
		print_json(c, &w.life, &all, &unread);
		return 0;
	}
	str_addf(c->out, "%.*s  %.*s\n", SLICE_ARG(w.job.ref), SLICE_ARG(w.job.title));
	if (all.len == 0)
		str_adds(c->out, "nothing was asked for yet\n");
	if (print_window(c, &w, e) < 0)
		return -1;
	int64_t round = 0;
	const struct revision *r;
	VEC_EACH(r, &all) {
		if (r->round != round)
			str_addf(c->out, "round %lld\n", (long long)(round = r->round));
		print_item(c, &w.life, &all, r);
	}
	const struct slice *name;
	VEC_EACH(name, &unread)
		str_addf(c->out, "not read: %.*s\n", SLICE_ARG(*name));
	str_adds(c->out, unread.len > 0
	                         ? "The list is not complete before somebody has looked at what was not read.\n"
	                         : "No attachment of the feedback is unread.\n");
	return 0;
}

int
cmd_done(struct cmd *c, struct err *e)
{
	struct work w;
	struct revision r;
	if (begin(c, &w, e) < 0)
		return -1;
	do {
		if (next_item(c, &w, &r, e) < 0 || revision_do(&w.life, &r, REVISION_FINISH, SLICE_NONE, e) < 0)
			return -1;
		say(c, &r);
	} while (w.next < c->count);
	return 0;
}

/* The words behind an item, without a leading "because". */
static struct slice
words_behind(struct cmd *c, struct work *w)
{
	static const char *const because[] = {"because", "since", "weil", "denn", "parce que", "car",
	                                      "porque"};
	struct slice rest = slice_trim(cmd_rest(c, w->next));
	for (size_t i = 0; i < COUNT(because); i++) {
		size_t n = strlen(because[i]);
		if (slice_istarts(rest, because[i]) && rest.len > n && rest.data[n] == ' ')
			return slice_trim(slice_sub(rest, n, rest.len));
	}
	return rest;
}

int
cmd_drop(struct cmd *c, struct err *e)
{
	struct work w;
	struct revision r;
	if (begin(c, &w, e) < 0 || next_item(c, &w, &r, e) < 0)
		return -1;
	struct slice why = words_behind(c, &w);
	if (why.len == 0)
		return err_set(e, ERR_USAGE, "the client will read why: drop R%lld because REASON",
		               (long long)r.number);
	if (revision_do(&w.life, &r, REVISION_DROP, why, e) < 0)
		return -1;
	say(c, &r);
	return 0;
}

int
cmd_answer(struct cmd *c, struct err *e)
{
	struct work w;
	struct revision r;
	if (begin(c, &w, e) < 0 || next_item(c, &w, &r, e) < 0)
		return -1;
	struct slice words = slice_trim(cmd_rest(c, w.next));
	if (words.len == 0)
		return err_set(e, ERR_USAGE, "answer R%lld with what? usage: answer [JOB] R4 WORDS…",
		               (long long)r.number);
	bool question = r.kind == REVISION_QUESTION;
	if (revision_do(&w.life, &r, REVISION_ANSWER, words, e) < 0 ||
	    (question && mail_answer(&w.life, &r, e) < 0))
		return -1;
	say(c, &r);
	return 0;
}

int
cmd_split_item(struct cmd *c, struct err *e)
{
	struct work w;
	struct revision r, part;
	int64_t n = 0;
	if (begin(c, &w, e) < 0 || next_item(c, &w, &r, e) < 0)
		return -1;
	struct slice words = slice_trim(cmd_rest(c, w.next));
	bool by_source = slice_int(words, &n);
	if (words.len == 0)
		return err_set(e, ERR_USAGE, "usage: split-item [JOB] R3 N | split-item [JOB] R3 WORDS…");
	if (by_source && (n < 1 || (size_t)n > r.sources.len || r.sources.len < 2))
		return err_set(e, ERR_REFUSED, "R%lld has %zu source%s; to split one wish, write what the new "
		                             "item says", (long long)r.number, r.sources.len,
		               r.sources.len == 1 ? "" : "s");
	part = r;
	part.conflict_with = part.done_in = 0;
	part.why = SLICE_NONE;
	part.sources = (revision_source_list){0};
	if (part.state == REVISION_CONFLICT || part.state == REVISION_DONE ||
	    part.state == REVISION_DECLINED)
		part.state = REVISION_ACCEPTED;
	if (by_source) {
		part.summary = r.sources.at[n - 1].quote;
	} else {
		part.summary = words;
		for (size_t i = 0; i < r.sources.len; i++)
			VEC_ADD(&part.sources, c->pool, r.sources.at[i]);
	}
	if (revision_add(c->store, &part, c->now, e) < 0 ||
	    (by_source && revision_source_move(c->store, r.sources.at[n - 1].id, part.id, e) < 0) ||
	    revision_event(&w.life, &part, "split", part.summary, e) < 0)
		return -1;
	say(c, &part);
	return 0;
}

int
cmd_merge_items(struct cmd *c, struct err *e)
{
	struct work w;
	struct revision first, r;
	if (begin(c, &w, e) < 0 || next_item(c, &w, &first, e) < 0)
		return -1;
	if (w.next >= c->count)
		return err_set(e, ERR_USAGE, "merge-items needs two items: merge-items R3 R5");
	while (w.next < c->count) {
		if (next_item(c, &w, &r, e) < 0)
			return -1;
		if (r.id == first.id)
			continue;
		if (r.state == REVISION_CONFLICT || r.state == REVISION_DONE)
			return err_set(e, ERR_REFUSED, "R%lld is %s; only items that wait can be merged",
			               (long long)r.number, revision_state_name(r.state));
		for (size_t i = 0; i < r.sources.len; i++)
			if (revision_source_move(c->store, r.sources.at[i].id, first.id, e) < 0)
				return -1;
		r.state = REVISION_DECLINED;
		r.conflict_with = first.id; /* which holds instead */
		if (revision_save(c->store, &r, c->now, e) < 0 ||
		    revision_event(&w.life, &r, "merged", SLICE_NONE, e) < 0)
			return -1;
		str_addf(c->out, "R%lld is part of R%lld now\n", (long long)r.number,
		         (long long)first.number);
	}
	return 0;
}

int
cmd_resolve(struct cmd *c, struct err *e)
{
	struct work w = {0};
	struct revision r = {0};
	revision_list all = {0}, group = {0};
	if (begin(c, &w, e) < 0 || next_item(c, &w, &r, e) < 0)
		return -1;
	if (w.next >= c->count || c->words[w.next].len != 1)
		return err_set(e, ERR_USAGE, "which one holds? usage: resolve [JOB] R7 a|b");
	if (revisions_of_job(c->store, c->pool, w.job.id, 0, &all, e) < 0)
		return -1;
	conflict_group(c->pool, &all, &r, &group);
	size_t i = (size_t)((c->words[w.next].data[0] | 0x20) - 'a');
	if (r.state == REVISION_CONFLICT && i >= group.len)
		return err_set(e, ERR_USAGE, "there is no %.*s; a is R%lld, b is R%lld",
		               SLICE_ARG(c->words[w.next]), (long long)group.at[0].number,
		               (long long)group.at[group.len > 1 ? 1 : 0].number);
	if (r.state == REVISION_CONFLICT)
		r = group.at[i];
	if (conflict_resolve(&w.life, &r, e) < 0)
		return -1;
	say(c, &r);
	return 0;
}

/* Everybody has spoken: what was said is the list, and the job goes to revision. */
int
cmd_close_round(struct cmd *c, struct err *e)
{
	struct work w;
	struct review r;
	struct version v;
	revision_list all = {0};
	if (begin(c, &w, e) < 0)
		return -1;
	int got = w.job.state == JOB_CLIENT_REVIEW ? open_review(&w.life, SIDE_CLIENT, &r, &v, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_REFUSED, "%.*s is in %s: no round of feedback is open; 'revisions "
		                               "%.*s' shows the list", SLICE_ARG(w.job.ref),
		               job_state_name(w.job.state), SLICE_ARG(w.job.ref));
	if (revisions_of_job(c->store, c->pool, w.job.id, r.round, &all, e) < 0)
		return -1;
	size_t open = 0;
	for (size_t i = 0; i < all.len; i++)
		open += revision_is_open(all.at[i].state);
	if (open == 0)
		return err_set(e, ERR_REFUSED, "nothing is on the list of round %lld: the client's decision "
		                               "ends this review", (long long)r.round);
	if (round_end(&w.life, &r, RECEIPT_BY_MEMBER, e) < 0)
		return -1;
	str_addf(c->out, "round %lld is closed, %zu items; %.*s is in %s\n", (long long)r.round, all.len,
	         SLICE_ARG(w.job.ref), job_state_name(w.job.state));
	return 0;
}

static int
revise_one(struct work *w, const struct revision_word *said, struct str *out, struct err *e)
{
	struct revision r;
	struct err refused = ERR_INIT;
	if (item_of(w, said->number, &r, &refused) < 0 ||
	    revision_do(&w->life, &r, said->done ? REVISION_FINISH : REVISION_REDO, SLICE_NONE,
	                &refused) < 0) {
		if (refused.kind != ERR_REFUSED && refused.kind != ERR_NOFILE)
			return err_set(e, refused.kind, "%s", refused.text);
		str_addf(out, "%s\n", refused.text);
		return 0;
	}
	str_addf(out, "R%lld is %s: %.*s\n", (long long)r.number, revision_state_name(r.state),
	         SLICE_ARG(revision_line(w->life.pool, &r)));
	return 0;
}

int
member_revised(struct ctx *c, struct err *e)
{
	enum { ANSWER_MAX = 64 << 10 };
	revision_word_list said = {0};
	size_t unclear = 0;
	struct str out;
	revision_said(c->in->env.phrases, c->pool, c->r->text, &said, &unclear);
	if (said.len == 0)
		return 0;
	struct work w = {.job = c->job};
	w.life = life_by_mail(c, &w.job);
	str_init(&out, ANSWER_MAX);
	int r = 0;
	for (size_t i = 0; r == 0 && i < said.len; i++)
		r = revise_one(&w, &said.at[i], &out, e);
	if (unclear > 0)
		str_addf(&out, "%zu more item%s not touched: please write \"R3 done\" or \"R3 no\" alone in "
		               "a line.\n", unclear, unclear == 1 ? " was" : "s were");
	struct note n = {.kind = "reply", .headline = SAY("note.noted-list"), .job = c->job.id,
	                 .client = c->job.client, .cause = c->row.id, .ref = c->job.ref,
	                 .in_reply_to = c->r->message_id, .to_member = c->member.id,
	                 .block = pool_copy(c->pool, slice_trim(str_slice(&out)))};
	str_clear(&out);
	if (r < 0 || notify_team(c->in, c->pool, &n, e) < 0)
		return -1;
	trail_add(c, "apply", "revisions", "%zu items by number", said.len);
	return settle(c, INBOX_APPLIED, "a member's word on items of the revision list");
}
