/* What main tells an imap-child: its settings, what was committed, to stop (source.h). */
#include "imap_child.h"

#include "docket/base/clock.h"

#include <jansson.h>
#include <stdlib.h>

static void
acknowledge(struct child *ch, const struct uidset *done)
{
	size_t kept = 0;

	for (size_t b = 0; b < ch->sent_len; b++) {
		struct child_sent *s = &ch->sent[b];

		for (size_t i = 0; i < s->len; i++)
			if (s->uids[i] != 0 && uidset_has(done, s->uids[i])) {
				s->uids[i] = 0;
				s->left--;
			}
		if (s->left == 0)
			free(s->uids);
		else
			ch->sent[kept++] = *s;
	}
	ch->sent_len = kept;
}

static void
order_done(struct child *ch, struct slice p)
{
	struct uidset done = {0};
	struct slice uids;
	uint64_t uidvalidity;

	if (!frame_get_u64(&p, &uidvalidity) || !frame_get_bytes(&p, &uids) ||
	    uidvalidity != ch->uidvalidity || uidset_parse(&done, uids) < 0)
		return; /* of another time, or empty: nothing to do */
	uidset_tidy(&done);
	acknowledge(ch, &done);
	for (size_t i = 0; ch->after != AFTER_KEEP && i < done.len; i++)
		if (uidset_add(&ch->pending, done.at[i].first, done.at[i].last) < 0)
			break;
	uidset_clear(&done);
}

static const char *
text_of(json_t *o, const char *key, const char *other)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL ? s : other;
}

static int
number_of(json_t *o, const char *key, int other, int most)
{
	json_t *v = json_object_get(o, key);
	json_int_t n = json_is_integer(v) ? json_integer_value(v) : other;

	return n < 1 ? 1 : n > most ? most : (int)n;
}

static int
take_settings(struct child *ch, json_t *o, struct err *e)
{
	static const char *const keys[] = {"user", "password", "host", "folder", "ca", "after"};
	static const char *const others[] = {"", "", "", "INBOX", NULL, "keep"};
	const char *tls = text_of(o, "tls", "implicit");
	struct imap_login *l = &ch->login;

	for (size_t i = 0; i < COUNT(keys); i++) {
		const char *s = text_of(o, keys[i], others[i]);

		ch->texts[i] = s != NULL ? strdup(s) : NULL;
	}
	*l = (struct imap_login){.user = ch->texts[0],
				 .password = ch->texts[1],
				 .host = ch->texts[2],
				 .folder = ch->texts[3],
				 .ca = ch->texts[4],
				 .tls = strcmp(tls, "none") == 0       ? CONF_TLS_NONE
					: strcmp(tls, "starttls") == 0 ? CONF_TLS_STARTTLS
								       : CONF_TLS_IMPLICIT};
	l->port = number_of(o, "port", l->tls == CONF_TLS_IMPLICIT ? 993 : 143, 65535);
	l->timeout_ms = number_of(o, "io_timeout_ms", 60 * 1000, CLOCK_HOUR);
	l->connect_ms = number_of(o, "connect_ms", 30 * 1000, CLOCK_HOUR);
	ch->poll_ms = number_of(o, "poll_ms", 60 * 1000, CLOCK_HOUR);
	ch->idle_ms = number_of(o, "idle_ms", 9 * CLOCK_MINUTE, 28 * CLOCK_MINUTE);
	ch->reconcile_ms = number_of(o, "reconcile_ms", CLOCK_HOUR, 24 * CLOCK_HOUR);
	ch->backoff_min_ms = number_of(o, "backoff_min_ms", 1000, CLOCK_HOUR);
	ch->backoff_max_ms = number_of(o, "backoff_max_ms", 5 * CLOCK_MINUTE, CLOCK_HOUR);
	if (l->user == NULL || l->password == NULL || l->host == NULL || l->folder == NULL ||
	    ch->texts[5] == NULL)
		return err_set(e, ERR_RETRY, "no memory for the settings");
	if (strcmp(ch->texts[5], "seen") == 0)
		ch->after = AFTER_SEEN;
	else if (strncmp(ch->texts[5], "move:", 5) == 0)
		ch->after = AFTER_MOVE;
	else if (strcmp(ch->texts[5], "keep") != 0)
		return err_set(e, ERR_CONFIG, "after: '%s' is none of keep, seen, move:NAME",
			       ch->texts[5]);
	ch->move_to = ch->texts[5] + 5;
	l->read_only = ch->after == AFTER_KEEP;
	return 0;
}

static int
order_setup(struct child *ch, struct slice p, struct err *e)
{
	struct slice text;
	uint64_t uidvalidity, uid, modseq, bytes, message_max;
	uint32_t once, count;
	json_error_t je;
	json_t *o;
	int r;

	if (!frame_get_bytes(&p, &text) || !frame_get_u64(&p, &uidvalidity) ||
	    !frame_get_u64(&p, &uid) || !frame_get_u64(&p, &modseq) || !frame_get_u32(&p, &once) ||
	    !frame_get_u32(&p, &count) || !frame_get_u64(&p, &bytes) ||
	    !frame_get_u64(&p, &message_max))
		return err_set(e, ERR_CONFIG, "the imap-child's settings are cut off");
	o = json_loadb(text.data, text.len, 0, &je);
	if (o == NULL)
		return err_set(e, ERR_CONFIG, "the imap-child's settings: %s", je.text);
	r = take_settings(ch, o, e);
	json_decref(o);
	ch->uidvalidity = uidvalidity;
	ch->cursor = uid > UINT32_MAX ? UINT32_MAX : (uint32_t)uid;
	ch->once = once != 0;
	ch->batch_count = count < 1 ? 1 : count > 1000 ? 1000 : count;
	ch->batch_bytes = bytes < 1 ? 1 : bytes;
	ch->message_max =
		message_max > IMAP_FRAME_MAX - (1 << 20) ? IMAP_FRAME_MAX - (1 << 20) : message_max;
	return r;
}

int
child_orders(struct child *ch, struct err *e)
{
	int got = frame_fill(&ch->chan, e);
	unsigned char type;
	struct slice p;

	if (got < 0)
		return -1;
	while ((got = frame_next(&ch->chan, &type, &p, e)) == 1) {
		if (type == IMAP_STOP)
			ch->stop = true;
		else if (type == IMAP_DONE)
			order_done(ch, p);
		else if (type == IMAP_SETUP && ch->login.host == NULL && order_setup(ch, p, e) < 0)
			return -1;
	}
	return got;
}
