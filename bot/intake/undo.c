/*
 * undo: the newest command of the asker, within an hour, where it has a row below. What went to a
 * client, and what was decided, stays: nothing here can unsay it. What is put back is an event of its
 * own; the chain keeps both.
 */
#include "undo.h"
#include "revise.h"

#include <jansson.h>

#include "docket/base/utf8.h"

enum {
	UNDO_SPAN = 3600000, /* milliseconds: later people have worked on with it */
	KEEP_SPAN = 86400000, /* rows beyond a day serve nobody */
	WAS_MAX = 256 << 10,
	LINE_MAX_BYTES = 300,
};

enum what { WHAT_BRIEF, WHAT_MAKER, WHAT_HOLD, WHAT_NOTE, WHAT_ITEMS, WHAT_LINK, WHAT_COUNT };

static const char *const kinds[WHAT_COUNT] = {
        [WHAT_BRIEF] = "brief", [WHAT_MAKER] = "maker", [WHAT_HOLD] = "hold",
        [WHAT_NOTE] = "note",   [WHAT_ITEMS] = "items", [WHAT_LINK] = "link"};

static const struct {
	const char *verb;
	enum what what;
} rows[] = {
        {"set", WHAT_BRIEF},  {"deadline", WHAT_BRIEF}, {"assign", WHAT_MAKER}, {"take", WHAT_MAKER},
        {"hold", WHAT_HOLD},  {"resume", WHAT_HOLD},    {"note", WHAT_NOTE},    {"done", WHAT_ITEMS},
        {"drop", WHAT_ITEMS}, {"link", WHAT_LINK},
};

/* Commands whose effect cannot be unsaid, with the reason; others are "not harmless". */
static const struct {
	const char *verb, *why;
} never[] = {
        {"approve", "a decision is never undone; a later word takes its place"},
        {"changes", "a decision is never undone; a later word takes its place"},
        {"reject", "a decision is never undone; a later word takes its place"},
        {"decider", "who decides is on record; decider names somebody else"},
        {"deliver", "the client has it; reopen goes on with the job"},
        {"closeout", "the pack is kept and was sent"},
        {"cancel", "the client was told; new opens a job like it"},
        {"decline", "the client was told; new opens a job like it"},
        {"submit", "a version is never changed; the next one takes its place"},
        {"qa", "a tick is a person's word; qa JOB N waive or ok says another"},
        {"move", "move files the message elsewhere"},
};

static void
put_brief(struct json *w, const struct job *j)
{
	json_put_text(w, "kit", j->kit);
	json_put_int(w, "required", j->required);
	json_key(w, "brief");
	json_list(w);
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const struct brief_field *b = &j->brief[f];
		json_open(w);
		json_put_bool(w, "given", b->given);
		json_put_text(w, "value", b->value);
		json_put_text(w, "date", b->date);
		json_put_text(w, "time", b->time);
		json_put_text(w, "alt", b->alt_date);
		json_put_int(w, "message", b->message);
		json_put_int(w, "start", (int64_t)b->start);
		json_put_int(w, "end", (int64_t)b->end);
		json_put_text(w, "rule", b->rule);
		json_put_text(w, "by", b->by);
		json_close(w);
	}
	json_list_end(w);
}

static int
put_items(struct cmd *c, struct json *w, const struct job *j, struct err *e)
{
	revision_list all = {0};
	const struct revision *r;
	if (revisions_of_job(c->store, c->pool, j->id, 0, &all, e) < 0)
		return -1;
	json_key(w, "items");
	json_list(w);
	VEC_EACH(r, &all) {
		json_open(w);
		json_put_int(w, "number", r->number);
		json_put_int(w, "state", (int64_t)r->state);
		json_put_text(w, "why", r->why);
		json_put_int(w, "done_in", r->done_in);
		json_put_int(w, "conflict_with", r->conflict_with);
		json_close(w);
	}
	json_list_end(w);
	return 0;
}

static int
write_was(struct cmd *c, enum what what, const struct job *j, struct str *out, struct err *e)
{
	struct json w;
	json_begin(&w, out);
	json_open(&w);
	json_put_cstr(&w, "state", job_state_name(j->state));
	json_put_int(&w, "owner", j->owner);
	json_put_int(&w, "maker", j->maker);
	json_put_text(&w, "hold_until", j->hold_until);
	int r = 0;
	if (what == WHAT_BRIEF)
		put_brief(&w, j);
	else if (what == WHAT_ITEMS)
		r = put_items(c, &w, j, e);
	else if (what == WHAT_LINK && c->count > 1) {
		struct job other;
		struct err unknown = ERR_INIT; /* the command itself says what is wrong */
		if (cmd_job(c, 1, &other, &unknown) == 0)
			json_put_int(&w, "other", other.id);
	}
	json_close(&w);
	return r;
}

int
undo_before(struct cmd *c, const char *verb, struct undo_row *u, struct err *e)
{
	struct job j = {0};
	struct err unknown = ERR_INIT;
	*u = (struct undo_row){.actor = c->actor, .at = c->now};
	int got = c->count > 0 && cmd_job(c, 0, &j, &unknown) == 0;
	if (!got && c->from->job != 0)
		got = job_get(c->store, c->pool, c->from->job, &j, e);
	u->job = got == 1 ? j.id : 0;
	if (got < 0 || undo_mark(c->store, u, e) < 0)
		return -1;
	if (got == 0)
		return 0;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str was;
		if (strcmp(rows[i].verb, verb) != 0)
			continue;
		str_init(&was, WAS_MAX);
		int r = write_was(c, rows[i].what, &j, &was, e);
		if (r == 0 && !str_failed(&was)) {
			u->kind = slice_of(kinds[rows[i].what]);
			u->was = pool_copy(c->pool, str_slice(&was));
		}
		str_clear(&was);
		return r;
	}
	return 0;
}

int
undo_after(struct cmd *c, struct slice line, struct undo_row *u, struct err *e)
{
	u->line = utf8_cut(line, LINE_MAX_BYTES);
	return undo_add(c->store, u, c->now - KEEP_SPAN, e);
}

static struct slice
text_of(struct cmd *c, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return json_is_string(v) ? pool_copy(c->pool, slice_make(json_string_value(v),
	                                                         json_string_length(v)))
	                         : SLICE_NONE;
}

static int64_t
int_of(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

struct undoing {
	struct cmd *c;
	struct life l;
	const json_t *was;
};

static bool
same_field(const struct brief_field *a, const struct brief_field *b)
{
	return a->given == b->given && slice_eq(a->value, b->value) && slice_eq(a->date, b->date) &&
	       slice_eq(a->time, b->time) && slice_eq(a->alt_date, b->alt_date) &&
	       a->message == b->message;
}

static int
undo_brief(struct undoing *u, struct err *e)
{
	struct job *j = u->l.job;
	const json_t *fields = json_object_get(u->was, "brief");
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const json_t *o = json_array_get(fields, (size_t)f);
		struct brief_field b = {.given = json_is_true(json_object_get(o, "given")),
		                        .value = text_of(u->c, o, "value"),
		                        .date = text_of(u->c, o, "date"),
		                        .time = text_of(u->c, o, "time"),
		                        .alt_date = text_of(u->c, o, "alt"),
		                        .message = int_of(o, "message"),
		                        .start = (size_t)int_of(o, "start"),
		                        .end = (size_t)int_of(o, "end"),
		                        .rule = text_of(u->c, o, "rule"),
		                        .by = text_of(u->c, o, "by")};
		if (!same_field(&b, &j->brief[f]) &&
		    brief_set(u->c->in, u->c->pool, j, f, &b, u->c->actor, u->c->now, e) < 0)
			return -1;
	}
	j->kit = text_of(u->c, u->was, "kit");
	j->required = (unsigned)int_of(u->was, "required");
	if (j->state == JOB_SCOPING && job_missing(j) != 0)
		return life_move(&u->l, EV_REOPENED_BRIEF, SLICE_NONE, e);
	return 0;
}

static int
undo_maker(struct undoing *u, struct err *e)
{
	struct job *j = u->l.job;
	int64_t owner = int_of(u->was, "owner");
	if (j->state == JOB_PRODUCTION && job_state_of(text_of(u->c, u->was, "state")) == JOB_READY &&
	    life_move(&u->l, EV_UNASSIGN, SLICE_NONE, e) < 0)
		return -1;
	j->maker = int_of(u->was, "maker");
	if (owner != 0)
		return hand_over(&u->l, owner, SAY("note.unassigned.next"), e);
	j->owner = 0;
	return 0;
}

static int
undo_hold(struct undoing *u, struct err *e)
{
	struct job *j = u->l.job;
	bool held = job_state_of(text_of(u->c, u->was, "state")) == JOB_ON_HOLD;
	if (life_move(&u->l, held ? EV_HOLD : EV_RESUME, SLICE_NONE, e) < 0 ||
	    (!held && due_resumed(&u->l, e) < 0))
		return -1;
	j->hold_until = text_of(u->c, u->was, "hold_until");
	return 0;
}

static int
undo_items(struct undoing *u, struct err *e)
{
	struct store *s = u->c->store;
	const json_t *items = json_object_get(u->was, "items");
	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *o = json_array_get(items, i);
		struct revision r;
		int got = revision_get(s, u->c->pool, u->l.job->id, int_of(o, "number"), &r, e);
		if (got < 0)
			return -1;
		if (got == 0 || (int64_t)r.state == int_of(o, "state"))
			continue;
		r.state = (enum revision_state)int_of(o, "state");
		r.why = text_of(u->c, o, "why");
		r.done_in = int_of(o, "done_in");
		r.conflict_with = int_of(o, "conflict_with");
		if (revision_save(s, &r, u->c->now, e) < 0 ||
		    revision_event(&u->l, &r, "undone", SLICE_NONE, e) < 0)
			return -1;
		str_addf(u->c->out, "R%lld is %s again\n", (long long)r.number,
		         revision_state_name(r.state));
	}
	return 0;
}

static int
undo_link(struct undoing *u, struct err *e)
{
	int64_t other = int_of(u->was, "other");
	int got = job_link_drop(u->c->store, u->l.job->id, other, e);
	if (got == 0) /* it was "off" */
		got = job_link_add(u->c->store, u->l.job->id, other, u->c->actor, u->c->now, e);
	return got < 0 ? -1 : 0;
}

/* The words stay in the history, which is never changed; the event says that they were taken back. */
static int
undo_note(struct undoing *u, struct err *e)
{
	(void)u;
	(void)e;
	return 0;
}

static int (*const undoers[WHAT_COUNT])(struct undoing *u, struct err *e) = {
        [WHAT_BRIEF] = undo_brief, [WHAT_MAKER] = undo_maker, [WHAT_HOLD] = undo_hold,
        [WHAT_NOTE] = undo_note,   [WHAT_ITEMS] = undo_items, [WHAT_LINK] = undo_link};

/* Why it cannot be undone: -1 with ERR_REFUSED. 0 when it can. */
static int
may_undo(struct cmd *c, const struct undo_row *row, struct err *e)
{
	int64_t sent = 0;
	struct slice verb = row->line, rest = row->line, kind = SLICE_NONE;
	slice_cut(&rest, ' ', &verb);
	if (c->now - row->at > UNDO_SPAN)
		return err_set(e, ERR_REFUSED, "your last command, '%.*s', is more than an hour old: others "
		                               "have worked on with it", SLICE_ARG(row->line));
	if (undo_sent(c->store, row, &sent, e) < 0)
		return -1;
	if (row->kind.len == 0) {
		const char *why = "what it did is not harmless to take back";
		for (size_t i = 0; i < COUNT(never); i++)
			if (slice_iis(verb, never[i].verb))
				why = never[i].why;
		return err_set(e, ERR_REFUSED, "your last command was '%.*s': %s", SLICE_ARG(row->line), why);
	}
	if (sent > 0)
		return err_set(e, ERR_REFUSED, "your last command was '%.*s', and the client was told of it: "
		                               "undoing it in silence would deceive them", SLICE_ARG(row->line));
	int got = row->job != 0 ? undo_since(c->store, c->pool, row, &kind, e) : 0;
	if (got == 1)
		return err_set(e, ERR_REFUSED, "since '%.*s' the job went on (%.*s): show it, and put right "
		                               "what is wrong by hand", SLICE_ARG(row->line),
		               SLICE_ARG(kind));
	return got;
}

static int
put_back(struct cmd *c, const struct undo_row *row, struct err *e)
{
	struct job j;
	enum what what = WHAT_COUNT;
	for (unsigned i = 0; i < WHAT_COUNT; i++)
		if (slice_is(row->kind, kinds[i]))
			what = (enum what)i;
	if (what == WHAT_COUNT || job_get(c->store, c->pool, row->job, &j, e) != 1)
		return err_set(e, ERR_REFUSED, "there is nothing to put back");
	json_t *was = json_loadb(row->was.data, row->was.len, 0, NULL);
	if (was == NULL)
		return err_set(e, ERR_MESSAGE, "what was before '%.*s' cannot be read",
		               SLICE_ARG(row->line));
	struct undoing u = {.c = c, .was = was};
	u.l = life_by_command(c, &j);
	int r = undoers[what](&u, e);
	json_decref(was);
	struct slice data = pool_slicef(c->pool, "{\"what\":\"%s\"}", kinds[what]);
	if (r < 0 || undo_cancel_mails(c->store, row, e) < 0 ||
	    life_event(&u.l, "undone", data, row->line, e) < 0 ||
	    undo_done(c->store, row, c->now, e) < 0)
		return -1;
	return job_save(c->store, &j, c->now, e);
}

int
cmd_undo(struct cmd *c, struct err *e)
{
	struct undo_row row;
	int got = undo_last(c->store, c->pool, c->actor, &row, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_REFUSED, "you gave no command within the last day");
	if (may_undo(c, &row, e) < 0 || put_back(c, &row, e) < 0)
		return -1;
	str_addf(c->out, "undone: %.*s\n", SLICE_ARG(row.line));
	return 0;
}
