/*
 * The apply commit of one message: a table of steps, each of which either settles it or passes it
 * on. Each leaves its verdict in the trail that `docket why` prints. A step that fails undoes what
 * this message did, and only that.
 */
#include "input.h"
#include "revise.h"

#include "docket/base/hash.h"
#include "docket/message/mail.h"

#include <stdarg.h>

static const struct {
	const char *name;
	int (*run)(struct ctx *c, struct err *e);
} steps[] = {
        {"duplicate", step_duplicate}, {"machine", step_machine},
        {"identify", step_identify},   {"authenticate", step_authenticate},
        {"thread", step_thread},       {"member", step_member},
        {"client", step_client},
};

void
trail_add(struct ctx *c, const char *step_name, const char *verdict, const char *format, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	json_open(&c->trail_json);
	json_put_cstr(&c->trail_json, "step", step_name);
	json_put_cstr(&c->trail_json, "verdict", verdict);
	json_put_cstr(&c->trail_json, "why", text);
	json_close(&c->trail_json);
}

int
settle(struct ctx *c, enum inbox_state state, const char *format, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	c->out.state = state;
	c->out.reason = pool_copy(c->pool, slice_of(text));
	return 1;
}

/*
 * The same words under the same subject by the same sender within a day: a list's copy, or sent
 * twice (P2.1). Short words ("Approved") may be meant twice. 1 with *same_out, 0, -1 (*same_out 0).
 */
static int
second_copy(struct ctx *c, int64_t *same_out, struct err *e)
{
	enum { WORDS_MIN = 20 };
	struct inbox_row first;
	*same_out = 0;
	if (c->r->class != MAIL_HUMAN || c->r->text.len < WORDS_MIN)
		return 0;
	int64_t same = 0;
	int got = inbox_same_text(c->store, c->r->from.mailbox, slice_of(c->r->text_sha256),
	                          c->now - CLOCK_DAY, c->row.id, &same, e);
	if (got <= 0)
		return got;
	got = inbox_get(c->store, c->pool, same, &first, e);
	if (got <= 0)
		return got;
	if (!slice_eq(first.subject, c->r->subject) || first.state == INBOX_TRIAGE)
		return 0;
	*same_out = same;
	return 1;
}

int
step_duplicate(struct ctx *c, struct err *e)
{
	struct slice sha = slice_of(c->r->content_sha256);
	int64_t same = 0;
	int got = inbox_same_content(c->store, c->r->message_id, sha, c->row.id, &same, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		c->out.same_as = same;
		trail_add(c, "duplicate", "same", "the same mail as m%lld", (long long)same);
		return settle(c, INBOX_DUPLICATE, "the same mail as m%lld", (long long)same);
	}
	if (second_copy(c, &same, e) != 0) {
		if (same == 0)
			return -1;
		c->out.same_as = same;
		trail_add(c, "duplicate", "copy", "the same words as m%lld, by another way",
		          (long long)same);
		return settle(c, INBOX_DUPLICATE, "the same words by the same sender as m%lld",
		              (long long)same);
	}
	if (c->r->message_id.len > 0) {
		got = inbox_same_id(c->store, c->r->message_id, c->row.id, &same, e);
		if (got < 0)
			return -1;
		c->same_id = got == 1;
		if (got == 1)
			trail_add(c, "duplicate", "same-id",
			          "m%lld has the same Message-ID but says something else",
			          (long long)same);
	}
	return 0;
}

/* A bounce is bound to the mail it is about; the address is marked and the team told (P2.2). */
static int
take_bounce(struct ctx *c, struct err *e)
{
	const struct bounce *b = &c->r->bounce;
	struct outbox_row sent = {0};
	int got = b->original_id.len > 0
	                  ? outbox_by_id(c->store, c->pool, b->original_id, &sent, e)
	                  : 0;
	if (got < 0)
		return -1;
	if (got == 0) {
		trail_add(c, "machine", "unbound", "about no mail that docket sent");
		return settle(c, INBOX_DROPPED, "a bounce about no mail that docket sent");
	}
	/* A forged bounce must not silence a stranger: only the one the mail went to is marked. */
	struct slice address = sent.to;
	bool permanent = b->status.len == 0 || b->status.data[0] == '5';
	c->out.job = sent.job;
	c->out.client = sent.client;
	trail_add(c, "machine", "bound", "bounce of our mail %lld", (long long)sent.id);
	if (!permanent)
		return settle(c, INBOX_APPLIED, "%s",
			      b->status.data[0] == '2'
				      ? "a receipt for one of our mails: it was delivered"
				      : "a delay notice for one of our mails");
	struct slice why = b->reason.len > 0 ? b->reason : b->status;
	if (contact_mark_undeliverable(c->store, address, why, c->now, e) < 0)
		return -1;
	if (sent.job != 0 &&
	    event_add(c->in, sent.job, "bounced", SLICE_LIT("docket"), c->row.id, c->now, why, e) < 0)
		return -1;
	struct note n = {.kind = "team-note", .headline = SAY("note.bounced"),
	                 .job = sent.job, .client = sent.client, .cause = c->row.id,
	                 .quote = why};
	n.lines[n.line_count++] = SAY_OF("note.to", {address});
	n.lines[n.line_count++] = SAY_OF("note.subject", {sent.subject});
	n.next = SAY("note.bounced.next");
	if (!sent.internal && notify_team(c->in, c->pool, &n, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "a bounce of one of our mails");
}

/* An address that says itself that answers are not read. */
static bool
reads_nothing(struct slice address)
{
	static const char *const locals[] = {"noreply", "no-reply", "no_reply", "donotreply",
	                                     "do-not-reply", "do_not_reply", "mailer-daemon",
	                                     "postmaster", "nobody", "bounce", "bounces"};
	ptrdiff_t at = slice_rindex(address, '@');
	struct slice local = slice_sub(address, 0, at < 0 ? address.len : (size_t)at);
	ptrdiff_t plus = slice_index(local, '+');
	if (plus > 0)
		local = slice_sub(local, 0, (size_t)plus);
	for (size_t i = 0; i < COUNT(locals); i++)
		if (slice_iis(local, locals[i]))
			return true;
	return false;
}

/* What machines send is never answered (P2.2, P12). */
int
step_machine(struct ctx *c, struct err *e)
{
	struct slice from = c->r->from.mailbox;
	trail_add(c, "classify", mail_class_name(c->r->class), "rule %.*s",
	          SLICE_ARG(c->r->class_rule));
	if (c->r->class == MAIL_OWN || address_is_own(c->in, from))
		return settle(c, INBOX_DROPPED, "our own mail coming back");
	if (c->r->notice.tool.len > 0)
		return notice_take(c, e);
	if (c->r->class == MAIL_HUMAN && reads_nothing(from))
		return settle(c, INBOX_TRIAGE, "sent from an address that nobody reads");
	switch (c->r->class) {
	case MAIL_BOUNCE: return take_bounce(c, e);
	case MAIL_ARF: return settle(c, INBOX_TRIAGE, "an abuse report: somebody marked a mail as spam");
	case MAIL_AUTO:
		/* A person's words may read like a machine's. */
		if (mail_rule_reads(c->r->class_rule) && !c->r->out_of_office) {
			if (who_is(c, from, e) < 0)
				return -1;
			if (c->who == WHO_CONTACT)
				return settle(c, INBOX_TRIAGE, "a client's words, or a machine's: it reads like an automatic answer");
		}
		if (find_answered(c, e) < 0)
			return -1;
		if (c->answered.id != 0 && c->answered.job != 0) {
			c->out.job = c->answered.job;
			c->out.client = c->answered.client;
			if ((c->r->out_of_office
			             ? absence_take(c, e)
			             : event_add(c->in, c->answered.job, "auto-reply", SLICE_LIT("docket"),
			                         c->row.id, c->now, c->r->text, e)) < 0)
				return -1;
		}
		return settle(c, INBOX_DROPPED, "an automatic answer");
	case MAIL_LIST: {
		int64_t same = 0;
		int got = inbox_same_text(c->store, from, slice_of(c->r->text_sha256),
		                          c->now - CLOCK_DAY, c->row.id, &same, e);
		if (got < 0)
			return -1;
		if (got == 1) {
			c->out.same_as = same;
			return settle(c, INBOX_DUPLICATE, "a list's copy of m%lld", (long long)same);
		}
		if (who_is(c, from, e) < 0)
			return -1;
		if (c->who == WHO_CONTACT)
			return settle(c, INBOX_TRIAGE, "a client's words, but sent through a mailing list");
		return settle(c, INBOX_DROPPED, "sent by a mailing list");
	}
	case MAIL_HUMAN:
	case MAIL_OWN:
	default: return 0;
	}
}

static void
tell_triage(struct ctx *c)
{
	struct err e = ERR_INIT;
	bool known = c->out.client != 0 || c->out.member != 0;
	struct note n = {.kind = "triage", .headline = SAY("note.triage"),
	                 .client = c->out.client, .job = c->out.job, .cause = c->row.id,
	                 .reason = c->out.reason,
	                 .alarm_key = "triage:unknown"};
	if (known) {
		n.alarm_key = pool_cstr(c->pool, pool_slicef(c->pool, "triage:%lld",
		                                             (long long)c->out.client));
		n.alarm_most = c->in->env.conf->limits.triage_notes_hour;
	}
	if (c->r != NULL) {
		n.from = c->r->from.mailbox;
		n.subject = c->r->subject;
		n.quote = c->r->text;
		n.in_reply_to = c->r->message_id; /* it sorts beside that mail where both are read */
	}
	static const struct {
		const char *verb, *rest, *what;
	} commands[] = {
	        {"why", "", "note.triage.why"},
	        {"move", " JOB", "note.triage.move"},
	        {"not-a-request", "", "note.triage.aside"},
	        {"replay", "", "note.triage.replay"},
	};
	for (size_t i = 0; i < COUNT(commands); i++) {
		n.what[n.line_count] = commands[i].what;
		n.lines[n.line_count++] = SAY_TEXT(pool_slicef(
		        c->pool, "docket %s m%lld%s", commands[i].verb, (long long)c->row.id, commands[i].rest));
	}
	if (c->r != NULL && c->who == WHO_UNKNOWN) {
		n.what[n.line_count] = "note.triage.contact";
		n.lines[n.line_count++] = SAY_TEXT(pool_slicef(
		        c->pool, "docket contact add CODE %.*s", SLICE_ARG(c->r->from.mailbox)));
	}
	if (notify_team(c->in, c->pool, &n, &e) < 0)
		log_event(LOG_WARN, "triage.untold", "message=m%lld why=%s", (long long)c->row.id,
		          e.text);
}

static int
run_steps(struct ctx *c, struct err *e)
{
	for (size_t i = 0; i < COUNT(steps); i++) {
		int got = steps[i].run(c, e);
		/* Of somebody known: what machines and strangers send gets no answer. */
		if (got == 1 && (steps[i].run == step_member || steps[i].run == step_client))
			got = oversize_told(c, e) < 0 ? -1 : 1;
		if (got != 0)
			return got < 0 ? err_wrap(e, "m%lld, %s", (long long)c->row.id, steps[i].name) : 0;
	}
	return settle(c, INBOX_TRIAGE, "docket could not tell what to do with it") < 0 ? -1 : 0;
}

static int
write_out(struct ctx *c, struct err *e)
{
	json_list_end(&c->trail_json);
	c->out.trail = str_failed(&c->trail) ? SLICE_LIT("[]") : str_slice(&c->trail);
	return inbox_settle(c->store, &c->out, e);
}

static void
trail_start(struct ctx *c)
{
	str_clear(&c->trail);
	str_init(&c->trail, TRAIL_MAX);
	json_begin(&c->trail_json, &c->trail);
	json_list(&c->trail_json);
}

/* Sets the message aside raw; its reason is what a person can act on. */
static int
set_aside(struct ctx *c, struct slice fault, struct err *e)
{
	trail_start(c);
	trail_add(c, "read", "failed", "%.*s", SLICE_ARG(fault));
	c->out = (struct inbox_settled){.id = c->row.id, .state = INBOX_TRIAGE,
	                                .class_ = SLICE_NONE};
	c->out.reason = pool_slicef(c->pool, "could not be processed: %.*s", SLICE_ARG(fault));
	if (store_mark(c->store, e) < 0)
		return -1;
	tell_triage(c);
	return write_out(c, e) < 0 ? (store_unmark(c->store, false, NULL), -1)
	                           : store_unmark(c->store, true, e);
}

static void
describe(struct ctx *c, struct slice json)
{
	c->out = (struct inbox_settled){
	        .id = c->row.id,
	        .class_ = slice_of(mail_class_name(c->r->class)),
	        .sender = c->r->from.mailbox,
	        .subject = c->r->subject,
	        .message_id = c->r->message_id,
	        .content_sha = slice_of(c->r->content_sha256),
	        .text_sha = slice_of(c->r->text_sha256),
	        .text = c->r->text,
	        .reading = json,
	        .date = c->r->has_date ? c->r->date_ms : 0,
	};
	const struct slice *w;
	VEC_EACH(w, &c->r->warnings)
		trail_add(c, "read", "warning", "%.*s", SLICE_ARG(*w));
	trail_add(c, "understand", intent_name(c->r->intent), "rule %.*s, kit %.*s, verdict %s",
	          SLICE_ARG(c->r->intent_why.rule), SLICE_ARG(c->r->kit), verdict_name(c->r->verdict));
}

/* Applies inside a mark; on failure the mark is undone. */
static int
apply_marked(struct ctx *c, struct err *e)
{
	if (store_mark(c->store, e) < 0)
		return -1;
	c->in->walled_cause = 0;
	int r = run_steps(c, e);
	if (r == 0 && c->in->walled_cause == c->row.id) { /* the alarm told the team already */
		trail_add(c, "answer", "walled", "%s", c->in->walled_why);
		settle(c, INBOX_TRIAGE, "its answer was held back at the client wall: %s",
		       c->in->walled_why);
	} else if (r == 0 && c->out.state == INBOX_TRIAGE) {
		tell_triage(c);
	}
	if (r == 0)
		r = write_out(c, e);
	if (r < 0) {
		store_unmark(c->store, false, NULL);
		return -1;
	}
	return store_unmark(c->store, true, e);
}

bool
intake_replayed(struct intake *in)
{
	bool was = in->replayed;
	in->replayed = false;
	return was;
}

/* What was read is known by its hash: the reading itself is kept with the message. */
static int
close_mail(struct ctx *c, int r, struct slice json, struct slice fault, struct err *e)
{
	char data[160], sha[HASH_HEX];
	struct input what = {.kind = SLICE_LIT("mail"), .words = json.len == 0 ? fault : SLICE_NONE};
	if (json.len > 0)
		hash_sha256_hex(json, sha);
	snprintf(data, sizeof(data), json.len > 0 ? "{\"message\":%lld,\"reading\":\"%s\"}"
	                                          : "{\"message\":%lld}",
	         (long long)c->row.id, sha);
	what.data = slice_of(data);
	return input_close(c->in, r, &what, e);
}

int
intake_apply(struct intake *in, int64_t id, struct slice json, struct slice fault, struct err *e)
{
	struct ctx c = {.in = in, .store = in->env.store, .now = input_open(in), .auth = "none"};
	bool fresh = false;
	c.pool = pool_new();
	str_init(&c.trail, TRAIL_MAX);
	int r = inbox_get(c.store, c.pool, id, &c.row, e);
	if (r <= 0) {
		r = r < 0 ? -1 : err_set(e, ERR_STOP, "message m%lld is gone", (long long)id);
	} else if (c.row.state != INBOX_RECORDED) {
		r = 0; /* applied before a crash took our note of it */
	} else if (json.len == 0) {
		fresh = true;
		r = set_aside(&c, fault, e);
	} else {
		struct err bad = ERR_INIT;
		fresh = true;
		trail_start(&c);
		if (reading_parse(c.pool, json, &c.r, &bad) < 0) {
			c.r = NULL;
			r = set_aside(&c, slice_of(bad.text), e);
		} else {
			describe(&c, json);
			r = apply_marked(&c, &bad);
			/* Only what may work later holds the queue; everything else waits aside. */
			if (r < 0 && bad.kind != ERR_RETRY)
				r = set_aside(&c, slice_of(bad.text), e);
			else if (r < 0)
				err_set(e, bad.kind, "%s", bad.text);
		}
	}
	r = fresh ? close_mail(&c, r, json, fault, e) : input_close(in, r, NULL, e);
	step("apply.one");
	str_clear(&c.trail);
	pool_free(c.pool);
	return r < 0 ? -1 : 0;
}
