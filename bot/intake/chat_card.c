/*
 * Cards: a job with whose move it is and what can be done about it, a mail that waits for a word
 * before it leaves, a mail in triage. Their text says all by itself; a button is a command line.
 */
#include "chat_desk.h"

#include "docket/base/hash.h"
#include "docket/base/rand.h"
#include "docket/base/utf8.h"
#include "docket/store/revisions.h"

enum {
	TOKEN_BYTES = 20,  /* 160 bits; 32 characters of base32, within CHAT_TOKEN_MAX */
	EXCERPT_MAX = 700, /* of a mail's words on a card: enough to judge, not to read it all */
	TITLE_MAX = 120,
};

static struct slice
word(struct intake *in, const char *key)
{
	const char *w = templates_word(in->env.templates, in->env.conf->agency.lang, key);
	return slice_of(w != NULL ? w : key);
}

int
card_button(struct intake *in, struct pool *pool, struct chat_card *c, const struct press_of *b,
            struct err *e)
{
	unsigned char raw[TOKEN_BYTES];
	struct str token;
	int64_t now = clock_now(in->env.clock);
	if (c->button_count == CHAT_BUTTONS_MAX)
		return 0;
	str_init(&token, CHAT_TOKEN_MAX);
	rand_bytes(raw, sizeof(raw));
	hash_base32(raw, sizeof(raw), &token);
	struct chat_press p = {.token = pool_copy(pool, str_slice(&token)), .command = b->command,
	                       .job = b->job, .version = b->version, .review = b->review,
	                       .member = b->member, .contact = b->contact,
	                       .expires = now + PRESS_DAYS * CLOCK_DAY};
	str_clear(&token);
	struct slice plain = slice_starts(b->command, "form:")
	                             ? pool_slicef(pool, "%.*s …", SLICE_ARG(slice_sub(b->command, 5, b->command.len)))
	                             : b->command;
	c->buttons[c->button_count++] = (struct chat_button){
		.label = word(in, b->label), .token = p.token,
		.command = pool_slicef(pool, "/docket %.*s", SLICE_ARG(plain)), .style = b->style,
		.confirm = b->confirm != NULL ? word(in, b->confirm) : SLICE_NONE,
		.keep = b->confirm != NULL ? word(in, "chat.act.keep") : SLICE_NONE};
	return chat_press_put(in->env.store, &p, now, e);
}

static void
card_field(struct intake *in, struct chat_card *c, const char *key, struct slice value)
{
	if (value.len > 0 && c->field_count < CHAT_FIELDS_MAX)
		c->fields[c->field_count++] = (struct chat_field){word(in, key), value};
}

/* What a card shows, without the tokens of its buttons: the same again is not sent again. */
static void
seen(struct pool *pool, const struct chat_card *c, struct slice buttons, char out[65])
{
	struct slice all = pool_slicef(pool, "%.*s\n%.*s\n%.*s", SLICE_ARG(c->title),
	                               SLICE_ARG(chat_plain(pool, c)), SLICE_ARG(buttons));
	hash_sha256_hex(all, out);
}

static struct slice
member_name(struct intake *in, struct pool *pool, int64_t id)
{
	struct member m;
	struct err e = ERR_INIT; /* a name on a card: one that cannot be read is left out */
	return id != 0 && member_by_id(in->env.store, pool, id, &m, &e) == 1
	               ? m.name.len > 0 ? m.name : m.handle
	               : SLICE_NONE;
}

static struct slice
missing_words(struct intake *in, struct pool *pool, const struct job *j)
{
	unsigned missing = job_missing(j);
	struct slice all = SLICE_NONE;
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		char key[64];
		if (!(missing & (1U << (unsigned)f)))
			continue;
		snprintf(key, sizeof(key), "field.%s", brief_field_names[f]);
		all = pool_slicef(pool, "%.*s%s%.*s", SLICE_ARG(all), all.len > 0 ? ", " : "",
		                  SLICE_ARG(word(in, key)));
	}
	return all;
}

/* What the team may do with a job by one press. {ref} gives way to the number. */
static const struct {
	enum job_state state;
	const char *label, *command;
	enum chat_style style;
	const char *confirm;
} acts[] = {
	{JOB_SCOPING, "chat.act.accept", "accept", CHAT_PRIMARY, NULL},
	{JOB_SCOPING, "chat.act.decline", "form:decline", CHAT_DANGER, NULL},
	{JOB_READY, "chat.act.take", "take", CHAT_PRIMARY, NULL},
	{JOB_READY, "chat.act.who", "assign", CHAT_PLAIN, NULL},
	{JOB_INTERNAL_REVIEW, "chat.act.approve", "approve", CHAT_PRIMARY, NULL},
	{JOB_INTERNAL_REVIEW, "chat.act.changes", "form:changes", CHAT_PLAIN, NULL},
	{JOB_CLIENT_REVIEW, "chat.act.revisions", "revisions", CHAT_PLAIN, NULL},
	{JOB_REVISION, "chat.act.revisions", "revisions", CHAT_PRIMARY, NULL},
	{JOB_APPROVED, "chat.act.qa", "qa", CHAT_PRIMARY, NULL},
	{JOB_APPROVED, "chat.act.approvals", "approvals", CHAT_PLAIN, NULL},
	{JOB_FINAL_QA, "chat.act.qa", "qa", CHAT_PRIMARY, NULL},
	{JOB_DELIVERED, "chat.act.approvals", "approvals", CHAT_PLAIN, NULL},
};

static int
job_buttons(struct life *l, struct chat_card *c, struct err *e)
{
	const struct job *j = l->job;
	struct review r;
	struct version v;
	int got = j->state == JOB_INTERNAL_REVIEW ? open_review(l, SIDE_US, &r, &v, e) : 0;
	if (got < 0)
		return -1;
	for (size_t i = 0; i < COUNT(acts); i++) {
		if (acts[i].state != j->state || (j->state == JOB_INTERNAL_REVIEW && got != 1))
			continue;
		struct press_of b = {.label = acts[i].label, .style = acts[i].style, .job = j->id,
		                     .confirm = acts[i].confirm,
		                     .command = pool_slicef(l->pool, "%s %.*s", acts[i].command,
		                                            SLICE_ARG(j->ref))};
		if (j->state == JOB_INTERNAL_REVIEW) {
			b.version = v.id;
			b.review = r.id;
		}
		if (card_button(l->in, l->pool, c, &b, e) < 0)
			return -1;
	}
	struct press_of show = {.label = "chat.act.show", .job = j->id,
	                        .command = pool_slicef(l->pool, "show %.*s", SLICE_ARG(j->ref))};
	return card_button(l->in, l->pool, c, &show, e);
}

/* Who decides, and in *bound_out which review the buttons speak of: the same person may decide the next
 * stage as well, and the buttons of the one before are void then. */
static int
review_field(struct life *l, struct chat_card *c, struct slice *bound_out, struct err *e)
{
	struct review r;
	struct version v;
	struct slice names = SLICE_NONE;
	enum job_side side = l->job->state == JOB_CLIENT_REVIEW ? SIDE_CLIENT : SIDE_US;
	if (l->job->state != JOB_CLIENT_REVIEW && l->job->state != JOB_INTERNAL_REVIEW)
		return 0;
	int got = open_review(l, side, &r, &v, e);
	if (got <= 0)
		return got;
	for (size_t i = 0; i < r.deciders.len; i++) {
		struct contact who;
		struct slice name = SLICE_NONE;
		if (r.deciders.at[i].member != 0)
			name = member_name(l->in, l->pool, r.deciders.at[i].member);
		else if (contact_by_id(l->in->env.store, l->pool, r.deciders.at[i].contact, &who, e) == 1)
			name = who.name.len > 0 ? who.name : who.address;
		names = pool_slicef(l->pool, "%.*s%s%.*s", SLICE_ARG(names), i > 0 ? ", " : "",
		                    SLICE_ARG(name));
	}
	if (names.len > 0 && r.stage.len > 0 && side == SIDE_US)
		names = pool_slicef(l->pool, "%.*s (%.*s)", SLICE_ARG(names), SLICE_ARG(r.stage));
	card_field(l->in, c, "chat.card.decides", names);
	*bound_out = pool_slicef(l->pool, "%lld", (long long)r.id);
	return 0;
}

/* "Friday 12 June 2026, 17:00", as the team writes a date; what is no date as it was said. */
static struct slice
due_words(struct intake *in, struct pool *pool, const struct brief_field *due)
{
	struct civil when = {.hour = -1};
	int64_t day;
	if (due->date.len == 0 || !day_parse(due->date, &day))
		return due->value;
	when = day_civil(day);
	when.hour = -1;
	if (due->time.len == 5) {
		when.hour = (due->time.data[0] - '0') * 10 + due->time.data[1] - '0';
		when.minute = (due->time.data[3] - '0') * 10 + due->time.data[4] - '0';
	}
	struct slice said = templates_date(in->env.templates, pool, in->env.conf->agency.lang, when, NULL);
	return said.len > 0 ? said : due->value;
}

int
card_of_job(struct intake *in, struct pool *pool, const struct job *j, bool press,
            struct chat_card *out, char seen_out[65], struct err *e)
{
	struct job copy = *j;
	struct life l = {.in = in, .pool = pool, .job = &copy, .now = clock_now(in->env.clock)};
	struct version v;
	struct slice bound = SLICE_NONE;
	char key[64];
	static const char *const sides[] = {"chat.side.none", "chat.side.us", "chat.side.client"};
	*out = (struct chat_card){.title = pool_slicef(pool, "%.*s %.*s", SLICE_ARG(j->ref),
	                                               SLICE_ARG(utf8_cut(j->title, TITLE_MAX)))};
	snprintf(key, sizeof(key), "chat.state.%s", job_state_name(j->state));
	struct slice state = word(in, key), whose = word(in, sides[job_side(j)]);
	out->text = pool_slicef(pool, "%.*s · %.*s", SLICE_ARG(state), SLICE_ARG(whose));
	if (j->urgent)
		out->text = pool_slicef(pool, "%.*s · %.*s", SLICE_ARG(out->text),
		                        SLICE_ARG(word(in, "chat.card.urgent")));
	card_field(in, out, "chat.card.owner", member_name(in, pool, j->owner));
	if (j->maker != j->owner)
		card_field(in, out, "chat.card.maker", member_name(in, pool, j->maker));
	const struct brief_field *due = &j->brief[BRIEF_DEADLINE];
	if (due->given)
		card_field(in, out, "chat.card.due", due_words(in, pool, due));
	int got = version_of_job(in->env.store, pool, j->id, 0, &v, e);
	if (got < 0)
		return -1;
	if (got == 1)
		card_field(in, out, "chat.card.version",
		           version_unfixed(&v) ? pool_slicef(pool, "v%lld (%.*s)", (long long)v.number,
		                                             SLICE_ARG(word(in, "chat.card.unfixed")))
		                               : pool_slicef(pool, "v%lld", (long long)v.number));
	if (review_field(&l, out, &bound, e) < 0)
		return -1;
	if (j->state == JOB_INTAKE || j->state == JOB_SCOPING)
		card_field(in, out, "chat.card.open", missing_words(in, pool, j));
	if (j->state == JOB_CLIENT_REVIEW || j->state == JOB_INTAKE)
		card_field(in, out, "chat.card.approver", j->brief[FIELD_APPROVER].value);
	seen(pool, out, bound, seen_out);
	return press ? job_buttons(&l, out, e) : 0;
}

int
card_of_draft(struct intake *in, struct pool *pool, const struct outbox_row *o, bool press,
              struct chat_card *out, char seen_out[65], struct err *e)
{
	char key[64];
	bool waits = o->state == OUTBOX_DRAFT;
	snprintf(key, sizeof(key), "kind.%.*s", SLICE_ARG(o->kind));
	*out = (struct chat_card){
		.title = pool_slicef(pool, "%.*s: %.*s", SLICE_ARG(word(in, "chat.draft.title")),
	                             SLICE_ARG(utf8_cut(o->subject, TITLE_MAX))),
		.text = word(in, waits ? "chat.draft.waits"
	                        : o->state == OUTBOX_CANCELLED ? "chat.draft.dropped"
	                                                       : "chat.draft.sent")};
	card_field(in, out, "chat.draft.to", o->to);
	card_field(in, out, "chat.draft.kind", word(in, key));
	seen(pool, out, SLICE_NONE, seen_out);
	if (!press || !waits)
		return 0;
	struct press_of send = {.label = "chat.act.send", .style = CHAT_PRIMARY, .job = o->job,
	                        .command = pool_slicef(pool, "drafts send %lld", (long long)o->id)},
	                drop = {.label = "chat.act.drop", .style = CHAT_DANGER, .job = o->job,
	                        .confirm = "chat.act.drop.sure",
	                        .command = pool_slicef(pool, "drafts drop %lld", (long long)o->id)};
	return card_button(in, pool, out, &send, e) < 0 || card_button(in, pool, out, &drop, e) < 0 ? -1 : 0;
}

int
card_of_triage(struct intake *in, struct pool *pool, const struct inbox_row *m, bool press,
               struct chat_card *out, char seen_out[65], struct err *e)
{
	*out = (struct chat_card){
		.title = pool_slicef(pool, "m%lld: %.*s", (long long)m->id,
	                             SLICE_ARG(utf8_cut(m->subject.len > 0 ? m->subject : word(in, "chat.triage.nosubject"),
	                                                TITLE_MAX))),
		.text = m->triage_open ? utf8_cut(m->text, EXCERPT_MAX) : word(in, "chat.triage.settled")};
	if (out->text.len == 0)
		out->text = word(in, "chat.triage.empty");
	card_field(in, out, "chat.triage.from", m->sender);
	if (m->triage_open)
		card_field(in, out, "chat.triage.why", m->reason);
	seen(pool, out, SLICE_NONE, seen_out);
	if (!press || !m->triage_open)
		return 0;
	struct press_of aside = {.label = "chat.act.aside", .style = CHAT_PLAIN,
	                         .command = pool_slicef(pool, "not-a-request m%lld", (long long)m->id)},
	                again = {.label = "chat.act.replay",
	                         .command = pool_slicef(pool, "replay m%lld", (long long)m->id)},
	                why = {.label = "chat.act.why",
	                       .command = pool_slicef(pool, "why m%lld", (long long)m->id)};
	out->context = pool_slicef(pool, "/docket move m%lld JOB", (long long)m->id);
	return card_button(in, pool, out, &aside, e) < 0 || card_button(in, pool, out, &again, e) < 0 ||
	                       card_button(in, pool, out, &why, e) < 0
	               ? -1
	               : 0;
}

int
card_of_revisions(struct talk *t, const struct job *j, struct chat_card *out, struct err *e)
{
	revision_list all = {0};
	if (revisions_of_job(t->store, t->pool, j->id, 0, &all, e) < 0)
		return -1;
	*out = (struct chat_card){.title = pool_slicef(t->pool, "%.*s %.*s", SLICE_ARG(j->ref),
	                                               SLICE_ARG(utf8_cut(j->title, TITLE_MAX))),
	                          .text = t->out->m.card.text};
	bool works = j->state == JOB_REVISION || j->state == JOB_PRODUCTION || j->state == JOB_CLIENT_REVIEW;
	const struct revision *r;
	VEC_EACH(r, &all) {
		if (!works || (r->state != REVISION_OPEN && r->state != REVISION_ACCEPTED) ||
		    out->button_count == CHAT_BUTTONS_MAX)
			continue;
		struct press_of b = {.label = "chat.act.done", .job = j->id,
		                     .command = pool_slicef(t->pool, "done %.*s R%lld", SLICE_ARG(j->ref),
		                                            (long long)r->number)};
		if (card_button(t->in, t->pool, out, &b, e) < 0)
			return -1;
		struct chat_button *last = &out->buttons[out->button_count - 1];
		last->label = pool_slicef(t->pool, "R%lld %.*s", (long long)r->number, SLICE_ARG(last->label));
	}
	return 0;
}
