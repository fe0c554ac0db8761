/*
 * Fetching: sizes first, then batches bounded by count and bytes, two of them on their way while
 * main commits the one before. What fails in a batch is tried alone, then in pieces, then in part, then its
 * header, then given up with a word to main, so that one mail never holds up the others. What is too large
 * comes in pieces, too, and its large files are left out on the way (skeleton.c).
 */
#include "imap_child.h"

#include "docket/base/clock.h"
#include "docket/base/log.h"

#include <stdlib.h>

enum { WAIT_MS = 60 * 1000, STUCK_BEFORE = 2, LITERAL_EXTRA = 65536, FLIGHTS = 2 * CHILD_AHEAD };

/* A fetch that is on its way. */
struct flight {
	char tag[16];
	size_t first, last; /* of the list */
	size_t left;	    /* mails still to come; its tagged line may come much later */
	uint64_t limit;
};

struct sync {
	struct child *ch;
	struct flight flights[FLIGHTS];
	size_t count, next;
	size_t resolved; /* everything before it in the list is done */
};

/* ---- handing over ---- */

static int
note_sent(struct child *ch, uint32_t uid, struct err *e)
{
	if (ch->batch_len == ch->batch_cap) {
		size_t cap = ch->batch_cap ? ch->batch_cap * 2 : 256;
		uint32_t *more = reallocarray(ch->batch, cap, sizeof(*more));

		if (more == NULL)
			return err_set(e, ERR_RETRY, "no memory for a batch");
		ch->batch = more;
		ch->batch_cap = cap;
	}
	ch->batch[ch->batch_len++] = uid;
	return 0;
}

static void
put_le(char *to, uint64_t n, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		to[i] = (char)(unsigned char)(n >> (8 * i));
}

static int
send_mail(struct child *ch, const struct imap_mail *m, bool cut, struct err *e)
{
	char *p = ch->conn.body.data;

	/* As frame_put_* write it, in the room left before the body. */
	put_le(p, ch->uidvalidity, 8);
	put_le(p + 8, m->uid, 8);
	put_le(p + 16, (uint64_t)m->date, 8);
	put_le(p + 24, m->flags, 4);
	put_le(p + 28, cut, 4);
	put_le(p + 32, m->size, 4);
	if (child_send(ch, IMAP_MAIL, str_slice(&ch->conn.body), e) < 0)
		return -1;
	ch->progress = true;
	return note_sent(ch, m->uid, e);
}

static int
uid_cmp(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
send_batch(struct child *ch, struct err *e)
{
	struct str p;
	int r;

	if (ch->batch_len == 0)
		return 0;
	if (ch->sent_len == COUNT(ch->sent))
		return err_set(e, ERR_RETRY, "too many batches wait to be committed");
	str_init(&p, 64);
	frame_put_u64(&p, ch->uidvalidity);
	frame_put_u64(&p, ch->cursor);
	frame_put_u64(&p, ch->conn.facts.modseq);
	frame_put_u32(&p, (uint32_t)ch->batch_len);
	r = child_send(ch, IMAP_BATCH, str_slice(&p), e);
	str_clear(&p);
	if (r < 0)
		return -1;
	qsort(ch->batch, ch->batch_len, sizeof(*ch->batch), uid_cmp);
	ch->sent[ch->sent_len++] = (struct child_sent){ch->batch, ch->batch_len, ch->batch_len};
	ch->batch = NULL;
	ch->batch_len = ch->batch_cap = 0;
	/* Main waits for this: it must not lie in the buffer. */
	while (r == 0 && frame_pending(&ch->chan)) {
		int flushed = frame_flush(&ch->chan, e);

		if (flushed < 0)
			return -1;
		if (flushed == 0 && child_wait(ch, WAIT_MS, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- one pass ---- */

static void
advance(struct sync *s)
{
	const struct imap_list *l = &s->ch->list;

	while (s->resolved < l->len && l->at[s->resolved].done)
		s->ch->cursor = l->at[s->resolved++].uid;
}

static struct imap_item *
item_of(const struct imap_list *l, uint32_t uid)
{
	size_t low = 0, high = l->len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->at[mid].uid == uid)
			return &l->at[mid];
		if (l->at[mid].uid < uid)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The next batch from s->next on, as a fetch on its way. */
static int
take_off(struct sync *s)
{
	struct child *ch = s->ch;
	struct imap_list *l = &ch->list;
	struct flight *f = &s->flights[s->count];
	uint64_t bytes = 0;
	size_t count = 0, i;

	f->first = i = s->next;
	f->limit = 0;
	for (; i < l->len && count < ch->batch_count; i++) {
		struct imap_item *m = &l->at[i];

		if (m->done)
			continue;
		if (m->size > ch->message_max && m->tries < HOW_WALK)
			m->tries = HOW_WALK;
		if (count > 0 && (m->tries != HOW_BATCH || bytes + m->size > ch->batch_bytes))
			break;
		if (count == 0)
			f->first = i;
		bytes += m->size;
		if (f->limit < (uint64_t)m->size * 2 + LITERAL_EXTRA)
			f->limit = (uint64_t)m->size * 2 + LITERAL_EXTRA;
		count++;
		if (m->tries != HOW_BATCH) {
			i++;
			break;
		}
	}
	s->next = f->last = i;
	f->left = count;
	if (count == 0)
		return 0;
	if (l->at[f->first].tries >= HOW_WALK)
		f->limit = l->at[f->first].tries == HOW_WALK ? IMAP_PIECE * 2 : IMAP_PART * 2;
	if (f->limit > ch->message_max + LITERAL_EXTRA && l->at[f->first].tries < HOW_WALK)
		f->limit = ch->message_max + LITERAL_EXTRA;
	s->count++;
	return imap_fetch(&ch->conn, l, f->first, f->last, f->tag);
}

/* A piece of a mail that is too large. True with the last one: what stays of the mail is in m. */
static bool
walk(struct child *ch, struct imap_item *item, struct imap_mail *m, bool *cut_out)
{
	struct skeleton *k = &ch->walked;
	struct str *body = &ch->conn.body;
	struct slice kept;

	if (item->offset == 0 || ch->walked_uid != item->uid) {
		skeleton_clear(k);
		skeleton_init(k);
		ch->walked_uid = item->uid;
		if (item->offset > 0) { /* another connection began it */
			item->offset = 0;
			return !(item->more = true);
		}
	}
	skeleton_feed(k, slice_sub(str_slice(body), IMAP_MAIL_HEAD, body->len));
	item->offset += (uint32_t)m->size;
	item->more = m->size >= IMAP_PIECE && item->offset < IMAP_WALK_MAX;
	if (item->more)
		return false;
	kept = skeleton_end(k);
	*cut_out = kept.len < k->fed || m->size >= IMAP_PIECE;
	str_cut(body, IMAP_MAIL_HEAD);
	str_add(body, kept);
	m->size = kept.len;
	skeleton_clear(k);
	return true;
}

/* Hands a mail over; with the last one of a fetch main is asked to commit. */
static int
take_mail(struct sync *s, struct imap_mail *m, struct err *e)
{
	struct child *ch = s->ch;
	struct imap_item *item = item_of(&ch->list, m->uid);
	size_t at;
	bool cut;

	if (item == NULL || item->done)
		return 0;
	item->refused |= m->nil;
	if (!m->body)
		return 0; /* news about flags, or NIL */
	cut = item->tries == HOW_HEAD || (item->tries == HOW_PART && m->size >= IMAP_PART);
	if (item->tries == HOW_WALK && !walk(ch, item, m, &cut))
		return 0;
	item->done = true;
	if (send_mail(ch, m, cut, e) < 0)
		return -1;
	at = (size_t)(item - ch->list.at);
	for (size_t i = 0; i < s->count; i++) {
		struct flight *f = &s->flights[i];

		if (at >= f->first && at < f->last && --f->left == 0) {
			advance(s);
			return send_batch(ch, e);
		}
	}
	return 0;
}

static void
give_up(struct child *ch, const struct imap_item *m)
{
	char text[160 + IMAP_WORDS_MAX];

	snprintf(text, sizeof(text), "mail with UID %u cannot be fetched and was left out: %s",
		 m->uid, ch->conn.facts.words);
	log_event(LOG_ALARM, "imap.unreadable", "uid=%u", m->uid);
	child_state(ch, "connected", text);
}

/* What a fetch did not bring: gone if the server said OK, else tried in another way. */
static void
settle(struct sync *s, const struct flight *f)
{
	struct child *ch = s->ch;
	bool ok = ch->conn.facts.status == 'O';

	for (size_t i = f->first; i < f->last; i++) {
		struct imap_item *m = &ch->list.at[i];

		if (m->done)
			continue;
		if (m->more) {
			m->more = false;
			if (i < s->next)
				s->next = i;
			continue;
		}
		if (ok && !m->refused) {
			m->done = true;
			continue;
		}
		if (++m->tries >= HOW_GIVE_UP) {
			give_up(ch, m);
			m->done = true;
		} else if (i < s->next) {
			s->next = i; /* once more, when what is on its way has landed */
		}
	}
}

/*
 * Reads until one of the fetches on their way has ended. A server may work on several at once, mix
 * their mails and end them in any order (RFC 3501 section 5.5).
 */
static int
land(struct sync *s, struct err *e)
{
	struct child *ch = s->ch;
	struct imap_mail m;
	struct flight f;
	uint64_t limit = 0;
	size_t n = 0;
	int got;

	for (size_t i = 0; i < s->count; i++)
		if (limit < s->flights[i].limit)
			limit = s->flights[i].limit;
	while ((got = imap_fetch_next(&ch->conn, NULL, limit, &m)) == 1)
		if (take_mail(s, &m, e) < 0)
			return -1;
	while (got == 0 && n < s->count && strcmp(s->flights[n].tag, ch->conn.facts.tag) != 0)
		n++;
	if (got == 0 && n == s->count)
		got = stream_break(&ch->conn.stream, ERR_RETRY, "the server ends what never began");
	if (got < 0)
		return imap_fail(&ch->conn, "fetching mails", e);
	f = s->flights[n];
	s->count--;
	memmove(s->flights + n, s->flights + n + 1, (s->count - n) * sizeof(f));
	settle(s, &f);
	advance(s);
	return send_batch(ch, e);
}

static bool
may_take_off(const struct sync *s)
{
	const struct child *ch = s->ch;
	size_t ahead = ch->sent_len;

	for (size_t i = 0; i < s->count; i++)
		ahead += s->flights[i].left > 0;
	return s->next < ch->list.len && s->count < FLIGHTS && ahead < CHILD_AHEAD &&
	       ch->pending.len == 0 && (s->count == 0 || s->next >= s->flights[s->count - 1].last);
}

/* Where connections broke before, what is first in line is tried more carefully. */
static void
be_careful(struct child *ch)
{
	struct imap_item *m = item_of(&ch->list, ch->stuck_uid);

	if (m == NULL || ch->stuck < STUCK_BEFORE)
		return;
	m->tries = (uint8_t)(ch->stuck / STUCK_BEFORE);
	if (m->tries >= HOW_GIVE_UP) {
		snprintf(ch->conn.facts.words, sizeof(ch->conn.facts.words),
			 "the connection broke %d times there", ch->stuck);
		give_up(ch, m);
		m->done = true;
	}
}

int
child_sync(struct child *ch, struct err *e)
{
	struct sync s = {.ch = ch};
	int r = 0;

	ch->can_abort = true;
	ch->listed = ch->conn.facts.news;
	if (imap_list(&ch->conn, ch->cursor, &ch->list, e) < 0)
		return -1;
	be_careful(ch);
	stream_begin(&ch->conn.stream, 0);
	while (r == 0 && (s.next < ch->list.len || s.count > 0)) {
		if (may_take_off(&s)) {
			if (take_off(&s) < 0)
				r = imap_fail(&ch->conn, "fetching mails", e);
		} else if (s.count > 0) {
			r = land(&s, e);
		} else if (ch->pending.len > 0) {
			r = child_after(ch, e);
			stream_begin(&ch->conn.stream, 0);
		} else {
			r = child_wait(ch, WAIT_MS, e);
		}
	}
	if (r < 0)
		return -1;
	advance(&s);
	ch->stuck = 0;
	ch->stuck_uid = 0;
	return 0;
}

int
child_broke(struct child *ch, struct err *e)
{
	struct sync s = {.ch = ch};
	uint32_t first = 0;

	advance(&s);
	if (s.resolved < ch->list.len)
		first = ch->list.at[s.resolved].uid;
	if (first != ch->stuck_uid)
		ch->stuck = 0;
	ch->stuck_uid = first;
	if (first != 0)
		ch->stuck++;
	ch->list.len = 0;
	return send_batch(ch, e);
}

/* ---- afterwards ---- */

int
child_after(struct child *ch, struct err *e)
{
	struct uidset uids = ch->pending;
	struct err no = ERR_INIT;
	int r;

	if (uids.len == 0)
		return 0;
	/* More may become pending while the server works. */
	memset(&ch->pending, 0, sizeof(ch->pending));
	uidset_tidy(&uids);
	ch->can_abort = false;
	r = ch->after == AFTER_SEEN ? imap_mark_seen(&ch->conn, &uids, &no)
				    : imap_move(&ch->conn, &uids, ch->move_to, &no);
	ch->can_abort = true;
	if (r < 0 && no.kind != ERR_SOURCE) {
		/* Again after reconnecting: both are harmless to repeat. */
		for (size_t i = 0; i < uids.len; i++)
			(void)uidset_add(&ch->pending, uids.at[i].first, uids.at[i].last);
		uidset_clear(&uids);
		return err_set(e, no.kind, "%s", no.text);
	}
	uidset_clear(&uids);
	if (r == 0)
		return 0;
	/* The mails are safe; only the server's folder stays as it is. */
	log_event(LOG_WARN, "imap.after", "refused=1");
	child_state(ch, "connected", no.text);
	return ch->once ? err_set(e, ERR_RETRY, "%s", no.text) : 0;
}
