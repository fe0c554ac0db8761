/* The text has to be all of a program's: below a person's words it is a quotation. */
#include "machine.h"

#include "docket/base/utf8.h"
#include "match.h"
#include "phrase.h"

/* How far into a text its author says what it is. */
enum { LINES_BEFORE = 3, LINES_BEHIND = 4, TEXT_LOOK = 4096, RECEIPT_LINES = 12, ANNOUNCING = 4 };

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__};
#include "machine.def"
#undef WORDS

static struct match_set auto_bodies_set = MATCH_SET(auto_bodies),
			auto_openings_set = MATCH_SET(auto_openings),
			auto_nouns_set = MATCH_SET(auto_nouns),
			looked_at_set = MATCH_SET(looked_at),
			receipt_heads_set = MATCH_SET(receipt_heads),
			receipt_verbs_set = MATCH_SET(receipt_verbs),
			calendar_verbs_set = MATCH_SET(calendar_verbs),
			calendar_notes_set = MATCH_SET(calendar_notes),
			ticket_subjects_set = MATCH_SET(ticket_subjects),
			ticket_bodies_set = MATCH_SET(ticket_bodies),
			ticket_numbers_set = MATCH_SET(ticket_numbers);

bool
machine_asked(struct slice text)
{
	if (slice_has(text, "？"))
		return true;
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] == '?' &&
		    (i + 1 == text.len || (unsigned char)text.data[i + 1] <= ' ' ||
		     strchr("?!\")", text.data[i + 1])))
			return true;
	return false;
}

/* A line is "*** This is an automatic reply": the marks before it are no words. */
static struct slice
line_words(struct pool *pool, struct slice line)
{
	struct slice s = phrase_fold(pool, line);

	while (s.len > 0 && strchr("*-=_#[(<>~!\" \t", s.data[0]))
		s = slice_sub(s, 1, s.len);
	if (slice_starts(s, "note: "))
		s = slice_sub(s, 6, s.len);
	return s;
}

static bool
sentence_says(struct slice s)
{
	if (match_start(&auto_openings_set, s) == 0)
		return match_start(&auto_bodies_set, s) > 0;
	ptrdiff_t end = slice_find(s, SLICE_LIT(". "));
	return match_any(&auto_nouns_set, slice_sub(s, 0, end < 0 ? s.len : (size_t)end));
}

/* At the start of a line; of a later sentence, too, where the text asks nothing. */
static bool
line_says(struct pool *pool, struct slice line, bool sentences)
{
	struct slice s = line_words(pool, slice_sub(line, 0, TEXT_LOOK));

	if (match_any(&looked_at_set, s))
		return false;
	if (sentence_says(s))
		return true;
	for (size_t i = 1; sentences && i + 1 < s.len; i++)
		if (s.data[i] == ' ' && (s.data[i - 1] == '.' || s.data[i - 1] == '!') &&
		    sentence_says(slice_sub(s, i + 1, s.len)))
			return true;
	return false;
}

/* "Please put this below our mails:", but not "Estimado cliente:" */
static bool
announces(struct slice line)
{
	struct slice word, rest = line;
	size_t words = 0;

	while (slice_cut(&rest, ' ', &word))
		words += word.len > 0;
	return words >= ANNOUNCING && slice_ends(line, ":");
}

/* What stands between an author's first and last lines is content. */
bool
machine_says(struct pool *pool, const struct mail *mail)
{
	struct slice rest = slice_sub(mail->text_signed, 0, TEXT_LOOK), line;
	struct slice last[LINES_BEHIND];
	bool sentences = !machine_asked(rest);
	struct slice above = SLICE_NONE;
	size_t n = 0;

	while (slice_line(&rest, &line)) {
		if (slice_blank(line))
			continue;
		bool theirs = announces(above);
		above = slice_trim(line);
		if (theirs)
			line = SLICE_NONE;
		else if (n < LINES_BEFORE && line_says(pool, line, sentences))
			return true;
		last[n++ % LINES_BEHIND] = line;
	}
	for (size_t i = 0; i < n && i < LINES_BEHIND; i++)
		if (line_says(pool, last[i], sentences))
			return true;
	return false;
}

/* Outlook's and Exchange's receipts that are no RFC 8098 report any more: three blocks of lines. */
static bool
is_receipt(struct pool *pool, const struct mail *mail)
{
	struct slice rest = slice_sub(mail->body, 0, TEXT_LOOK), line;
	int n = 0;

	while (n < RECEIPT_LINES && slice_line(&rest, &line)) {
		if (slice_blank(line))
			continue;
		struct slice s = slice_trim(phrase_fold(pool, line));
		if (n++ == 0 && match_start(&receipt_heads_set, s) != s.len)
			return false;
		if (n > 2 && match_start(&receipt_verbs_set, s) > 0)
			return true;
	}
	return false;
}

static bool
is_calendar_reply(struct pool *pool, const struct mime *m)
{
	const struct part *p;

	VEC_EACH (p, &m->parts)
		if (mime_is(p, "text/calendar") && !p->inner &&
		    (slice_iis(mime_param(pool, p, "method"), "reply") ||
		     slice_ifind(mime_bytes(pool, p, TEXT_LOOK), SLICE_LIT("\nMETHOD:REPLY")) >= 0))
			return true;
	return false;
}

/* RFC 5546 3.2.3: a click. Words beside it are a person's, unless the calendar wrote them. */
static bool
is_click(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	struct slice rest = slice_sub(mail->text, 0, TEXT_LOOK), line = SLICE_NONE;

	if (!is_calendar_reply(pool, m))
		return false;
	while (slice_blank(line) && slice_line(&rest, &line))
		;
	struct slice s = phrase_fold(pool, line);
	return slice_blank(s) ||
	       (match_any(&calendar_verbs_set, s) && !match_words(&calendar_notes_set, s));
}

static bool
has_digit(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] >= '0' && s.data[i] <= '9')
			return true;
	return false;
}

/* It numbers what it has received; people who write of tickets do not. */
static bool
is_ticket(struct pool *pool, const struct mail *mail)
{
	/* "please type your reply above this line" cuts off all there is */
	struct slice text = slice_blank(mail->text) ? mail->body : mail->text;
	struct slice head = utf8_cut(text, TEXT_LOOK);

	if (machine_asked(head) ||
	    !match_any(&ticket_subjects_set, phrase_fold(pool, mail->subject)))
		return false;
	head = utf8_fold(pool, head);
	return match_any(&ticket_bodies_set, head) &&
	       (has_digit(mail->subject) || match_any(&ticket_numbers_set, head));
}

const char *
machine_rule(struct pool *pool, const struct mime *m, const struct mail *mail)
{
	if (is_click(pool, m, mail))
		return "calendar-reply";
	if (is_receipt(pool, mail))
		return "receipt";
	return is_ticket(pool, mail) ? "ticket" : NULL;
}
