/* A message as the parts it is sent in. */
#include "docket/deliver/chat.h"

enum {
	MARK = 12,	/* "(10/12) " and a little for what an adapter puts around */
	LEAST = 200,	/* units of a part: below, the card around it is what is too long */
	PARTS_MAX = 20, /* of a text of 64 KB even Discord's 2000 characters make 33: cut there */
};

/* What a card says besides its text, counted as plain words, which are longer than any card. */
static size_t
around(struct pool *p, const struct chat_card *c, enum chat_unit unit)
{
	struct chat_card bare = *c;
	bare.text = SLICE_NONE;
	return chat_length(chat_plain(p, &bare), unit) + MARK;
}

unsigned
deliver_chat_part(struct pool *p, const struct chat_message *m, const struct chat_caps *caps,
		  unsigned done, struct chat_message *out)
{
	slice_list parts = {0};
	*out = *m;
	out->part = out->parts = 1;
	if (m->act == CHAT_OPEN || caps->text_max == 0)
		return 1;
	/* No unit is shorter than a byte: most answers are seen to fit without being counted. */
	const struct chat_card *c = &m->card;
	if (c->field_count + c->button_count == 0 &&
	    c->title.len + c->text.len + c->context.len + MARK <= caps->text_max)
		return 1;
	size_t extra = around(p, &m->card, caps->unit);
	size_t room = caps->text_max > extra + LEAST ? caps->text_max - extra : LEAST;
	chat_split(p, m->card.text, room, caps->unit, &parts);
	if (parts.len <= 1)
		return 1;
	size_t count = parts.len < PARTS_MAX ? parts.len : PARTS_MAX;
	bool edit = m->act == CHAT_UPDATE;
	if (edit || done >= count) {
		/* An edit has one message to fill: what does not fit was said when it was posted.
		 */
		out->card.text = pool_slicef(p, "%.*s\n…", SLICE_ARG(parts.at[0]));
		return 1;
	}
	bool last = done + 1 == count;
	struct slice text = parts.at[done];
	if (last && count < parts.len)
		text = pool_slicef(p, "%.*s\n…", SLICE_ARG(text));
	out->part = done + 1;
	out->parts = (unsigned)count;
	out->card.text = pool_slicef(p, "(%u/%zu) %.*s", done + 1, count, SLICE_ARG(text));
	if (done > 0) {
		out->card.title = SLICE_NONE;
		/* A key of its own, or the platform takes the second part for a repeat of the
		 * first. */
		out->key = pool_slicef(p, "%.*sp%u", SLICE_ARG(slice_sub(m->key, 0, 28)), done + 1);
	}
	if (!last) {
		out->card.field_count = out->card.button_count = 0;
		out->card.context = SLICE_NONE;
	}
	return (unsigned)count;
}
