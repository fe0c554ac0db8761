/* FETCH spoken directly (RFC 3501 6.4.4). Never asks for ENVELOPE or BODYSTRUCTURE. */
#include "imap_fetch.h"

#include <stdlib.h>

enum {
	LIST_LINE = 160,	 /* bytes of "* 12 FETCH (UID 5 RFC822.SIZE 7)", generously */
	MAIL_EXTRA = 4096,	 /* of a mail besides its body */
	COMMAND_EXTRA = 1 << 20, /* lines that come in between: other clients' changes */
	KEEP_MAX = 4 << 20,	 /* memory kept from one mail to the next */
};

/* ---- lists ---- */

static int
item_cmp(const void *a, const void *b)
{
	const struct imap_item *x = a, *y = b;

	return x->uid < y->uid ? -1 : x->uid > y->uid;
}

static int
list_add(struct imap_list *l, const struct imap_response *r)
{
	if (l->len == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 64;
		struct imap_item *more = reallocarray(l->at, cap, sizeof(*more));

		if (more == NULL)
			return -1;
		l->at = more;
		l->cap = cap;
	}
	l->at[l->len++] = (struct imap_item){
		.uid = (uint32_t)r->uid,
		.size = r->size > UINT32_MAX ? UINT32_MAX : (uint32_t)r->size,
	};
	return 0;
}

int
imap_list(struct imap_conn *c, uint32_t after, struct imap_list *out, struct err *e)
{
	char text[64], tag[16];
	struct imap_response r;
	size_t kept = 0;
	int got;

	out->len = 0;
	if (after == UINT32_MAX)
		return 0;
	stream_begin(&c->stream, COMMAND_EXTRA + c->facts.exists * LIST_LINE);
	snprintf(text, sizeof(text), "UID FETCH %u:* (UID RFC822.SIZE)", after + 1);
	if (imap_say(c, text, tag) < 0)
		return imap_fail(c, "listing mails", e);
	while ((got = imap_next_response(c, tag, 0, &r)) == 1)
		/* "n:*" always names the last mail, even one below n. */
		if (r.uid > after && r.sized && list_add(out, &r) < 0)
			return err_set(e, ERR_RETRY, "no memory to list %zu mails", out->len);
	if (got < 0)
		return imap_fail(c, "listing mails", e);
	/* An empty folder: some servers call n:* bad. */
	if (c->facts.status != 'O' && c->facts.exists > 0)
		return err_set(e, ERR_RETRY, "listing mails: the server says %s", c->facts.words);
	if (out->len > 1)
		qsort(out->at, out->len, sizeof(*out->at), item_cmp);
	for (size_t i = 0; i < out->len; i++)
		if (kept == 0 || out->at[i].uid != out->at[kept - 1].uid)
			out->at[kept++] = out->at[i];
	out->len = kept;
	return 0;
}

int
imap_count(struct imap_conn *c, uint64_t *count_out, struct err *e)
{
	struct imap_response r;
	uint64_t count = 0;
	char tag[16];
	int got;

	/* Not SEARCH: its answer is one line of any length. */
	stream_begin(&c->stream, COMMAND_EXTRA + c->facts.exists * LIST_LINE);
	if (imap_say(c, "UID FETCH 1:* (UID)", tag) < 0)
		return imap_fail(c, "counting mails", e);
	while ((got = imap_next_response(c, tag, 0, &r)) == 1)
		count += r.uid > 0;
	if (got < 0)
		return imap_fail(c, "counting mails", e);
	if (c->facts.status != 'O' && c->facts.exists > 0)
		return err_set(e, ERR_RETRY, "counting mails: the server says %s", c->facts.words);
	*count_out = count;
	return 0;
}

/* ---- mails ---- */

static uint64_t
expected(const struct imap_item *i)
{
	/* RFC822.SIZE is an estimate on some servers. */
	return i->tries == HOW_WALK   ? IMAP_PIECE * 2
	       : i->tries >= HOW_PART ? IMAP_PART * 2
				      : (uint64_t)i->size * 2 + 65536;
}

int
imap_fetch(struct imap_conn *c, const struct imap_list *list, size_t first, size_t last,
	   char *tag_out)
{
	const struct imap_item *one = &list->at[first];
	struct uidset uids = {0};
	struct str text;
	uint64_t bytes = COMMAND_EXTRA;
	size_t from = 0;
	int r = 0;

	str_init(&text, 60 * 1024);
	str_adds(&text, "UID FETCH ");
	for (size_t i = first; i < last; i++) {
		if (list->at[i].done)
			continue;
		bytes += expected(&list->at[i]) + MAIL_EXTRA;
		if (uidset_add(&uids, list->at[i].uid, list->at[i].uid) < 0)
			r = stream_break(&c->stream, ERR_RETRY, "no memory for a fetch");
	}
	for (bool more = false; from < uids.len; more = true) {
		struct str part;

		str_init(&part, 1024);
		uidset_write(&uids, &from, 512, &part);
		str_addf(&text, "%s%s", more ? "," : "", str_cstr(&part));
		str_clear(&part);
	}
	str_adds(&text, " (UID INTERNALDATE FLAGS BODY.PEEK[");
	if (one->tries == HOW_HEAD)
		str_adds(&text, "HEADER");
	str_adds(&text, "]");
	if (one->tries == HOW_WALK)
		str_addf(&text, "<%u.%d>", one->offset, IMAP_PIECE);
	if (one->tries == HOW_PART)
		str_addf(&text, "<0.%d>", IMAP_PART);
	str_adds(&text, ")");
	stream_extend(&c->stream, bytes);
	if (r == 0)
		r = str_failed(&text) ? stream_break(&c->stream, ERR_RETRY, "a fetch too long")
				      : imap_say(c, str_cstr(&text), tag_out);
	uidset_clear(&uids);
	str_clear(&text);
	return r;
}

int
imap_fetch_next(struct imap_conn *c, const char *tag, uint64_t limit, struct imap_mail *out)
{
	struct imap_response r;
	int got;

	if (c->body.cap > KEEP_MAX)
		str_clear(&c->body);
	str_reset(&c->body);
	if (str_room(&c->body, IMAP_MAIL_HEAD) == NULL)
		return stream_break(&c->stream, ERR_RETRY, "no memory for a mail");
	str_grown(&c->body, IMAP_MAIL_HEAD);
	got = imap_next_response(c, tag, limit, &r);
	if (got == 1)
		*out = r.mail;
	return got;
}
