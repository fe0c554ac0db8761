/* Conversations with one person, see chat_talks.h. */
#include "chat_talks.h"

struct slice
chat_talks_of(const struct chat_talks *t, struct slice uid)
{
	for (size_t i = 0; i < CHAT_TALKS; i++)
		if (uid.len > 0 && slice_is(uid, t->list[i].uid))
			return slice_of(t->list[i].room);
	return SLICE_NONE;
}

void
chat_talks_keep(struct chat_talks *t, struct slice uid, struct slice room)
{
	if (uid.len == 0 || uid.len >= CHAT_TALK_REF_MAX || room.len == 0 ||
	    room.len >= CHAT_TALK_REF_MAX || chat_talks_of(t, uid).len > 0)
		return;
	size_t at = t->next++ % CHAT_TALKS;
	slice_cstr(uid, t->list[at].uid, sizeof(t->list[at].uid));
	slice_cstr(room, t->list[at].room, sizeof(t->list[at].room));
}

void
chat_talks_took(struct chat_talks *t, struct slice room, bool later)
{
	chat_talks_keep(t, slice_of(t->wanted), room);
	if (room.len == 0 && !later)
		memcpy(t->refused, t->wanted, sizeof(t->refused));
	t->wanted[0] = '\0';
}

int
chat_talks_need(struct chat_talks *t, struct slice uid, struct slice *room_out, struct err *e)
{
	struct slice room = chat_talks_of(t, uid);
	if (uid.len == 0 || uid.len >= CHAT_TALK_REF_MAX)
		return err_set(e, ERR_MESSAGE, "there is nobody to write to");
	if (room.len > 0) {
		*room_out = room;
		return 0;
	}
	if (slice_is(uid, t->refused)) {
		t->refused[0] = '\0'; /* the next message may try again */
		return err_set(e, ERR_MESSAGE, "that person can't be written to alone");
	}
	slice_cstr(uid, t->wanted, sizeof(t->wanted));
	return err_set(e, ERR_RETRY, "no conversation with that person could be begun yet");
}
