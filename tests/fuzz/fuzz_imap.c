/* fuzz: max_len=20000 timeout=10 */
/*
 * libFuzzer over the IMAP connection: the input is all that a server says, in pieces whose sizes
 * its first byte chooses. libetpan runs as in the imap-child, behind the filter. Whatever comes,
 * each call returns, and a mail that is handed over lies inside its limits.
 */
#include "../../bot/wire/imap_fetch.h"

#include <fcntl.h>
#include <stdlib.h>

enum { LIMIT = 4000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct server {
	const uint8_t *data;
	size_t size, at, piece;
	bool pause;
};

static ssize_t
take(void *ctx, char *to, size_t size)
{
	struct server *s = ctx;
	size_t n = s->size - s->at;

	if (n == 0)
		return -1;
	s->pause = !s->pause;
	if (s->pause && s->piece < 16)
		return 0;
	if (n > size)
		n = size;
	if (s->piece > 0 && n > s->piece)
		n = s->piece;
	memcpy(to, s->data + s->at, n);
	s->at += n;
	return (ssize_t)n;
}

static ssize_t
give(void *ctx, const char *from, size_t size)
{
	(void)ctx, (void)from;
	return (ssize_t)size;
}

static bool
left(void *ctx)
{
	return --*(int *)ctx < 0;
}

static void
must(bool held)
{
	if (!held)
		abort();
}

static void
fetch_all(struct imap_conn *c, struct imap_list *list)
{
	struct imap_mail m;
	char tag[16];

	for (size_t i = 1; i < list->len; i++)
		must(list->at[i - 1].uid < list->at[i].uid);
	if (list->len == 0 || imap_fetch(c, list, 0, list->len < 5 ? list->len : 5, tag) < 0)
		return;
	while (imap_fetch_next(c, tag, LIMIT, &m) == 1) {
		must(m.size <= LIMIT || m.size <= STREAM_LINE_MAX);
		must(c->body.len == IMAP_MAIL_HEAD + m.size);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int ready = -1;
	struct imap_login login = {.host = "server.example",
				   .user = "u",
				   .password = "p",
				   .folder = "INBOX",
				   .timeout_ms = 1000};
	struct server s = {.data = data, .size = size, .at = 1, .piece = size ? data[0] : 0};
	struct stream_io io = {.ctx = &s, .recv = take, .send = give};
	struct imap_conn *c = calloc(1, sizeof(*c));
	struct imap_list list = {0};
	struct uidset uids = {0};
	struct err e = ERR_INIT;
	uint64_t count;
	int turns = 5;

	if (size < 2 || c == NULL) {
		free(c);
		return 0;
	}
	if (ready < 0)
		ready = open("/dev/zero", O_RDWR | O_CLOEXEC);
	io.fd = ready;
	uidset_add(&uids, 1, 3);
	if (imap_open_on(c, &login, io, NULL, &e) == 0) {
		must(c->facts.uidvalidity > 0);
		if (imap_list(c, 0, &list, &e) == 0)
			fetch_all(c, &list);
		err_clear(&e);
		if (imap_count(c, &count, &e) == 0 && imap_mark_seen(c, &uids, &e) == 0 &&
		    imap_move(c, &uids, "Done", &e) == 0 && imap_noop(c, &e) == 0)
			(void)imap_idle(c, 10, left, &turns, &e);
	}
	must(e.kind != ERR_NONE || !c->stream.broken || s.at <= s.size);
	imap_close(c, 10);
	uidset_clear(&uids);
	free(list.at);
	free(c);
	return 0;
}
