/*
 * Conversations with one person alone, for platforms where one has to be begun before anything can
 * be said in it (Teams, Discord). They are remembered while we run; begun again, they are the same.
 * Private to bot/wire.
 */
#ifndef DOCKET_WIRE_CHAT_TALKS_H
#define DOCKET_WIRE_CHAT_TALKS_H

#include "docket/base/err.h"
#include "docket/base/slice.h"

enum {
	CHAT_TALKS = 64,	 /* people of an agency, and some */
	CHAT_TALK_REF_MAX = 400, /* bytes of an id; the longest seen: 180, of Teams */
};
struct chat_talks {
	struct {
		char uid[CHAT_TALK_REF_MAX], room[CHAT_TALK_REF_MAX];
	} list[CHAT_TALKS];
	size_t next;
	char wanted[CHAT_TALK_REF_MAX];	 /* whom one is to be begun with; or "" */
	char refused[CHAT_TALK_REF_MAX]; /* with whom that was refused, until it is told */
};

void chat_talks_keep(struct chat_talks *t, struct slice uid, struct slice room);
struct slice chat_talks_of(const struct chat_talks *t, struct slice uid); /* empty: none known */
/* What asking for `wanted` came to: empty room: it can't be. later: it may be, another time. */
void chat_talks_took(struct chat_talks *t, struct slice room, bool later);
/* For render: 0 with *room_out; -1: ERR_RETRY, `wanted` is set and wants has to ask for it; or
 * ERR_MESSAGE, that is nobody. */
int chat_talks_need(struct chat_talks *t, struct slice uid, struct slice *room_out, struct err *e);

#endif
