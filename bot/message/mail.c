/* mail_read: the order of work on one mail. Each step is a file of its own. */
#include "docket/message/mail.h"

#include <libxml/parser.h>

#include "address.h"
#include "attach.h"
#include "authres.h"
#include "autoreply.h"
#include "notice.h"
#include "body.h"
#include "charset.h"
#include "letters.h"
#include "mime.h"
#include "phrase.h"
#include "split.h"

enum { IDS_MAX = 200 };

const struct mail_limits mail_limits_default = {
	.depth = 50,
	.parts = 1000,
	.text = 2 * 1024 * 1024,
	.html = 1024 * 1024,
	.fields = 2000,
	.addrs = 1000,
};

int
mail_setup(struct err *e)
{
	mime_setup();
	xmlInitParser();
	return charset_setup(e);
}

void
mail_teardown(void)
{
	charset_teardown();
	xmlCleanupParser();
}

const char *
mail_class_name(enum mail_class c)
{
	static const char *const names[] = {"human", "auto", "bounce", "arf", "list", "own"};

	return (size_t)c < COUNT(names) ? names[c] : "human";
}

/* "[ACME] Re: AW: hello (fwd)" -> "hello" (RFC 5256 2.1, and prefixes of other languages). */
static struct slice
subject_base(struct pool *pool, struct slice subject)
{
	struct slice s = slice_trim(subject);
	bool forward;

	for (int i = 0; i < 50; i++) {
		struct slice folded = phrase_fold(pool, s);
		size_t n = folded.len <= s.len ? phrase_reply_prefix(folded, &forward) : 0;
		if (n > 0) { /* folding keeps the length of all but a few prefixes */
			ptrdiff_t colon = slice_index(s, ':');
			struct slice rest = slice_sub(s, colon < 0 ? n : (size_t)colon + 1, s.len);
			s = slice_trim(rest);
			continue;
		}
		ptrdiff_t close = slice_starts(s, "[") ? slice_index(s, ']') : -1;
		if (close > 0 && close <= 40 && (size_t)close + 1 < s.len) {
			s = slice_trim(slice_sub(s, (size_t)close + 1, s.len));
			continue;
		}
		if (slice_iends(s, "(fwd)")) {
			s = slice_trim(slice_sub(s, 0, s.len - 5));
			continue;
		}
		break;
	}
	return s;
}

static void
addresses(struct pool *pool, const field_list *fields, const char *name, size_t max, addr_list *out)
{
	for (size_t i = 0; i < fields->len && out->len < max; i++)
		if (slice_iis(fields->at[i].name, name))
			address_list(pool, fields->at[i].value, max - out->len, out);
}

static void
delivered_to(struct pool *pool, const field_list *fields, struct mail *m)
{
	static const char *const names[] = {"Delivered-To", "X-Original-To", "Envelope-To",
					    "X-Envelope-To", "X-Delivered-To"};

	for (size_t i = 0; i < fields->len && m->delivered_to.len < 50; i++)
		for (size_t k = 0; k < COUNT(names); k++)
			if (slice_iis(fields->at[i].name, names[k])) {
				struct slice a = address_first(pool, fields->at[i].value).mailbox;
				if (a.len > 0)
					VEC_ADD(&m->delivered_to, pool, a);
			}
}

/*
 * RFC 5322 3.6.2 wants one author at least. Where the field is missing, who sent it or who wants
 * the answer is the next best; where its domain is, the local part still names somebody.
 */
static void
read_from(struct pool *pool, const field_list *f, size_t max, struct mail *m)
{
	const struct field *from = header_find(f, "From");

	addresses(pool, f, "From", max, &m->from);
	if (!from) {
		const addr_list *other = m->sender.len > 0 ? &m->sender : &m->reply_to;
		if (other->len > 0)
			VEC_ADD(&m->from, pool, other->at[0]);
	} else if (m->from.len == 1 && m->from.at[0].mailbox.len == 0) {
		struct addr local = address_local(pool, from->value);
		if (local.mailbox.len > 0)
			m->from.at[0] = local;
	}
}

static void
read_header(struct pool *pool, const field_list *f, size_t max, struct mail *m)
{
	slice_list ids = {0};

	addresses(pool, f, "Sender", max, &m->sender);
	addresses(pool, f, "Reply-To", max, &m->reply_to);
	read_from(pool, f, max, m);
	addresses(pool, f, "To", max, &m->to);
	addresses(pool, f, "Cc", max, &m->cc);
	delivered_to(pool, f, m);
	const struct field *path = header_find(f, "Return-Path");
	m->has_return_path = path != NULL;
	if (path)
		m->return_path = addr_clean(pool, header_unfold(pool, path->value));
	struct slice charset = header_param(pool, header_get(f, "Content-Type"), "charset");
	m->subject = header_decode_in(pool, header_get(f, "Subject"), charset);
	m->subject_base = subject_base(pool, m->subject);
	header_ids(pool, header_get(f, "Message-ID"), &ids, 1);
	if (ids.len > 0)
		m->message_id = ids.at[0];
	header_ids(pool, header_get(f, "In-Reply-To"), &m->in_reply_to, IDS_MAX);
	header_ids(pool, header_get(f, "References"), &m->references, IDS_MAX);
	m->has_date = header_date(header_get(f, "Date"), &m->date_ms, &m->date_offset);
	struct slice list = header_decode(pool, header_get(f, "List-Id"));
	ptrdiff_t open = slice_rindex(list, '<');
	ptrdiff_t close = slice_rindex(list, '>');
	m->list_id =
		open >= 0 && close > open ? slice_sub(list, (size_t)open + 1, (size_t)close) : list;
	m->auto_submitted = header_unfold(pool, header_get(f, "Auto-Submitted"));
}

static void
warn(struct pool *pool, struct mail *m, const char *word)
{
	for (size_t i = 0; i < m->warnings.len; i++)
		if (slice_is(m->warnings.at[i], word))
			return;
	VEC_ADD(&m->warnings, pool, slice_of(word));
}

/* Whom the mail says it is from: one person, who sent it, is the rule (RFC 5322 3.6.2). */
static void
warn_of_senders(struct pool *pool, const field_list *f, struct mail *m)
{
	size_t froms = 0;

	for (size_t i = 0; i < f->len; i++)
		froms += slice_iis(f->at[i].name, "From");
	if (froms > 1 || m->from.len > 1)
		warn(pool, m, "several-senders");
	if (froms > 0 && m->from.len > 0 && m->sender.len > 0 &&
	    !slice_ieq(m->sender.at[0].mailbox, m->from.at[0].mailbox))
		warn(pool, m, "sender-differs");
}

static void
warnings(struct pool *pool, const struct mime *mime, struct mail *m)
{
	warn_of_senders(pool, &mime->fields, m);
	if (letters_odd(m->text))
		warn(pool, m, "odd-letters");
	if (mime->cut)
		warn(pool, m, "parts-cut");
	for (size_t i = 0; i < mime->parts.len; i++) {
		const struct part *p = &mime->parts.at[i];
		if (mime_is(p, "application/ms-tnef") || slice_iis(p->name, "winmail.dat"))
			warn(pool, m, "tnef");
		if (mime_is(p, "multipart/encrypted") ||
		    ((mime_is(p, "application/pkcs7-mime") ||
		      mime_is(p, "application/x-pkcs7-mime")) &&
		     !slice_istarts(mime_param(pool, p, "smime-type"), "signed")))
			warn(pool, m, "encrypted");
	}
	if (slice_starts(m->text, "-----BEGIN PGP MESSAGE"))
		warn(pool, m, "encrypted");
}

/* A mail forwarded as a file: its header is the forward's. */
static void
read_attached(struct pool *pool, const struct mime *mime, struct mail *m)
{
	for (size_t i = 1; i < mime->parts.len; i++) {
		const struct part *p = &mime->parts.at[i];
		if (!mime_is(p, "message/rfc822") || p->inner)
			continue;
		struct slice inner = p->bytes;
		if (!p->multi)
			inner = mime_bytes(pool, p, mail_limits_default.text);
		forward_attached(pool, m, inner);
		return;
	}
}

int
mail_read(struct pool *pool, struct slice raw, const slice_list *own,
	  const struct mail_limits *limits, struct mail **mail_out, struct err *e)
{
	struct mail *m = pool_alloc(pool, sizeof(*m));
	struct mime mime = {.cut = false};
	struct body_info info = {.cut = false};
	const struct mail_limits *lim = limits ? limits : &mail_limits_default;

	raw = mime_lines(pool, raw);
	if (mime_parse(pool, mime_trim(raw), lim, &mime, e) < 0)
		return -1;
	read_header(pool, &mime.fields, lim->addrs, m);
	authres_read(pool, &mime.fields, m);
	body_read(pool, &mime, lim, m, &info);
	if (info.guessed)
		warn(pool, m, "charset-guessed");
	if (info.cut)
		warn(pool, m, "text-cut");
	attach_read(pool, &mime, info.html, m);
	mail_split(pool, m);
	autoreply_class(pool, &mime, own, m);
	notice_read(pool, info.html, m);
	if (m->class != MAIL_BOUNCE && m->class != MAIL_ARF)
		read_attached(pool, &mime, m);
	warnings(pool, &mime, m);
	*mail_out = m;
	return 0;
}

bool
mail_other(struct pool *pool, const struct mail *m, struct mail *out)
{
	if (m->other == NULL)
		return false;
	*out = *m;
	out->other = NULL;
	out->marks.len = out->spans.len = out->answers.len = 0;
	out->marks.cap = out->spans.cap = out->answers.cap = 0; /* lists of its own */
	out->forward = (struct forward){.found = false};
	out->text = out->text_signed = out->quoted = out->signature = SLICE_NONE;
	body_read_part(pool, m->other, &mail_limits_default, out);
	mail_split(pool, out);
	return true;
}

static void
add_piece(void *arg, struct slice piece)
{
	str_add(arg, piece);
}

int
mail_attachment(struct slice raw, size_t index, struct str *out, struct err *e)
{
	struct pool *pool = pool_new();
	struct mime mime = {.cut = false};
	index_list text = {0}, files = {0};
	int rc = -1;

	raw = mime_lines(pool, raw);
	if (mime_parse(pool, mime_trim(raw), &mail_limits_default, &mime, e) == 0) {
		attach_choose_text(pool, &mime, &text);
		attach_list(pool, &mime, &files);
		if (index >= files.len) {
			err_set(e, ERR_MESSAGE,
				"the message has %zu attachments, none is number %zu", files.len,
				index);
		} else {
			mime_each(&mime.parts.at[files.at[index]], add_piece, out);
			rc = str_failed(out) ? err_set(e, ERR_MESSAGE,
						       "attachment %zu is larger than %zu bytes",
						       index, out->max)
					     : 0;
		}
	}
	pool_free(pool);
	return rc;
}
