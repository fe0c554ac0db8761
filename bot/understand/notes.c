/*
 * Feedback in a text file that came along (P5): read as the new text is, kept apart from it, because
 * quotes and offsets of the reading are of the new text alone.
 */
#include "context.h"

enum { NOTE_ITEMS_MAX = 200 }; /* of all files of a mail: a longer list is no note */

static void
take(struct context *c, const struct attachment *a)
{
	struct reading said = {.intent = INTENT_FEEDBACK};
	struct mail shown = {.text = a->text, .subject_base = c->mail->subject_base};
	struct context n = *c;
	n.r = &said;
	n.mail = &shown;
	n.d = doc_new(c->u, c->pool, a->text, -1);
	feedback_read(&n);
	for (size_t i = 0; i < said.items.len && c->r->notes.len < NOTE_ITEMS_MAX; i++) {
		struct said_item x = said.items.at[i];
		x.quote.start = x.quote.end = 0;
		VEC_ADD(&c->r->notes, c->pool, x);
	}
}

void
notes_read(struct context *c)
{
	if (!c->reply && !c->docket_subject && !c->review)
		return; /* a request's files are its material */
	for (size_t i = 0; i < c->mail->attachments.len; i++)
		if (c->mail->attachments.at[i].text.len > 0)
			take(c, &c->mail->attachments.at[i]);
}
