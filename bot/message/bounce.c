/* A report part decides; without one several weak signs have to agree. */
#include "bounce.h"

#include "address.h"
#include "docket/base/utf8.h"
#include "match.h"
#include "phrase.h"

enum { BODY_LOOK = 6000, OPENING_LEN = 400, REPORT_MAX = 64 * 1024, SENDER_MAX = 200 };

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__};
#include "bounce.def"
#undef WORDS

static struct match_set bodies_set = MATCH_SET(bodies),
			foreign_bodies_set = MATCH_SET(foreign_bodies),
			programs_set = MATCH_SET(programs),
			returned_marks_set = MATCH_SET(returned_marks),
			robots_set = MATCH_SET(robots), senders_set = MATCH_SET(senders),
			subjects_set = MATCH_SET(subjects);

/* What may speak for a bounce that is no report. */
enum {
	SYSTEM = 1,    /* from a mail system, or from nobody */
	NULLPATH = 2,  /* RFC 5321 4.5.5: the envelope's sender is <> */
	ROBOT = 4,     /* RFC 3834, or an address nobody reads */
	SUBJECT = 8,   /* its subject says so */
	BODY = 16,     /* its text says that a mail was not delivered */
	PROGRAM = 32,  /* its text says that a mail program wrote it */
	CODE = 64,     /* a reply of SMTP (RFC 5321 4.2) or a status code (RFC 3463) */
	COPY = 128,    /* the mail that came back, or its header */
	TITLE = 256,   /* its subject begins so: "Undeliverable: …" */
	OPENING = 512, /* its text begins so */
};

/*
 * Any of these is enough. People write about bounces and paste them, and parcels come back, too:
 * from an ordinary sender both subject and text have to begin like a bounce.
 */
static const unsigned enough[] = {
	SYSTEM | SUBJECT,
	SYSTEM | BODY,
	SYSTEM | CODE,
	SYSTEM | COPY,
	NULLPATH | SUBJECT | BODY,
	NULLPATH | SUBJECT | COPY,
	NULLPATH | SUBJECT | CODE,
	NULLPATH | BODY | COPY,
	NULLPATH | BODY | CODE,
	NULLPATH | PROGRAM,
	ROBOT | SUBJECT | BODY | CODE,
	ROBOT | SUBJECT | BODY | COPY,
	ROBOT | BODY | CODE | COPY,
	TITLE | PROGRAM | BODY,
	TITLE | OPENING | CODE,
	TITLE | OPENING | COPY,
};

const struct part *
bounce_part(const struct mime *m, const char *type)
{
	for (size_t i = 0; i < m->parts.len; i++)
		if (mime_is(&m->parts.at[i], type))
			return &m->parts.at[i];
	return NULL;
}

/* A part of the mail itself, not of one that somebody attached. */
static bool
has_own_part(const struct mime *m, const char *type)
{
	const struct part *p;

	VEC_EACH(p, &m->parts)
		if (mime_is(p, type) && !p->inner)
			return true;
	return false;
}

/* The first BODY_LOOK bytes folded, white space as single blanks: bounces are set in columns. */
static struct slice
folded_head(struct pool *pool, struct slice s)
{
	struct slice head = utf8_fold(pool, utf8_cut(s, BODY_LOOK));
	char *out = pool_alloc(pool, head.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < head.len; i++) {
		bool blank = (unsigned char)head.data[i] <= ' ';
		if (!blank)
			out[n++] = head.data[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	return slice_make(out, n);
}

/* "Mail Delivery Subsystem" -> "maildeliverysubsystem", without what a + or = has added. */
static struct slice
squeezed(struct pool *pool, struct slice who)
{
	struct slice s = utf8_fold(pool, utf8_cut(who, SENDER_MAX));
	char *out = pool_alloc(pool, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len && s.data[i] != '+' && s.data[i] != '='; i++)
		if ((s.data[i] >= 'a' && s.data[i] <= 'z') || (unsigned char)s.data[i] >= 0x80)
			out[n++] = s.data[i];
	return slice_make(out, n);
}

static unsigned
from_signs(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	const struct field *from = header_find(&m->fields, "From");

	if (from && slice_is(slice_trim(from->value), "<>"))
		return SYSTEM;
	if (mail->from.len == 0)
		return 0;
	struct slice box = mail->from.at[0].mailbox;
	ptrdiff_t at = slice_rindex(box, '@');
	struct slice name = squeezed(pool, mail->from.at[0].name);
	struct slice local = squeezed(pool, slice_sub(box, 0, at < 0 ? box.len : (size_t)at));
	for (size_t i = 0; i < COUNT(whole_senders); i++)
		if (slice_is(local, whole_senders[i]))
			return SYSTEM;
	if (match_any(&senders_set, name) || match_any(&senders_set, local))
		return SYSTEM;
	return match_any(&robots_set, local) ? ROBOT : 0;
}

bool
bounce_robot(struct pool *pool, const struct mail *mail)
{
	struct slice box = mail->from.len > 0 ? mail->from.at[0].mailbox : SLICE_NONE;
	ptrdiff_t at = slice_rindex(box, '@');

	return at > 0 && match_any(&robots_set, squeezed(pool, slice_sub(box, 0, (size_t)at)));
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

static bool
says_why(struct slice folded)
{
	return match_any(&bodies_set, folded) || match_any(&foreign_bodies_set, folded);
}

/* "550 5.1.1 <bob@x> …", "554 no such user": with a reason, unless `any` numbers are replies. */
static bool
is_reply(struct pool *pool, struct slice s, bool any)
{
	return s.len > 5 && (s.data[0] == '4' || s.data[0] == '5') && s.data[1] >= '0' &&
	       s.data[1] <= '7' && s.data[2] >= '0' && s.data[2] <= '9' &&
	       (s.data[3] == ' ' || s.data[3] == '-') &&
	       (any || slice_index(s, '@') >= 0 || says_why(phrase_fold(pool, s)));
}

/* One stands at the start of a line, or behind a colon. */
static bool
smtp_reply(struct pool *pool, struct slice text, bool any)
{
	struct slice rest = slice_sub(text, 0, BODY_LOOK), line;

	while (slice_line(&rest, &line)) {
		while (line.len > 0 && strchr(" \t<>\"'(", line.data[0]))
			line = slice_sub(line, 1, line.len);
		ptrdiff_t colon = slice_find(line, SLICE_LIT(": "));
		if (is_reply(pool, line, any) ||
		    (colon > 0 &&
		     is_reply(pool, slice_sub(line, (size_t)colon + 2, line.len), any)))
			return true;
	}
	return false;
}

static unsigned
text_signs(struct pool *pool, const struct mime *m, const struct mail *mail, bool system)
{
	struct slice head = folded_head(pool, mail->body);
	unsigned signs = 0;

	if (says_why(slice_sub(head, 0, OPENING_LEN)))
		signs |= BODY | OPENING;
	else if (says_why(head))
		signs |= BODY;
	if (match_any(&programs_set, head))
		signs |= PROGRAM;
	if (find_status(slice_sub(mail->body, 0, BODY_LOOK)).len > 0 ||
	    smtp_reply(pool, mail->body, system))
		signs |= CODE;
	if (has_own_part(m, "message/rfc822") || has_own_part(m, "text/rfc822-headers") ||
	    has_own_part(m, "message/rfc822-headers") || match_any(&returned_marks_set, head))
		signs |= COPY;
	return signs;
}

/* Amazon SES tells of a bounce in JSON, as its documentation of notifications has it. */
static bool
is_notification(const struct mail *mail, const char *kind)
{
	struct slice head = slice_sub(slice_trim(mail->body), 0, BODY_LOOK);

	if (!slice_starts(head, "{"))
		return false;
	ptrdiff_t at = slice_find(head, SLICE_LIT("\"notificationType\""));
	if (at < 0)
		at = slice_find(head, SLICE_LIT("\"eventType\""));
	if (at < 0)
		return false;
	ptrdiff_t colon = slice_index(slice_sub(head, (size_t)at, head.len), ':');
	if (colon < 0)
		return false;
	struct slice v = slice_ltrim(slice_sub(head, (size_t)(at + colon) + 1, head.len));
	size_t n = strlen(kind);
	return v.len > n + 1 && v.data[0] == '"' && v.data[n + 1] == '"' &&
	       slice_istarts(slice_sub(v, 1, v.len), kind);
}

bool
bounce_complaint(const struct mail *mail)
{
	return is_notification(mail, "Complaint");
}

/* A person may pass on the parts of a report, but the mail is one as a whole (RFC 6522 3). */
static const char *
report_rule(struct pool *pool, const struct mime *m, const struct mail *mail, bool person)
{
	const struct part *root = m->parts.len > 0 ? &m->parts.at[0] : NULL;
	bool whole = root && mime_is(root, "multipart/report");

	if ((whole || !person) && (has_own_part(m, "message/delivery-status") ||
				   has_own_part(m, "message/global-delivery-status")))
		return "dsn";
	if (whole && slice_iis(mime_param(pool, root, "report-type"), "delivery-status"))
		return "dsn";
	if (header_find(&m->fields, "X-Failed-Recipients"))
		return "failed-recipients";
	return is_notification(mail, "Bounce") || is_notification(mail, "Delivery") ? "notification"
										    : NULL;
}

/* What the header alone says. */
static unsigned
header_signs(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	unsigned signs = from_signs(pool, m, mail);
	struct slice automatic = header_get(&m->fields, "Auto-Submitted");
	struct slice subject = phrase_fold(pool, mail->subject_base);

	if (mail->has_return_path && mail->return_path.len == 0)
		signs |= NULLPATH;
	if (automatic.len > 0 && !slice_istarts(automatic, "no"))
		signs |= ROBOT;
	if (match_start(&subjects_set, subject) > 0)
		signs |= SUBJECT | TITLE;
	else if (match_any(&subjects_set, subject))
		signs |= SUBJECT;
	return signs;
}

const char *
bounce_rule(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	unsigned signs = header_signs(pool, m, mail);
	bool reply = mail->in_reply_to.len > 0 || mail->subject_base.len < mail->subject.len;
	bool person = reply && !(signs & (SYSTEM | NULLPATH | ROBOT)); /* asks, or passes it on */
	const char *report = report_rule(pool, m, mail, person);

	if (report || person || signs == 0)
		return report;
	signs |= text_signs(pool, m, mail, signs & SYSTEM);
	for (size_t i = 0; i < COUNT(enough); i++)
		if ((signs & enough[i]) == enough[i])
			return "bounce-signs";
	return NULL;
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
		if (b->reason.len == 0 && says_why(phrase_fold(pool, line)))
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
