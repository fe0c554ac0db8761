/* The commands that go through libetpan: log in, open a folder, set flags, move mails. */
#include "imap_conn.h"

#include "imap_name.h"

#include <nettle/base64.h>
#include <stdlib.h>

enum { SET_MAX = 6000 /* characters of a UID set: servers take lines of 8 kB */ };

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

/* ---- logging in ---- */

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
	imap_begin(c);
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
	imap_begin(c);
	/* Not mailimap_capability(): it follows a NULL when the list is missing. */
	return outcome(c, mailimap_custom_command(c->etpan, "CAPABILITY"), ERR_RETRY,
		       "asking what the server can do", e);
}

int
imap_log_in(struct imap_conn *c, const struct imap_login *l, bool known, struct err *e)
{
	bool plain;
	int r;

	if (known)
		return capability(c, e);
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
		imap_begin(c);
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

int
imap_select(struct imap_conn *c, const struct imap_login *l, struct err *e)
{
	struct str name;
	int r;

	if (encode_name(l->folder, &name, e) < 0)
		return -1;
	imap_begin(c);
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

int
imap_noop(struct imap_conn *c, struct err *e)
{
	imap_begin(c);
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
	imap_begin(c);
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
	imap_begin(c);
	if (c->facts.caps & CAP_MOVE)
		return outcome(c, mailimap_uid_move(c->etpan, set, name), ERR_SOURCE,
			       "moving mails", e);
	if (outcome(c, mailimap_uid_copy(c->etpan, set, name), ERR_SOURCE, "copying mails", e) < 0)
		return -1;
	if (store_flag(c, set, false, e) < 0)
		return -1;
	if (!(c->facts.caps & CAP_UIDPLUS))
		return 0;
	imap_begin(c);
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
			imap_begin(c);
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
