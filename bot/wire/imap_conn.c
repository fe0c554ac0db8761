/* Connecting, logging in and the commands that change something, see imap_conn.h. */
#include "imap_conn.h"

#include "imap_name.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"
#include "docket/wire/source.h"

#include <errno.h>
#include <nettle/base64.h>
#include <stdlib.h>

enum { SET_MAX = 6000 /* characters of a UID set: servers take lines of 8 kB */ };

/* ---- the transport: curl ---- */

static ssize_t
curl_take(void *h, char *to, size_t size)
{
	size_t n = 0;
	CURLcode rc = curl_easy_recv(h, to, size, &n);

	if (rc == CURLE_AGAIN)
		return 0;
	return rc == CURLE_OK && n > 0 ? (ssize_t)n : -1;
}

static ssize_t
curl_put(void *h, const char *from, size_t size)
{
	size_t n = 0;
	CURLcode rc = curl_easy_send(h, from, size, &n);

	return rc == CURLE_AGAIN ? 0 : rc == CURLE_OK ? (ssize_t)n : -1;
}

static void
curl_end(void *h)
{
	peer_hang_up(h);
}

/* curl asks about once a second whether to go on. */
static int
curl_asks(void *like, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct stream *s = like;

	(void)a, (void)b, (void)c, (void)d;
	return s->woken != NULL && s->woken(s->wake_ctx) < 0;
}

/* ---- libetpan's side: one harmless line at a time ---- */

static ssize_t
low_read(mailstream_low *low, void *to, size_t size)
{
	struct imap_conn *c = low->data;

	while (c->line_at == c->line_len) {
		struct slice line;
		static const struct {
			const char *is, *say;
		} shapes[] = {{"* OK", "* OK ready\r\n"}, {"* PREAUTH", "* PREAUTH ready\r\n"}};

		c->line_at = c->line_len = 0;
		if (stream_line(&c->stream, &line) < 0)
			return -1;
		for (size_t i = 0; i < COUNT(shapes); i++)
			if (slice_istarts(line, shapes[i].is)) {
				imap_note(&c->facts, line);
				c->line_len = strlen(shapes[i].say);
				memcpy(c->line, shapes[i].say, c->line_len);
			}
		if (c->line_len > 0 || slice_starts(line, "+"))
			continue;
		if (slice_istarts(line, "* BYE")) {
			/* libetpan leaks at a greeting of BYE; at LOGOUT it does not miss it. */
			imap_note(&c->facts, line);
			if (!c->leaving)
				return stream_break(&c->stream, ERR_RETRY,
						    "the server says good-bye");
			continue;
		}
		if (slice_starts(line, "* ")) {
			imap_note(&c->facts, line);
			if (imap_skip_literals(c, line) < 0)
				return -1;
			continue;
		}
		if (!imap_note_tagged(&c->facts, line, NULL)) {
			stream_break(&c->stream, ERR_RETRY, "the server speaks no IMAP");
			return -1;
		}
		c->line_len = (size_t)snprintf(c->line, sizeof(c->line), "%.*s %s done\r\n",
					       (int)slice_index(line, ' '), line.data,
					       c->facts.status == 'O'	? "OK"
					       : c->facts.status == 'N' ? "NO"
									: "BAD");
	}
	if (size > c->line_len - c->line_at)
		size = c->line_len - c->line_at;
	memcpy(to, c->line + c->line_at, size);
	c->line_at += size;
	return (ssize_t)size;
}

static ssize_t
low_write(mailstream_low *low, const void *from, size_t size)
{
	struct imap_conn *c = low->data;

	return stream_write(&c->stream, from, size) < 0 ? -1 : (ssize_t)size;
}

static int
low_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

static int
low_fd(mailstream_low *low)
{
	struct imap_conn *c = low->data;

	return c->stream.io.fd;
}

static void
low_free(mailstream_low *low)
{
	free(low->identifier);
	free(low);
}

static void
low_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream_low_driver low_driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
	.mailstream_cancel = low_cancel,
};

/* ---- commands ---- */

/* After a libetpan call: 0, or e says why not. `no` is the kind of a NO or BAD. */
static int
outcome(struct imap_conn *c, int r, enum err_kind no, const char *what, struct err *e)
{
	if (c->stream.broken || c->facts.bye)
		return imap_fail(c, what, e);
	if (r == MAILIMAP_NO_ERROR)
		return 0;
	if (c->facts.status == 'N' || c->facts.status == 'B')
		return err_set(e, no, "%s: the server says %s %s", what,
			       c->facts.status == 'N' ? "no:" : "that the command is bad:",
			       c->facts.words);
	stream_break(&c->stream, ERR_RETRY, "the server's answer makes no sense");
	return imap_fail(c, what, e);
}

int
imap_fail(struct imap_conn *c, const char *what, struct err *e)
{
	if (c->facts.bye)
		return err_set(e, ERR_RETRY, "%s: the server says good-bye: %s", what,
			       c->facts.words);
	return err_set(e, c->stream.why.kind == ERR_NONE ? ERR_RETRY : c->stream.why.kind, "%s: %s",
		       what, c->stream.why.text[0] ? c->stream.why.text : "the connection broke");
}

static void
begin(struct imap_conn *c)
{
	c->facts.status = '\0';
	c->facts.code[0] = c->facts.words[0] = '\0';
	stream_begin(&c->stream, IMAP_REPLY_BYTES);
}

/* Codes with which a server says that it cannot now (RFC 5530). */
static bool
passing(const char *code)
{
	static const char *const codes[] = {"UNAVAILABLE",  "INUSE",	 "SERVERBUG", "LIMIT",
					    "CONTACTADMIN", "OVERQUOTA", "THROTTLED"};

	for (size_t i = 0; i < COUNT(codes); i++)
		if (strcasecmp(code, codes[i]) == 0)
			return true;
	return false;
}

static int
login_plain(struct imap_conn *c, const struct imap_login *l, struct err *e)
{
	size_t ulen = strlen(l->user), plen = strlen(l->password), raw = ulen + plen + 2, n;
	char *text = malloc(raw), *line = malloc(BASE64_ENCODE_RAW_LENGTH(raw) + 3), tag[16];
	struct slice answer;
	int r = -1;

	if (text == NULL || line == NULL) {
		err_set(e, ERR_RETRY, "no memory to log in");
		goto done;
	}
	text[0] = text[ulen + 1] = '\0';
	memcpy(text + 1, l->user, ulen);
	memcpy(text + ulen + 2, l->password, plen);
	n = BASE64_ENCODE_RAW_LENGTH(raw);
	base64_encode_raw(line, raw, (const uint8_t *)text);
	memcpy(line + n, "\r\n", 3);
	begin(c);
	r = imap_say(c, "AUTHENTICATE PLAIN", tag);
	while (r == 0 && (r = stream_line(&c->stream, &answer)) == 0) {
		if (imap_note_tagged(&c->facts, answer, tag))
			goto done;
		if (slice_starts(answer, "+"))
			break;
		imap_note(&c->facts, answer);
	}
	if (r == 0)
		r = stream_write(&c->stream, line, n + 2);
	if (r == 0)
		r = imap_finish(c, tag);
done:
	if (text != NULL)
		explicit_bzero(text, raw);
	if (line != NULL)
		explicit_bzero(line, BASE64_ENCODE_RAW_LENGTH(raw));
	free(text);
	free(line);
	return r;
}

static bool
ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

static int
capability(struct imap_conn *c, struct err *e)
{
	if (c->facts.caps & CAP_KNOWN)
		return 0;
	begin(c);
	/* Not mailimap_capability(): it follows a NULL when the list is missing. */
	return outcome(c, mailimap_custom_command(c->etpan, "CAPABILITY"), ERR_RETRY,
		       "asking what the server can do", e);
}

static int
log_in(struct imap_conn *c, const struct imap_login *l, struct err *e)
{
	bool plain;
	int r;

	if (!peer_clean(l->user) || !peer_clean(l->password))
		return err_set(e, ERR_CONFIG, "user or password holds a control character");
	if (capability(c, e) < 0)
		return -1;
	if (c->facts.caps & CAP_LOGINDISABLED && !(c->facts.caps & CAP_AUTH_PLAIN))
		return err_set(e, ERR_CONFIG, "%s takes no password on this connection", l->host);
	/* LOGIN's quoted strings are ASCII (RFC 3501 section 4.3). */
	plain = c->facts.caps & CAP_AUTH_PLAIN &&
		(c->facts.caps & CAP_LOGINDISABLED || !ascii(l->user) || !ascii(l->password));
	c->facts.caps = 0; /* others may be offered afterwards */
	if (plain) {
		r = login_plain(c, l, e);
		c->etpan->imap_state = MAILIMAP_STATE_AUTHENTICATED; /* or we leave at once */
	} else {
		begin(c);
		r = mailimap_login(c->etpan, l->user, l->password);
	}
	if (c->stream.broken || c->facts.bye)
		return imap_fail(c, "logging in", e);
	if (c->facts.status == 'N' && passing(c->facts.code))
		return err_set(e, ERR_RETRY, "logging in: the server cannot now: %s",
			       c->facts.words);
	if (c->facts.status != 'O')
		return err_set(e, ERR_CONFIG, "%s refuses the password of user '%s': %s", l->host,
			       l->user, c->facts.words);
	if (r != MAILIMAP_NO_ERROR)
		return outcome(c, r, ERR_RETRY, "logging in", e);
	return capability(c, e);
}

static int
encode_name(const char *folder, struct str *out, struct err *e)
{
	str_init(out, 4096);
	if (imap_name_encode(slice_of(folder), out) < 0) {
		str_clear(out);
		return err_set(e, ERR_CONFIG, "'%s' is no name for a folder", folder);
	}
	return 0;
}

static int
select_folder(struct imap_conn *c, const struct imap_login *l, struct err *e)
{
	struct str name;
	int r;

	if (encode_name(l->folder, &name, e) < 0)
		return -1;
	begin(c);
	c->facts.uidvalidity = c->facts.uidnext = c->facts.exists = c->facts.modseq = 0;
	r = l->read_only ? mailimap_examine(c->etpan, str_cstr(&name))
			 : mailimap_select(c->etpan, str_cstr(&name));
	str_clear(&name);
	if (!c->stream.broken && !c->facts.bye && r != MAILIMAP_NO_ERROR &&
	    (c->facts.status == 'N' || c->facts.status == 'B') && !passing(c->facts.code))
		return err_set(e, ERR_CONFIG, "%s has no folder '%s' for us: %s", l->host,
			       l->folder, c->facts.words);
	if (outcome(c, r, ERR_RETRY, "opening the folder", e) < 0)
		return -1;
	if (c->facts.uidvalidity == 0 || c->facts.uidvalidity > UINT32_MAX)
		return err_set(e, ERR_RETRY,
			       "%s gives no UIDVALIDITY for '%s': without it mails cannot be told "
			       "apart, nothing is fetched",
			       l->host, l->folder);
	return 0;
}

/* Hands the stream to libetpan and takes the greeting. */
static int
greet(struct imap_conn *c, struct err *e)
{
	mailstream_low *low = mailstream_low_new(c, &low_driver);
	mailstream *ms = low != NULL ? mailstream_new(low, 8192) : NULL;
	int r;

	c->etpan = ms != NULL ? mailimap_new(0, NULL) : NULL;
	if (c->etpan == NULL) {
		if (ms != NULL)
			mailstream_close(ms);
		else if (low != NULL)
			mailstream_low_free(low);
		return err_set(e, ERR_RETRY, "no memory for a connection");
	}
	if (c->greeted) {
		static const char ours[] = "* OK ready\r\n";

		memcpy(c->line, ours, sizeof(ours) - 1);
		c->line_len = sizeof(ours) - 1;
	}
	begin(c);
	r = mailimap_connect(c->etpan, ms);
	if (c->facts.bye || c->stream.broken)
		return imap_fail(c, "connecting", e);
	if (r != MAILIMAP_NO_ERROR_AUTHENTICATED && r != MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return err_set(e, ERR_RETRY, "the server's greeting is not IMAP");
	return r == MAILIMAP_NO_ERROR_AUTHENTICATED;
}

int
imap_open_on(struct imap_conn *c, const struct imap_login *l, struct stream_io io,
	     const struct stream *like, struct err *e)
{
	int known;

	str_init(&c->body, IMAP_FRAME_MAX);
	if (stream_init(&c->stream, io, l->timeout_ms, e) < 0) {
		if (io.close != NULL)
			io.close(io.ctx);
		return -1;
	}
	if (like != NULL) {
		memcpy(c->stream.wake_fds, like->wake_fds, sizeof(like->wake_fds));
		c->stream.woken = like->woken;
		c->stream.wake_ctx = like->wake_ctx;
	}
	known = greet(c, e);
	if (known < 0)
		return -1;
	/* PREAUTH: over TLS or on this machine only, for curl refuses it before STARTTLS. */
	if (known == 0 && log_in(c, l, e) < 0)
		return -1;
	if (known == 1 && capability(c, e) < 0)
		return -1;
	return select_folder(c, l, e);
}

int
imap_open(struct imap_conn *c, const struct imap_login *l, const struct stream *like, struct err *e)
{
	struct stream_io io = {.recv = curl_take, .send = curl_put, .close = curl_end};
	curl_socket_t fd = CURL_SOCKET_BAD;
	int fault = step_fault("imap.connect");
	CURL *h = NULL;
	CURLcode rc;

	memset(c, 0, sizeof(*c));
	c->stream.broken = true;
	c->peer = (struct peer){.scheme = "imap",
				.host = l->host,
				.port = l->port,
				.tls = l->tls,
				.ca = l->ca,
				.pipe = true,
				.connect_ms = l->connect_ms,
				.reply_s = (l->timeout_ms + 999) / 1000};
	if (fault != 0)
		return err_errno(e, ERR_RETRY, fault, "cannot connect to %s", l->host);
	if (peer_handle(&c->peer, &h, e) < 0)
		return -1;
	if (like != NULL) {
		curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
		curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, curl_asks);
		curl_easy_setopt(h, CURLOPT_XFERINFODATA, (void *)(uintptr_t)like);
	}
	rc = curl_easy_perform(h);
	if (rc == CURLE_OK)
		rc = curl_easy_getinfo(h, CURLINFO_ACTIVESOCKET, &fd);
	if (rc == CURLE_ABORTED_BY_CALLBACK)
		err_set(e, ERR_STOP, "stopped");
	else if (rc != CURLE_OK)
		peer_failure(&c->peer, h, rc, e);
	if (rc != CURLE_OK) {
		peer_hang_up(h);
		return -1;
	}
	io.ctx = h;
	io.fd = fd;
	c->greeted = l->tls == CONF_TLS_STARTTLS;
	return imap_open_on(c, l, io, like, e);
}

void
imap_close(struct imap_conn *c, int polite_ms)
{
	if (c->etpan != NULL) {
		if (polite_ms == 0)
			stream_break(&c->stream, ERR_STOP, "hung up");
		begin(c);
		c->leaving = true;
		c->stream.last = clock_mono() + polite_ms;
		/* Says LOGOUT, unless the stream is broken. */
		mailimap_free(c->etpan);
	}
	stream_clear(&c->stream);
	str_clear(&c->body);
	memset(c, 0, sizeof(*c));
	c->stream.broken = true;
}

int
imap_noop(struct imap_conn *c, struct err *e)
{
	begin(c);
	return outcome(c, mailimap_noop(c->etpan), ERR_RETRY, "asking for news", e);
}

/* ---- flags and folders ---- */

/* Up to SET_MAX characters of the set, from range *from on, in libetpan's form. */
static struct mailimap_set *
etpan_set(const struct uidset *uids, size_t *from)
{
	struct mailimap_set *set = mailimap_set_new_empty();

	for (size_t chars = 0; set != NULL && *from < uids->len && chars < SET_MAX; (*from)++) {
		const struct uid_range *r = &uids->at[*from];

		chars += r->first == r->last ? 11 : 22;
		if (mailimap_set_add_interval(set, r->first, r->last) != MAILIMAP_NO_ERROR) {
			mailimap_set_free(set);
			return NULL;
		}
	}
	return set;
}

static int
store_flag(struct imap_conn *c, struct mailimap_set *set, bool seen, struct err *e)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *store;
	int r;

	if (flags == NULL)
		return err_set(e, ERR_RETRY, "no memory to set flags");
	mailimap_flag_list_add(flags,
			       seen ? mailimap_flag_new_seen() : mailimap_flag_new_deleted());
	store = mailimap_store_att_flags_new_add_flags_silent(flags);
	if (store == NULL) {
		mailimap_flag_list_free(flags);
		return err_set(e, ERR_RETRY, "no memory to set flags");
	}
	begin(c);
	r = mailimap_uid_store(c->etpan, set, store);
	mailimap_store_att_flags_free(store);
	return outcome(c, r, ERR_SOURCE, "setting flags", e);
}

int
imap_mark_seen(struct imap_conn *c, const struct uidset *uids, struct err *e)
{
	for (size_t from = 0; from < uids->len;) {
		struct mailimap_set *set = etpan_set(uids, &from);
		int r;

		if (set == NULL)
			return err_set(e, ERR_RETRY, "no memory to set flags");
		r = store_flag(c, set, true, e);
		mailimap_set_free(set);
		if (r < 0)
			return -1;
	}
	return 0;
}

/* MOVE where there is (RFC 6851); never a plain EXPUNGE, which takes other people's as well. */
static int
move_set(struct imap_conn *c, struct mailimap_set *set, const char *name, struct err *e)
{
	begin(c);
	if (c->facts.caps & CAP_MOVE)
		return outcome(c, mailimap_uid_move(c->etpan, set, name), ERR_SOURCE,
			       "moving mails", e);
	if (outcome(c, mailimap_uid_copy(c->etpan, set, name), ERR_SOURCE, "copying mails", e) < 0)
		return -1;
	if (store_flag(c, set, false, e) < 0)
		return -1;
	if (!(c->facts.caps & CAP_UIDPLUS))
		return 0;
	begin(c);
	return outcome(c, mailimap_uid_expunge(c->etpan, set), ERR_SOURCE, "removing mails", e);
}

int
imap_move(struct imap_conn *c, const struct uidset *uids, const char *folder, struct err *e)
{
	struct str name;
	int r = 0;

	if (encode_name(folder, &name, e) < 0)
		return -1;
	for (size_t from = 0; r == 0 && from < uids->len;) {
		struct mailimap_set *set = etpan_set(uids, &from);
		struct err first = ERR_INIT;

		if (set == NULL) {
			r = err_set(e, ERR_RETRY, "no memory to move mails");
			break;
		}
		r = move_set(c, set, str_cstr(&name), &first);
		if (r < 0 && first.kind == ERR_SOURCE &&
		    strcasecmp(c->facts.code, "TRYCREATE") == 0) {
			begin(c);
			err_clear(&first);
			r = outcome(c, mailimap_create(c->etpan, str_cstr(&name)), ERR_SOURCE,
				    "making the folder", &first);
			if (r == 0)
				r = move_set(c, set, str_cstr(&name), &first);
		}
		mailimap_set_free(set);
		if (r < 0)
			err_set(e, first.kind, "%s (folder '%s')", first.text, folder);
	}
	str_clear(&name);
	return r;
}
