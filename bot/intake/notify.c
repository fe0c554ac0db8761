/*
 * Mail to the team: notes, triage, alarms, drafts to be released. Goes to the client's account
 * lead, else to whoever has the role; internal words never leave the team's addresses.
 */
#include "input.h"
#include "life.h"

#include "docket/base/utf8.h"
#include "docket/base/zone.h"
#include "docket/compose/mail_out.h"
#include "docket/intake/chat.h"

int
lead_of(struct intake *in, struct pool *pool, int64_t client, struct member *out, struct err *e)
{
	struct client c;
	int got = client != 0 ? client_by_id(in->env.store, pool, client, &c, e) : 0;
	if (got < 0)
		return -1;
	if (got == 1 && c.lead != 0) {
		got = member_by_id(in->env.store, pool, c.lead, out, e);
		if (got != 0 && (got < 0 || (out->active && !(out->roles & ROLE_PARTNER))))
			return got;
	}
	member_list all = {0};
	if (member_all(in->env.store, pool, &all, e) < 0)
		return -1;
	static const unsigned order[] = {ROLE_ACCOUNT, ROLE_OWNER, ROLE_OPS};
	for (size_t k = 0; k < COUNT(order); k++) {
		for (size_t i = 0; i < all.len; i++) {
			if (all.at[i].active && (all.at[i].roles & order[k]) &&
			    !(all.at[i].roles & ROLE_PARTNER)) {
				*out = all.at[i];
				return 1;
			}
		}
	}
	return 0;
}

static int
queue_to_member(struct intake *in, struct pool *pool, const struct member *to,
                const struct note *n, const struct rendered *body, int64_t draft_of, struct err *e)
{
	int64_t now = clock_now(in->env.clock);
	struct slice token = token_make(in, pool, n->job, to->address,
	                                n->purpose != NULL ? n->purpose : n->kind);
	struct slice seed = pool_slicef(pool, "%s:%lld:%.*s:%s:%.*s", n->kind, (long long)draft_of,
	                                SLICE_ARG(to->handle), n->headline.key != NULL ? n->headline.key : "",
	                                SLICE_ARG(n->headline.arg[0]));
	if (n->job == 0 && n->cause == 0) /* the same words may be said again another day */
		seed = pool_slicef(pool, "%.*s:%lld", SLICE_ARG(seed), (long long)now);
	struct slice own = slice_of(in->own_address);
	ptrdiff_t at = slice_rindex(own, '@');
	struct mail_out m = {
	        .from_name = slice_of(in->env.conf->outgoing.from_name),
	        .from_address = own,
	        .reply_to = pool_slicef(pool, "%.*s+%.*s@%s", (int)at, own.data, SLICE_ARG(token),
	                                in->own_domain),
	        .to_name = to->name,
	        .to_address = to->address,
	        .subject = body->subject,
	        .in_reply_to = n->in_reply_to,
	        .date = now,
	        .date_offset = zone_offset_at(zone_find(in->zone), now),
	        .automatic = strcmp(n->kind, "reply") == 0,
	        .origin = slice_of(in->install),
	        .text = body->text,
	        .html = body->html,
	        .lang = to->lang.len > 0 ? to->lang : slice_of(in->env.conf->agency.lang),
	};
	if (n->in_reply_to.len > 0)
		VEC_ADD(&m.references, pool, n->in_reply_to);
	m.message_id = own_message_id(in, pool, token, n->job, n->cause,
	                              pool_cstr(pool, seed));
	struct str bytes;
	str_init(&bytes, OUT_MAX);
	int64_t id = 0;
	int r = mail_out_write(pool, &m, &bytes, e);
	if (r == 0) {
		struct outbox_new o = {.job = n->job, .client = n->client, .cause = n->cause,
		                       .kind = n->kind, .state = OUTBOX_QUEUED, .due = now,
		                       .created = now, .automatic = true, .internal = true,
		                       .message_id = m.message_id, .from = own, .to = to->address,
		                       .subject = m.subject, .bytes = str_slice(&bytes), .lang = m.lang,
		                       .token = token, .draft_of = draft_of};
		VEC_ADD(&o.rcpts, pool, to->address);
		struct wall_mail door = {.o = &o, .text = body->text, .answered = n->answered};
		r = wall_queue(in, pool, &door, &id, e) < 0 ? -1 : 0;
	}
	if (r == 0 && n->outbox_out != NULL)
		*n->outbox_out = id;
	if (r == 0 && n->token_out != NULL)
		*n->token_out = token;
	str_clear(&bytes);
	return r;
}

int
notify_rendered(struct intake *in, struct pool *pool, const struct member *to,
                const struct note *n, const struct rendered *body, struct err *e)
{
	return queue_to_member(in, pool, to, n, body, 0, e);
}

int
lead_is(struct intake *in, struct pool *pool, int64_t client, const struct member *m, struct err *e)
{
	struct member lead;
	int got = lead_of(in, pool, client, &lead, e);
	return got <= 0 ? got : lead.id == m->id;
}

/* In this language; {1} to {3} give way to the saying's arguments. */
static struct slice
said_in(struct intake *in, struct pool *pool, const char *lang, const struct saying *s)
{
	enum { SAID_MAX = 8192 }; /* a sentence; quotes have a place of their own */
	struct str out;
	if (s->key == NULL)
		return s->arg[0];
	str_init(&out, SAID_MAX);
	const char *word = templates_word(in->env.templates, lang, s->key);
	for (const char *p = word != NULL ? word : s->key; *p != '\0'; p++) {
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '3' && p[2] == '}') {
			str_add(&out, utf8_cut(s->arg[p[1] - '1'], SAID_MAX / 4));
			p += 2;
		} else {
			str_addc(&out, *p);
		}
	}
	struct slice said = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return said;
}

static void
fill(struct intake *in, struct pool *pool, const char *lang, struct value *v, const struct note *n)
{
	value_text(v, "ref", n->ref);
	value_text(v, "headline", said_in(in, pool, lang, &n->headline));
	bool triage = strcmp(n->kind, "triage") == 0;
	for (size_t i = 0; i < n->line_count; i++) {
		struct value *row = value_item(v, triage ? "commands" : "lines");
		value_text(row, "text", said_in(in, pool, lang, &n->lines[i]));
		if (triage)
			value_cstr(row, "what", templates_word(in->env.templates, lang, n->what[i]));
	}
	value_text(v, "quote", utf8_cut(n->quote, 2000));
	value_text(v, "block", n->block);
	value_text(v, "next", said_in(in, pool, lang, &n->next));
	value_text(v, "from", n->from);
	value_text(v, "subject", n->subject);
	value_text(v, "reason", n->reason);
	value_text(v, "message", pool_slicef(pool, "m%lld", (long long)n->cause));
}

int
notify_team(struct intake *in, struct pool *pool, const struct note *n, struct err *e)
{
	int64_t now = clock_now(in->env.clock);
	if (n->alarm_key != NULL) {
		struct alarm a = {.key = slice_of(n->alarm_key), .text = said_in(in, pool, in->env.conf->agency.lang, &n->headline),
		                  .client = n->client, .most = n->alarm_most};
		int raised = alarm_raise(in->env.store, &a, now, e);
		if (raised <= 0)
			return raised;
		log_event(LOG_ALARM, "alarm", "key=%s", n->alarm_key);
	}
	struct note full = *n;
	struct job j;
	if (full.ref.len == 0 && full.job != 0 && job_get(in->env.store, pool, full.job, &j, e) == 1)
		full.ref = j.ref;
	struct member to = {0};
	int got = n->to_member != 0 ? member_by_id(in->env.store, pool, n->to_member, &to, e)
	                            : lead_of(in, pool, n->client, &to, e);
	if (got < 0)
		return -1;
	if (got == 0 || in->own_address == NULL) {
		log_event(LOG_WARN, "team.nobody", "kind=%s", n->kind);
		return 0;
	}
	char lang[8];
	slice_cstr(to.lang.len > 0 ? to.lang : slice_of(in->env.conf->agency.lang), lang, sizeof(lang));
	struct value *v = full.values != NULL ? full.values : value_new(pool);
	fill(in, pool, lang, v, &full);
	struct rendered body;
	if (templates_render(in->env.templates, pool, n->kind, lang, v, &body, e) < 0)
		return -1;
	return queue_to_member(in, pool, &to, &full, &body, 0, e);
}

/* When a delayed mail leaves, on the clock of who may stop it; nothing for a draft. */
static void
put_leaves(struct intake *in, const struct member *to, int64_t leaves, struct value *v)
{
	const struct zone *z = zone_of(in, to->zone);
	if (leaves != 0)
		value_date(v, "leaves", zone_civil(z, leaves), zone_abbrev(z, leaves));
}

int
notify_draft(struct intake *in, struct pool *pool, const struct answer *a,
             const struct proposal *shown, struct err *e)
{
	struct member to = {0};
	int got = lead_of(in, pool, a->job->client, &to, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		log_event(LOG_ALARM, "draft.nobody", "draft=%lld", (long long)shown->outbox);
		return 0;
	}
	char lang[8];
	slice_cstr(to.lang.len > 0 ? to.lang : slice_of(in->env.conf->agency.lang), lang, sizeof(lang));
	struct value *v = value_new(pool);
	value_text(v, "ref", a->job->ref);
	struct client client;
	if (client_by_id(in->env.store, pool, a->job->client, &client, e) == 1)
		value_text(v, "client", client.name);
	value_text(v, "to", a->to_address);
	value_cstr(v, "kind_words",
	           templates_word(in->env.templates, lang, pool_cstr(pool, pool_slicef(pool, "kind.%s", a->kind))));
	value_text(v, "subject", shown->subject);
	value_text(v, "body", shown->text);
	put_leaves(in, &to, shown->leaves, v);
	value_text(v, "original", utf8_cut(a->original, 4000));
	value_text(v, "from", a->to_address);
	for (size_t i = 0; i < a->aside.len; i++)
		value_text(value_item(v, "lines"), "text", said_in(in, pool, lang, &a->aside.at[i]));
	value_text(v, "draft_id", pool_slicef(pool, "%lld", (long long)shown->outbox));
	static const char *const digits[] = {"digit.1", "digit.2", "digit.3", "digit.4"};
	for (size_t i = 0; i < COUNT(digits); i++) {
		struct value *d = value_item(v, "digits");
		value_int(d, "n", (int64_t)i + 1);
		value_cstr(d, "text", templates_word(in->env.templates, lang, digits[i]));
	}
	struct rendered body;
	if (templates_render(in->env.templates, pool, "draft", lang, v, &body, e) < 0)
		return -1;
	struct note n = {.kind = "draft", .headline = SAY("note.draft"), .job = a->job->id,
	                 .client = a->job->client, .cause = a->cause};
	return queue_to_member(in, pool, &to, &n, &body, shown->outbox, e);
}

/* What servers and platforms told us, as an input. */
struct told {
	const char *kind;
	int64_t row; /* of the outbox, or 0 */
	struct slice who, why;
};

static int
close_told(struct intake *in, int r, const struct told *t, struct err *e)
{
	struct str said;
	struct json w;
	char data[40];
	snprintf(data, sizeof(data), "{\"row\":%lld}", (long long)t->row);
	str_init(&said, OUT_MAX);
	json_begin(&w, &said);
	json_list(&w);
	json_text(&w, t->who);
	json_text(&w, t->why);
	json_list_end(&w);
	struct input what = {.kind = slice_of(t->kind), .data = slice_of(data),
	                     .words = str_slice(&said)};
	r = input_close(in, r < 0 ? -1 : 0, &what, e);
	str_clear(&said);
	return r;
}

int
intake_refused(struct intake *in, int64_t outbox, struct slice address, struct slice why,
               struct err *e)
{
	struct pool *pool = pool_new();
	struct outbox_row row;
	input_open(in);
	int r = outbox_get(in->env.store, pool, outbox, &row, e);
	if (r == 1) {
		struct note n = {.kind = "team-note", .headline = SAY("note.refused"),
		                 .job = row.job, .client = row.client, .cause = row.cause, .quote = why};
		n.lines[n.line_count++] = SAY_OF("note.to", {address});
		n.lines[n.line_count++] = SAY_OF("note.subject", {row.subject});
		n.next = SAY("note.refused.next");
		r = notify_team(in, pool, &n, e);
	}
	pool_free(pool);
	return close_told(in, r, &(struct told){"refused", outbox, address, why}, e);
}

int
intake_chat_trouble(struct intake *in, struct slice entry, struct slice why, bool refused,
                    struct err *e)
{
	struct pool *pool = pool_new();
	struct note n = {.kind = "alarm", .headline = SAY_OF("note.chat.trouble", {entry}),
	                 .next = refused ? SAY("note.chat.refused.next") : SAY("note.chat.trouble.next")};
	n.lines[n.line_count++] = SAY_TEXT(why); /* an alarm's template has no quote */
	n.alarm_key = pool_cstr(pool, pool_slicef(pool, "chat%s:%.*s", refused ? "-refused" : "",
	                                              SLICE_ARG(entry)));
	input_open(in);
	int r = notify_team(in, pool, &n, e);
	pool_free(pool);
	return close_told(in, r, &(struct told){"chat-trouble", refused, entry, why}, e);
}

int
intake_mailbox(struct intake *in, struct slice mailbox, struct slice why, struct err *e)
{
	struct pool *pool = pool_new();
	bool bad = why.len > 0;
	struct note n = {.kind = bad ? "alarm" : "team-note", .quote = why,
	                 .headline = bad ? SAY_OF("note.mailbox.gone", {mailbox})
	                                 : SAY_OF("note.mailbox.back", {mailbox})};
	n.lines[n.line_count++] = bad ? SAY("note.mailbox.gone.why") : SAY("note.mailbox.back.why");
	if (bad) {
		n.next = SAY("note.mailbox.gone.next");
		n.alarm_key = pool_cstr(pool, pool_slicef(pool, "mailbox:%.*s", SLICE_ARG(mailbox)));
	}
	input_open(in);
	int r = notify_team(in, pool, &n, e);
	pool_free(pool);
	return close_told(in, r, &(struct told){"mailbox", 0, mailbox, why}, e);
}
