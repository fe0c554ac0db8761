/*
 * What becomes of a row when it is claimed and when its attempt is over, as the outbox and the
 * input log keep it. Sending is deliver.c's; a rebuild does only what is here.
 */
#include "docket/deliver/deliver.h"

#include "docket/base/json.h"
#include "docket/store/inputs.h"
#include "docket/store/jobs.h"
#include "docket/store/people.h"

enum {
	GIVE_UP_ATTEMPTS = 40,	/* about three days of back-off; then the row is dead */
	HOST_REST_SECONDS = 30, /* after a refused connection or certificate: the host rests */
	DATA_MAX = 64 << 10,	/* of a recorded input: more recipients than any mail of ours has */
	WORDS_MAX = 1 << 20,
};

static const char *const outcomes[] = {
	[SMTP_SENT] = "sent",	    [SMTP_LATER] = "later",   [SMTP_DEAD] = "dead",
	[SMTP_UNKNOWN] = "unknown", [SMTP_CONFIG] = "config",
};

int
deliver_outcome(struct slice name)
{
	for (size_t i = 0; i < COUNT(outcomes); i++)
		if (slice_is(name, outcomes[i]))
			return (int)i;
	return -1;
}

int
deliver_claim(struct store *s, struct pool *pool, const struct outbox_due *due,
	      struct outbox_row *out, struct err *e)
{
	char data[96];
	int got = outbox_claim(s, pool, due, out, e);
	if (got <= 0)
		return got;
	snprintf(data, sizeof(data), "{\"row\":%lld,\"retry\":%lld}", (long long)out->id,
		 (long long)due->retry);
	struct input what = {.at = due->now, .kind = SLICE_LIT("claim"), .data = slice_of(data)};
	return input_record(s, &what, e) < 0 ? -1 : 1;
}

/* Recipients by their place in the row; what a server said are words that may be erased. */
static int
record(struct store *s, const struct outbox_row *row, const struct deliver_said *said,
       struct err *e)
{
	struct str data, words;
	struct json d, w;
	bool any = said->text.len > 0;
	str_init(&data, DATA_MAX);
	str_init(&words, WORDS_MAX);
	json_begin(&d, &data);
	json_begin(&w, &words);
	json_open(&d);
	json_put_int(&d, "row", row->id);
	json_put_int(&d, "retry", said->retry);
	json_key(&d, "said");
	json_list(&d);
	json_list(&w);
	json_text(&w, said->text);
	for (size_t i = 0; i < row->rcpts.len; i++) {
		json_cstr(&d, outcomes[said->rcpts[i].outcome]);
		json_int(&d, said->rcpts[i].code);
		json_text(&w, said->rcpts[i].reply);
		any |= said->rcpts[i].reply.len > 0;
	}
	json_list_end(&d);
	json_close(&d);
	json_list_end(&w);
	struct input what = {.at = said->now,
			     .kind = SLICE_LIT("settle"),
			     .data = str_slice(&data),
			     .words = any ? str_slice(&words) : SLICE_NONE};
	int r = str_failed(&data) || str_failed(&words)
			? err_set(e, ERR_MESSAGE, "too much was said about mail %lld",
				  (long long)row->id)
			: input_record(s, &what, e);
	str_clear(&data);
	str_clear(&words);
	return r;
}

/* The row could not be sent at all for a reason that lies in the host, not in the mail. */
static bool
host_fault(const struct outbox_row *row, const struct deliver_said *said)
{
	for (size_t i = 0; i < row->rcpts.len; i++)
		if (said->rcpts[i].outcome == SMTP_CONFIG ||
		    (said->rcpts[i].outcome == SMTP_LATER && said->rcpts[i].code == 0))
			return true;
	return false;
}

bool
deliver_gives_up(const struct outbox_row *row, const struct smtp_rcpt *r)
{
	return r->outcome == SMTP_DEAD ||
	       (r->outcome != SMTP_SENT && row->attempts + 1 >= GIVE_UP_ATTEMPTS);
}

static int
settle_rcpt(struct store *s, const struct outbox_row *row, const struct smtp_rcpt *r, int64_t now,
	    struct err *e)
{
	struct outbox_settle one = {.id = row->id,
				    .now = now,
				    .address = r->address,
				    .code = r->code,
				    .reply = r->reply};
	one.outcome = r->outcome == SMTP_SENT ? 0 : deliver_gives_up(row, r) ? 2 : 1;
	if (outbox_settle_rcpt(s, &one, e) < 0)
		return -1;
	/* The server says that this mailbox does not exist (RFC 5321 4.2.2): the address is marked.
	 */
	bool no_such = r->code == 550 || r->code == 551 || r->code == 553;
	return one.outcome == 2 && no_such
		       ? contact_mark_undeliverable(s, r->address, r->reply, now, e)
		       : 0;
}

int
deliver_settle(struct store *s, const struct outbox_row *row, const struct deliver_said *said,
	       struct deliver_settled *out, struct err *e)
{
	int64_t now = said->now;
	*out = (struct deliver_settled){.state = OUTBOX_QUEUED};
	for (size_t i = 0; i < row->rcpts.len; i++) {
		out->config |= said->rcpts[i].outcome == SMTP_CONFIG;
		if (settle_rcpt(s, row, &said->rcpts[i], now, e) < 0)
			return -1;
	}
	if (host_fault(row, said)) {
		out->rest_until = now + (int64_t)HOST_REST_SECONDS * CLOCK_SECOND;
		if (out->config)
			alarm_raise(s,
				    &(struct alarm){.key = SLICE_LIT("smtp-config"),
						    .text = said->text},
				    now, NULL);
	}
	int r = out->rest_until != 0 && row->attempts + 1 < GIVE_UP_ATTEMPTS
			? outbox_postpone(s, row->id, out->rest_until, said->text, e)
			: outbox_settle(s, row->id, now, said->retry, said->text, &out->state, e);
	return r < 0 ? -1 : record(s, row, said, e);
}
