/*
 * Feedback in a text file that came along, or in a tool's notice (P5): read as the new text is,
 * kept apart from it, because quotes and offsets of the reading are of the new text alone.
 */
#include "context.h"

enum { NOTE_ITEMS_MAX = 200 }; /* of all files of a mail: a longer list is no note */

/* A text without a mail around it, under a review. */
static void
read_bare(struct context *c, struct slice text)
{
	*c->r = (struct reading){.intent = INTENT_FEEDBACK, .text = text};
	c->reply = true;
	c->review = true;
	c->d = doc_new(c->u, c->pool, text, -1);
	c->subject = doc_new(c->u, c->pool, SLICE_NONE, c->d->lang);
	c->r->lang = slice_of(lang_names[c->d->lang]);
	c->only_deadline = says_only_deadline(c);
	feedback_read(c);
}

void
understand_feedback(const struct understanding *u, struct pool *pool, struct slice text,
		    struct reading *out)
{
	struct mail m = {.text = text};
	struct context c = {.u = u, .pool = pool, .mail = &m, .r = out};

	read_bare(&c, text);
}

void
understand_reply(const struct understanding *u, struct pool *pool, struct slice text, struct reading *out)
{
	struct mail m = {.text = text};
	struct context c = {.u = u, .pool = pool, .mail = &m, .r = out};

	read_bare(&c, text);
	verdict_read(&c);
}

static void
take(struct context *c, struct slice text)
{
	struct reading said;
	understand_feedback(c->u, c->pool, text, &said);
	for (size_t i = 0; i < said.items.len && c->r->notes.len < NOTE_ITEMS_MAX; i++) {
		struct said_item x = said.items.at[i];
		x.quote.start = x.quote.end = 0;
		VEC_ADD(&c->r->notes, c->pool, x);
	}
}

void
notes_read(struct context *c)
{
	if (c->mail->notice.words.len > 0)
		take(c, c->mail->notice.words);
	if (!c->reply && !c->docket_subject && !c->review)
		return; /* a request's files are its material */
	for (size_t i = 0; i < c->mail->attachments.len; i++)
		if (c->mail->attachments.at[i].text.len > 0)
			take(c, c->mail->attachments.at[i].text);
}
