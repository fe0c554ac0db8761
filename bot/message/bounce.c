/* A report part decides; without one several weak signs have to agree. */
#include "bounce.h"

#include "address.h"
#include "match.h"
#include "phrase.h"

enum { BODY_LOOK = 6000, REPORT_MAX = 64 * 1024, ENOUGH = 3 };

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__};
#include "bounce.def"
#undef WORDS

static struct match_set bodies_set = MATCH_SET(bodies),
			returned_marks_set = MATCH_SET(returned_marks),
			senders_set = MATCH_SET(senders), subjects_set = MATCH_SET(subjects);

const struct part *
bounce_part(const struct mime *m, const char *type)
{
	for (size_t i = 0; i < m->parts.len; i++)
		if (mime_is(&m->parts.at[i], type))
			return &m->parts.at[i];
	return NULL;
}

/* Lower-case ASCII of the first BODY_LOOK bytes. */
static struct slice
lower_head(struct pool *pool, struct slice s)
{
	char *out = pool_alloc(pool, BODY_LOOK + 1);
	size_t n = s.len < BODY_LOOK ? s.len : BODY_LOOK;

	for (size_t i = 0; i < n; i++) {
		char c = s.data[i];
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c == '\n' ? ' ' : c;
	}
	return slice_make(out, n);
}

static bool
from_system(struct pool *pool, const struct mail *mail)
{
	if (mail->from.len == 0)
		return false;
	struct slice who = pool_slicef(pool, "%.*s %.*s", SLICE_ARG(mail->from.at[0].name),
				       SLICE_ARG(mail->from.at[0].mailbox));
	return match_any(&senders_set, phrase_fold(pool, who));
}

const char *
bounce_rule(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	const struct part *status = bounce_part(m, "message/delivery-status");
	const struct part *root = m->parts.len > 0 ? &m->parts.at[0] : NULL;
	unsigned signs = 0;

	if (status && !status->inner)
		return "dsn";
	if (bounce_part(m, "message/global-delivery-status"))
		return "dsn";
	if (root && mime_is(root, "multipart/report") &&
	    slice_iis(mime_param(pool, root, "report-type"), "delivery-status"))
		return "dsn";
	if (header_find(&m->fields, "X-Failed-Recipients"))
		return "failed-recipients";
	bool system = from_system(pool, mail);
	bool empty_path = mail->has_return_path && mail->return_path.len == 0;
	bool subject = match_any(&subjects_set, phrase_fold(pool, mail->subject));
	bool reply = mail->in_reply_to.len > 0 || mail->subject_base.len < mail->subject.len;
	if (!system && !empty_path && !subject)
		return NULL;
	struct slice head = lower_head(pool, mail->body);
	bool body = match_any(&bodies_set, head);
	bool copy = bounce_part(m, "message/rfc822") || bounce_part(m, "text/rfc822-headers") ||
		    match_any(&returned_marks_set, head);
	signs = 2u * system + empty_path + subject + body + copy;
	if (reply && !system && !subject)
		return NULL;
	return signs >= ENOUGH && (body || copy || subject) &&
			       (system || (subject && (body || copy)) ||
				(empty_path && body && copy))
		       ? "bounce-signs"
		       : NULL;
}

/* "rfc822; bob@example.com": the value behind the type. */
static struct slice
typed(struct slice v)
{
	ptrdiff_t semi = slice_index(v, ';');

	return slice_trim(semi < 0 ? v : slice_sub(v, (size_t)semi + 1, v.len));
}

static void
read_status(struct pool *pool, const struct part *p, struct bounce *b)
{
	struct slice rest = mime_bytes(pool, p, REPORT_MAX);

	for (size_t groups = 0; rest.len > 0 && groups < 50; groups++) {
		field_list f = {0};
		size_t used = header_parse(pool, rest, 200, &f);
		struct slice to = header_get(&f, "Final-Recipient");
		if (to.len == 0)
			to = header_get(&f, "Original-Recipient");
		if (to.len > 0 && b->recipient.len == 0) {
			b->recipient = addr_clean(pool, typed(to));
			b->status = header_token(pool, header_get(&f, "Status"));
			struct slice why = header_get(&f, "Diagnostic-Code");
			b->reason = header_decode(pool, typed(why));
		}
		if (used == 0) { /* a line that is no field: step over it */
			struct slice line;
			slice_line(&rest, &line);
		} else {
			rest = slice_sub(rest, used, rest.len);
		}
	}
}

/* "5.1.1" in text, as RFC 3463 writes it. */
static struct slice
find_status(struct slice s)
{
	for (size_t i = 0; i + 4 < s.len; i++) {
		if ((s.data[i] != '5' && s.data[i] != '4') || s.data[i + 1] != '.' ||
		    (i > 0 &&
		     (s.data[i - 1] == '.' || (s.data[i - 1] >= '0' && s.data[i - 1] <= '9'))))
			continue;
		size_t k = i + 2, dots = 0, digits = 0;
		while (k < s.len && ((s.data[k] >= '0' && s.data[k] <= '9') || s.data[k] == '.')) {
			if (s.data[k] == '.' && (digits == 0 || ++dots > 1))
				break;
			digits = s.data[k] == '.' ? 0 : digits + 1;
			k++;
		}
		if (dots == 1 && digits > 0 && digits <= 3 && k - i <= 9)
			return slice_sub(s, i, k);
	}
	return SLICE_NONE;
}

static void
read_body(struct pool *pool, struct mail *mail)
{
	struct slice rest = slice_sub(mail->body, 0, BODY_LOOK), line;
	struct bounce *b = &mail->bounce;

	if (b->status.len == 0)
		b->status = find_status(rest);
	while (slice_line(&rest, &line)) {
		ptrdiff_t at = slice_index(line, '@');
		if (b->recipient.len == 0 && at > 0) {
			size_t from = (size_t)at, to = (size_t)at;
			while (from > 0 && !strchr(" <\"'(:;,\t", line.data[from - 1]))
				from--;
			while (to < line.len && !strchr(" >\"'):;,\t", line.data[to]))
				to++;
			struct slice a = addr_clean(pool, slice_sub(line, from, to));
			if (addr_sendable(a))
				b->recipient = a;
		}
		if (b->reason.len == 0 && match_any(&bodies_set, phrase_fold(pool, line)))
			b->reason = slice_trim(line);
	}
}

/* Message-ID of the mail that came back: of a part, or of a header copied into the text. */
static struct slice
original_id(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	const struct part *p = bounce_part(m, "message/rfc822");
	slice_list ids = {0};
	field_list f = {0};

	if (!p)
		p = bounce_part(m, "text/rfc822-headers");
	if (!p)
		p = bounce_part(m, "message/rfc822-headers");
	if (!p)
		p = bounce_part(m, "message/global");
	if (p) {
		header_parse(pool, p->multi ? p->bytes : mime_bytes(pool, p, REPORT_MAX), 500, &f);
		header_ids(pool, header_get(&f, "Message-ID"), &ids, 1);
	}
	struct slice rest = mail->body;
	for (ptrdiff_t at;
	     ids.len == 0 && (at = slice_ifind(rest, SLICE_LIT("message-id:"))) >= 0;) {
		struct slice line = SLICE_NONE; /* the field may be the last thing there is */
		rest = slice_sub(rest, (size_t)at + 11, rest.len);
		slice_line(&rest, &line);
		if (slice_blank(line))
			slice_line(&rest, &line);
		header_ids(pool, line, &ids, 1);
	}
	if (ids.len > 0)
		return ids.at[0];
	return mail->in_reply_to.len > 0 ? mail->in_reply_to.at[0] : SLICE_NONE;
}

void
bounce_read(struct pool *pool, const struct mime *m, struct mail *mail)
{
	struct bounce *b = &mail->bounce;
	const struct part *status = bounce_part(m, "message/delivery-status");

	if (status)
		read_status(pool, status, b);
	struct slice failed = header_get(&m->fields, "X-Failed-Recipients");
	if (b->recipient.len == 0 && failed.len > 0)
		b->recipient = address_first(pool, failed).mailbox;
	read_body(pool, mail);
	b->original_id = original_id(pool, m, mail);
}
