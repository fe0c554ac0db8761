/*
 * Feedback becomes the one revision list (P5): what a client's mail wishes is compared with the list
 * as it stands, by the same rules as a whole round (understand's consolidate): the same wish gets one
 * more source, the opposite one stops both, what was settled in an earlier round is said to be.
 */
#include "revise.h"

#include <jansson.h>

#include "docket/base/utf8.h"

enum {
	COMPARED_MAX = 300, /* sources a new mail is compared with; the newest, as each costs time */
	QUOTE_SHOWN = 160,
};

int
round_now(struct life *l, struct round_at *out, struct err *e)
{
	struct review r;
	struct version v;
	struct round_at at = {0};
	int got = l->job->state == JOB_CLIENT_REVIEW ? open_review(l, SIDE_CLIENT, &r, &v, e) : 0;
	if (got == 1) {
		*out = (struct round_at){r.round, r.id, v.id, true};
		return 1;
	}
	if (got == 0)
		got = version_of_job(l->in->env.store, l->pool, l->job->id, 0, &v, e);
	if (got <= 0 || review_round(l->in->env.store, l->job->id, &at.round, e) < 0)
		return got < 0 ? -1 : got == 0 ? 0 : -1;
	at.round++;
	at.version = v.id;
	*out = at;
	return 1;
}

struct slice
revision_line(struct pool *pool, const struct revision *r)
{
	bool named = r->target.len > 0 && slice_ifind(r->summary, r->target) < 0;
	return pool_slicef(pool, "%.*s%s%.*s", named ? (int)r->target.len : 0,
	                   named ? r->target.data : "", named ? ": " : "", SLICE_ARG(r->summary));
}

int
revision_event(struct life *l, const struct revision *r, const char *what, struct slice text,
               struct err *e)
{
	char data[200];
	snprintf(data, sizeof(data),
	         "{\"number\":%lld,\"do\":\"%s\",\"kind\":\"%s\",\"state\":\"%s\",\"round\":%lld}",
	         (long long)r->number, what, revision_kind_name(r->kind), revision_state_name(r->state),
	         (long long)r->round);
	return life_event(l, "revision", slice_of(data), text, e);
}

int
revision_do(struct life *l, struct revision *r, enum revision_act act, struct slice why,
            struct err *e)
{
	static const char *const names[REVISION_ACT_COUNT] = {
	        [REVISION_CLOSE] = "accepted", [REVISION_FINISH] = "done",
	        [REVISION_REDO] = "not-done",  [REVISION_DROP] = "declined",
	        [REVISION_ANSWER] = "answered", [REVISION_STOP] = "conflict",
	        [REVISION_PREFER] = "chosen",  [REVISION_YIELD] = "not-chosen"};
	struct revision_at at = {r->number, r->kind, r->state};
	if (revision_move(&at, act, &r->state, e) < 0)
		return -1;
	if (why.len > 0)
		r->why = why;
	if (act == REVISION_REDO)
		r->done_in = 0;
	if (act == REVISION_PREFER)
		r->conflict_with = 0;
	if (revision_save(l->in->env.store, r, l->now, e) < 0)
		return -1;
	return revision_event(l, r, names[act], why, e);
}

/* One mail's work on the list. */
struct taking {
	struct ctx *c;
	struct life l;
	struct round_at at;
	revision_list all;
	struct feedback f;
	/* the list as messages of a round, for consolidate */
	struct round_message *messages;
	struct reading *readings;
	size_t count;
};

/* Which mails may add to the list: those that speak of the work, not of the job. */
static bool
is_feedback(const struct ctx *c)
{
	static const bool other[INTENT_COUNT] = {
	        [INTENT_REQUEST] = true, [INTENT_STATUS] = true, [INTENT_SOCIAL] = true,
	        [INTENT_CANCEL] = true};
	return !other[c->r->intent];
}

static struct reading *
reading_for(struct taking *t, struct slice name)
{
	for (size_t i = 0; i < t->count; i++)
		if (slice_eq(t->messages[i].name, name))
			return &t->readings[i];
	struct reading *r = &t->readings[t->count];
	t->messages[t->count++] = (struct round_message){name, r};
	return r;
}

static struct slice
source_name(struct pool *pool, const struct revision_source *s)
{
	return s->message != 0 ? pool_slicef(pool, "m%lld", (long long)s->message)
	                       : pool_slicef(pool, "s%lld", (long long)s->id);
}

/* The list as the mails it came from. Authors of earlier rounds are nobody's namesake: their word is
 * on a closed list, and a later opposite one reverses it instead of taking its place. */
static void
add_known(struct taking *t)
{
	struct pool *pool = t->c->pool;
	size_t skip = 0, total = 0;
	for (size_t i = 0; i < t->all.len; i++)
		total += t->all.at[i].sources.len;
	if (total > COMPARED_MAX)
		skip = total - COMPARED_MAX;
	t->messages = pool_array(pool, total - skip + 1, sizeof(*t->messages));
	t->readings = pool_array(pool, total - skip + 1, sizeof(*t->readings));
	for (size_t i = 0; i < t->all.len; i++) {
		const struct revision *r = &t->all.at[i];
		const struct revision_source *s;
		VEC_EACH(s, &r->sources) {
			if (skip > 0) {
				skip--;
				continue;
			}
			struct reading *in = reading_for(t, source_name(pool, s));
			bool now = r->round == t->at.round;
			in->from.mailbox = now && s->sender.len > 0
			                           ? s->sender
			                           : pool_slicef(pool, "%.*s@earlier.invalid", SLICE_ARG(s->person));
			in->lang = s->lang.len > 0 ? s->lang : t->c->r->lang;
			in->date_ms = s->at;
			VEC_ADD(&in->items, pool,
			        ((struct said_item){.kind = (enum item_kind)r->kind, .target = r->target,
			                            .summary = r->summary, .quote.text = s->quote}));
		}
	}
}

static void
add_new(struct taking *t)
{
	struct reading *in = reading_for(t, SLICE_LIT("new"));
	*in = (struct reading){.from.mailbox = t->c->address, .lang = t->c->r->lang,
	                       .date_ms = INT64_MAX};
	const struct said_item *x;
	VEC_EACH(x, &t->c->r->items)
		VEC_ADD(&in->items, t->c->pool, *x);
	/* a yes contradicts nobody by the way */
	if (t->c->r->verdict == VERDICT_APPROVE)
		return;
	VEC_EACH(x, &t->c->r->maybe)
		VEC_ADD(&in->maybe, t->c->pool, *x);
}

static struct slice
text_at(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return slice_make(json_string_value(v), json_string_length(v));
}

/* The item of the list that a source of the answer stands for, or NULL. */
static struct revision *
known_of(struct taking *t, const json_t *source)
{
	struct slice name = text_at(source, "message"), quote = text_at(source, "quote");
	for (size_t i = 0; i < t->all.len; i++) {
		const struct revision_source *s;
		VEC_EACH(s, &t->all.at[i].sources)
			if (slice_eq(s->quote, quote) && slice_eq(source_name(t->c->pool, s), name))
				return &t->all.at[i];
	}
	return NULL;
}

/* Of the items an answer row stands for, the one that a new source belongs to best. */
static struct revision *
best_known(struct taking *t, const json_t *row)
{
	struct revision *best = NULL;
	const json_t *sources = json_object_get(row, "sources");
	for (size_t i = 0; i < json_array_size(sources); i++) {
		struct revision *r = known_of(t, json_array_get(sources, i));
		if (r == NULL)
			continue;
		int rank = (r->round == t->at.round) * 2 + revision_is_open(r->state);
		if (best == NULL ||
		    rank > (best->round == t->at.round) * 2 + revision_is_open(best->state))
			best = r;
	}
	return best;
}

static struct slice
new_quote(const json_t *row)
{
	const json_t *sources = json_object_get(row, "sources");
	for (size_t i = 0; i < json_array_size(sources); i++)
		if (slice_is(text_at(json_array_get(sources, i), "message"), "new"))
			return text_at(json_array_get(sources, i), "quote");
	return SLICE_NONE;
}

static void
note_line(struct taking *t, const struct revision *r, const char *mark)
{
	t->f.lines = pool_slicef(t->c->pool, "%.*sR%lld %s%s: %.*s\n", SLICE_ARG(t->f.lines),
	                         (long long)r->number, revision_state_name(r->state), mark,
	                         SLICE_ARG(utf8_cut(revision_line(t->c->pool, r), QUOTE_SHOWN)));
}

static struct revision_source
source_of(struct taking *t, struct slice quote)
{
	return (struct revision_source){.message = t->c->row.id, .person = actor_of(t->c),
	                                .quote = quote, .at = t->c->now};
}

/* The same wish again: one more source. A concrete word makes a vague one concrete. */
static int
take_again(struct taking *t, struct revision *r, const json_t *row, struct slice quote,
           struct err *e)
{
	struct store *s = t->c->store;
	struct revision_source source = source_of(t, quote);
	bool mine = r->round == t->at.round && r->state != REVISION_CONFLICT;
	int kind = revision_kind_of(text_at(row, "kind"));
	if (revision_source_add(s, r->id, &source, e) < 0)
		return -1;
	if (mine && kind >= 0) {
		r->summary = pool_copy(t->c->pool, text_at(row, "summary"));
		if (r->state == REVISION_NEEDS_ANSWER && kind == REVISION_CHANGE)
			r->state = REVISION_OPEN;
		r->kind = (enum revision_kind)kind;
		if (revision_save(s, r, t->c->now, e) < 0)
			return -1;
	}
	t->f.merged++;
	note_line(t, r, ", once more");
	return revision_event(&t->l, r, "source", quote, e);
}

static void
count_new(struct taking *t, const struct revision *r)
{
	t->f.added++;
	t->f.scope += r->kind == REVISION_OUT_OF_SCOPE;
	if (r->kind == REVISION_OUT_OF_SCOPE)
		VEC_ADD(&t->f.beyond, t->c->pool, *r);
	t->f.questions += r->kind == REVISION_QUESTION;
	if (r->kind == REVISION_VAGUE)
		VEC_ADD(&t->f.ask.choices, t->c->pool, *r);
}

/* Two opposite wishes of one round stop each other until the decision-maker chose. */
static int
stop_both(struct taking *t, struct revision *r, struct revision *other, struct err *e)
{
	r->conflict_with = other->id;
	if (revision_do(&t->l, r, REVISION_STOP, SLICE_NONE, e) < 0)
		return -1;
	if (other->state != REVISION_CONFLICT) {
		other->conflict_with = r->id;
		if (revision_do(&t->l, other, REVISION_STOP, SLICE_NONE, e) < 0)
			return -1;
	}
	VEC_ADD(&t->f.ask.conflicts, t->c->pool, *r);
	return 0;
}

/* What an earlier round has to say about a new item: on record, and for the team's note. */
static int
tell_earlier(struct taking *t, const struct revision *r, const struct revision *earlier,
             const char *what, const char **mark_out, struct err *e)
{
	char data[120];
	snprintf(data, sizeof(data), "{\"number\":%lld,\"do\":\"%s\",\"of\":%lld,\"round\":%lld}",
	         (long long)r->number, what, (long long)earlier->number, (long long)earlier->round);
	*mark_out = pool_cstr(t->c->pool, pool_slicef(t->c->pool, ", %s R%lld of round %lld (%s)", what,
	                                              (long long)earlier->number,
	                                              (long long)earlier->round,
	                                              revision_state_name(earlier->state)));
	return life_event(&t->l, "revision", slice_of(data), SLICE_NONE, e);
}

static int
take_new(struct taking *t, const json_t *rows, const json_t *row, struct revision *same,
         struct err *e)
{
	struct pool *pool = t->c->pool;
	struct revision *conflict = NULL, *reversed = NULL;
	const json_t *against = json_object_get(row, "conflicts_with");
	int kind = revision_kind_of(text_at(row, "kind"));
	for (size_t i = 0; i < json_array_size(against); i++) {
		const json_t *id = json_array_get(against, i);
		int64_t n = revision_number(slice_make(json_string_value(id), json_string_length(id)), false);
		struct revision *r = n > 0 ? best_known(t, json_array_get(rows, (size_t)n - 1)) : NULL;
		if (r != NULL && r->round == t->at.round && revision_is_open(r->state) &&
		    r->kind != REVISION_OUT_OF_SCOPE)
			conflict = r;
		else if (r != NULL && r->state != REVISION_DECLINED)
			reversed = r;
	}
	struct revision r = {.job = t->l.job->id, .version = t->at.version, .review = t->at.review,
	                     .round = t->at.round,
	                     .kind = kind < 0 ? REVISION_CHANGE : (enum revision_kind)kind,
	                     .target = pool_copy(pool, text_at(row, "target")),
	                     .summary = pool_copy(pool, text_at(row, "summary")),
	                     .conflict_with = reversed != NULL ? reversed->id : 0};
	const char *mark = "";
	r.state = revision_first_state(r.kind);
	struct slice quote = pool_copy(pool, new_quote(row));
	if (r.summary.len == 0)
		r.summary = quote;
	VEC_ADD(&r.sources, pool, source_of(t, quote));
	if (revision_add(t->c->store, &r, t->c->now, e) < 0 ||
	    revision_event(&t->l, &r, "added", quote, e) < 0)
		return -1;
	if (reversed != NULL && tell_earlier(t, &r, reversed, "reverses", &mark, e) < 0)
		return -1;
	if (reversed == NULL && same != NULL && tell_earlier(t, &r, same, "repeats", &mark, e) < 0)
		return -1;
	if (conflict != NULL && r.state != REVISION_SCOPE && stop_both(t, &r, conflict, e) < 0)
		return -1;
	note_line(t, &r, mark);
	count_new(t, &r);
	return 0;
}

static int
take_rows(struct taking *t, const json_t *rows, struct err *e)
{
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		struct slice quote = new_quote(row);
		if (quote.data == NULL)
			continue; /* nothing new about this one */
		struct revision *r = best_known(t, row);
		bool again = r != NULL && revision_is_open(r->state);
		int done = again ? take_again(t, r, row, pool_copy(t->c->pool, quote), e)
		                 : take_new(t, rows, row, r, e);
		if (done < 0)
			return -1;
	}
	return 0;
}

static int
take_items(struct taking *t, struct err *e)
{
	enum { LIST_MAX = 8 << 20 };
	struct str out;
	if (revisions_of_job(t->c->store, t->c->pool, t->l.job->id, 0, &t->all, e) < 0)
		return -1;
	for (size_t i = 0; i < t->all.len; i++)
		for (size_t k = 0; k < t->all.at[i].sources.len; k++)
			if (t->c->recorder.len == 0 &&
			    t->all.at[i].sources.at[k].message == t->c->row.id)
				return 0; /* a mail that is read again says nothing twice */
	if (t->c->r->items.len + t->c->r->maybe.len == 0)
		return 0;
	const struct understanding *u = lexicons_of(t->c->in);
	if (u == NULL)
		return err_set(e, ERR_RETRY, "the lexicons cannot be read: see the log");
	add_known(t);
	add_new(t);
	str_init(&out, LIST_MAX);
	consolidate(u, t->c->pool, t->messages, t->count, &out);
	json_t *list = str_failed(&out) ? NULL : json_loadb(out.data, out.len, 0, NULL);
	str_clear(&out);
	if (list == NULL)
		return err_set(e, ERR_MESSAGE, "the revision list of this job is too long to compare with");
	int r = take_rows(t, json_object_get(list, "items"), e);
	json_decref(list);
	return r;
}

/* A person nobody has heard on this job yet joins others: asked once who decides. */
static int
look_who_joined(struct taking *t, struct err *e)
{
	struct ctx *c = t->c;
	ledger_list events = {0};
	contact_ids deciders = {0};
	struct slice me = actor_of(c);
	bool others = false;
	if (c->contact.id == 0 || c->contact.id == c->client.decider)
		return 0;
	if (client_deciders(c->in, c->pool, t->l.job, &deciders, e) < 0)
		return -1;
	for (size_t i = 0; i < deciders.len; i++) {
		if (deciders.at[i] == c->contact.id)
			return 0;
		others = true;
	}
	for (size_t i = 0; i < t->all.len; i++) {
		const struct revision_source *s;
		VEC_EACH(s, &t->all.at[i].sources) {
			if (slice_eq(s->person, me))
				return 0;
			others |= slice_starts(s->person, "contact:");
		}
	}
	if (!others || ledger_of_job(c->store, c->pool, t->l.job->id, &events, e) < 0)
		return others ? -1 : 0;
	const struct ledger_row *row;
	VEC_EACH(row, &events)
		if (slice_is(row->kind, "who-decides"))
			return 0;
	t->f.ask.who_decides = true;
	t->f.ask.joined = c->contact.name.len > 0 ? c->contact.name : c->address;
	return life_event(&t->l, "who-decides", SLICE_LIT("{}"), t->f.ask.joined, e);
}

/* What came along and was not read: its words may hold more wishes. */
static struct slice
unread_names(struct taking *t)
{
	struct slice names = SLICE_NONE;
	const struct attachment *a;
	VEC_EACH(a, &t->c->r->attachments) {
		if (a->decoration || a->has_text) /* a text file was read with the mail */
			continue;
		struct slice name = a->name.len > 0 ? a->name : a->type;
		names = pool_slicef(t->c->pool, "%.*s%s%.*s", SLICE_ARG(names), names.len > 0 ? "\n" : "",
		                    SLICE_ARG(name));
		t->f.unread++;
	}
	return names;
}

int
feedback_take(struct ctx *c, struct feedback *out, struct err *e)
{
	char data[160];
	struct taking t = {.c = c, .l = life_by_mail(c, &c->job)};
	*out = t.f;
	bool speaks = c->r->items.len > 0 || c->r->praise.len > 0 || c->r->intent == INTENT_FEEDBACK;
	if (!speaks || !is_feedback(c) || job_is_over(c->job.state) || strcmp(c->auth, "fail") == 0)
		return 0;
	int got = round_now(&t.l, &t.at, e);
	if (got <= 0)
		return got;
	t.f.round = t.at.round;
	t.f.late = !t.at.open;
	t.f.praise = c->r->praise.len;
	struct slice names = unread_names(&t);
	if (take_items(&t, e) < 0)
		return -1;
	if (t.f.added + t.f.merged + t.f.unread + t.f.praise == 0)
		return 0;
	snprintf(data, sizeof(data),
	         "{\"round\":%lld,\"added\":%zu,\"merged\":%zu,\"praise\":%zu,\"unread\":%zu}",
	         (long long)t.at.round, t.f.added, t.f.merged, t.f.praise, t.f.unread);
	if (life_event(&t.l, "feedback", slice_of(data), names, e) < 0)
		return -1;
	if (t.f.added + t.f.merged > 0 && look_who_joined(&t, e) < 0)
		return -1;
	t.f.taken = true;
	trail_add(c, "feedback", t.f.late ? "next round" : "this round",
	          "round %lld: %zu new, %zu said before, %zu praise, %zu attachments not read",
	          (long long)t.at.round, t.f.added, t.f.merged, t.f.praise, t.f.unread);
	*out = t.f;
	return 0;
}
