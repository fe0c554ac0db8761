/* A report part decides; without one several weak signs have to agree. */
#include "bounce.h"

#include "address.h"
#include "match.h"
#include "phrase.h"

enum { BODY_LOOK = 6000, REPORT_MAX = 64 * 1024, ENOUGH = 3 };

static const char *const senders[] = {
	"mailer-daemon",   "mailerdaemon",
	"mailer_daemon",   "postmaster",
	"mail-daemon",	   "maildaemon",
	"double-bounce",   "mail delivery",
	"mailsubsystem",   "mail-deliver",
	"mailadmin",	   "mail administrator",
	"bounce",	   "delivery subsystem",
	"delivery system", "mmdf",
	"daemon@",	   "uucp",
	"mdaemon",	   "system administrator",
	"returned mail",   "undeliver",
	"smtpdeamon",	   "-daemon",
	"mail system",	   "mail router",
	"email delivery",  "symantec_antivirus",
	"interscan",	   "mailgateway",
};

static const char *const subjects[] = {
	"undeliver",
	"undelivered",
	"delivery status notification",
	"delivery failure",
	"delivery failed",
	"delivery notification",
	"mail delivery",
	"delivery report",
	"returned mail",
	"returned to sender",
	"failure notice",
	"failure notification",
	"delivery error",
	"delivery problem",
	"message delivery",
	"non-delivery",
	"nondeliverable",
	"could not be delivered",
	"not be delivered",
	"couldn't be delivered",
	"undeliverable",
	"unzustellbar",
	"unzustellbarkeit",
	"nicht zugestellt",
	"nicht zustellbar",
	"zustellung fehlgeschlagen",
	"fehler bei der nachrichten",
	"mail system error",
	"mail failure",
	"rejected mail",
	"mail rejected",
	"rejected:",
	"bounce",
	"returning message to sender",
	"returned message",
	"échec de la remise",
	"non remis",
	"no se puede entregar",
	"no entregado",
	"mensaje no entregado",
	"non recapitabile",
	"mancato recapito",
	"mancata consegna",
	"avviso di mancata",
	"onbestelbaar",
	"olevererbart",
	"olevererbar",
	"kunde inte levereras",
	"não foi possível entregar",
	"não entregue",
	"falha na entrega",
	"falha de entrega",
	"nie można dostarczyć",
	"не доставлено",
	"недоставлен",
	"配信不能",
	"配信できません",
	"送信できません",
	"エラー",
	"退信",
	"delivery temporarily suspended",
	"warning: could not send",
	"warning: message",
	"delayed",
	"unable to deliver",
	"unknown user",
	"user unknown",
	"permanent delivery",
	"transient failure",
	"error sending",
	"mail could not",
	"message not delivered",
	"message rejected",
	"undelivered mail",
	"mail error",
	"failed mail",
	"failed delivery",
	"problem delivering",
	"not delivered",
	"mail undeliver",
	"email delivery",
	"considered unsolicited",
	"message failed",
	"mail transaction failed",
	"message status - undeliverable",
	"status de entrega",
	"delivery has failed",
	"entrega retrasada",
	"onbezorg",
	"ikke levere",
	"ei voitu toimittaa",
	"nedoručiteln",
	"kézbesít",
	"teslim edil",
	"invalid address",
	"auto: fail",
	"mail receipt",
	"abuse notification",
	"notification d'état",
	"notificación",
	"notifica sullo stato",
	"leveringsmelding",
};

static const char *const bodies[] = {
	"could not be delivered",
	"couldn't be delivered",
	"undeliverable",
	"was not delivered",
	"not be delivered",
	"wasn't delivered",
	"user unknown",
	"unknown user",
	"no such user",
	"unknown local part",
	"mailbox unavailable",
	"mailbox not found",
	"mailbox is full",
	"mailbox full",
	"over quota",
	"quota exceeded",
	"exceeded storage",
	"exceeds the quota",
	"host unknown",
	"host not found",
	"unrouteable address",
	"unroutable",
	"recipient address rejected",
	"recipient rejected",
	"address rejected",
	"addresses had permanent fatal errors",
	"fatal errors",
	"transcript of session",
	"delivery to the following",
	"delivery failed",
	"failed to deliver",
	"unable to deliver",
	"permanent error",
	"permanent failure",
	"does not exist",
	"no longer available",
	"message was rejected",
	"returned to sender",
	"following addresses failed",
	"following addresses",
	"following recipient",
	"relay access denied",
	"relaying denied",
	"550 ",
	"554 ",
	"553 ",
	"552 ",
	"551 ",
	"5.1.1",
	"5.2.2",
	"5.7.1",
	"4.4.7",
	"user not found",
	"not listed in",
	"account has been disabled",
	"account is disabled",
	"account disabled",
	"invalid recipient",
	"delivery has failed",
	"delivery error",
	"returned message",
	"sorry, we were unable",
	"i'm afraid i wasn't able",
	"couldn't find any host",
	"unable to relay",
	"no such recipient",
	"did not reach",
	"nicht zugestellt",
	"konnte nicht",
	"unbekannt",
	"no se ha podido",
	"não pôde ser",
	"n'a pas pu",
	"has been rejected",
	"message returned",
	"bad address",
	"address unknown",
	"delivery attempts",
	"retry timeout",
	"message delayed",
	"delivery delayed",
	"could not deliver",
	"delivery notification",
	"non-existent",
	"unreachable",
	"does not like recipient",
	"cannot be delivered",
	"cannot deliver",
	"can't be delivered",
	"no mailbox",
	"inactive",
	"undelivered",
	"is unknown",
	"届けることができ",
	"存在しない",
	"宛先不明",
	"受信拒否",
	"送信できません",
	"配信でき",
};

static const char *const returned_marks[] = {
	"--- below this line is a copy",
	"original message follows",
	"returned message follows",
	"message headers follow",
	"original message header",
	"returned message header",
	"this is a copy of the message",
	"text of your message",
	"your original message",
	"unsent message",
	"undelivered message follows",
	"original headers",
	"message text follows",
	"return-path:",
	"received: from",
	"message contents follow",
	"the header of",
	"--- the following addresses",
	"the original message was received",
	"copy of your message",
	"message header for",
	"the attached message",
	"transcript of session follows",
	"original mail as follow",
	"original message",
};

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
		struct slice line;
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
