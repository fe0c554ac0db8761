/*
 * Chat as a source of intents: an event is kept by its key and applied in one transaction with what
 * it causes, as a mail is (DESIGN D4). Who typed it is told by verified identities alone.
 *
 * The caller's order for a push: begin; per event intake_chat; adapter ack (the answer may stand in
 * it), else chat_out_add; commit; only then the HTTP answer. For a pull: the same, and the cursor
 * in the same transaction.
 */
#ifndef DOCKET_INTAKE_CHAT_H
#define DOCKET_INTAKE_CHAT_H

#include "docket/base/chat.h"
#include "docket/intake/intake.h"

/* An entry of `chat:` that works. Borrowed for as long as it is used. */
struct chat_from {
	const char *name; /* of the entry */
	const char *room; /* the team's, or NULL */
	const char *tenant; /* people of others are outsiders; NULL: not told */
	const struct chat_caps *caps;
	const char *call; /* how a command begins there: "/docket", "!docket", "@docket"; NULL: the first */
	int64_t member; /* whoever writes there is this member (the terminal); 0: told by identities */
};
struct chat_said {
	bool has;     /* m is to be said */
	bool repeat;  /* the event was known: m is what was answered then, if that was kept */
	bool ask_who; /* the account is unknown: call whois, then intake_chat_who */
	int64_t job;  /* for chat_out_add */
	struct chat_message m;
};
/* The entries that work, before anything else here: borrowed for as long as the intake lives. */
void intake_chat_use(struct intake *in, const struct chat_from *from, size_t count);
/*
 * Takes one event, in the caller's transaction. What lasts (a message that is queued beside the
 * answer, a job's card) is queued here; the answer itself is in *out, to be acknowledged with or
 * queued by the caller. What concerns docket not is not kept. 1 new, 0 known (nothing was changed), -1 (ERR_RETRY: roll back, it comes
 * again or the person is told to).
 */
int intake_chat(struct intake *in, const struct chat_from *from, const struct chat_event *ev,
		struct pool *p, struct chat_said *out, struct err *e);
/*
 * What the platform says of an account that was asked for: links it where that is allowed (P8),
 * then applies what waited for it; the answers are queued. known: false when it can't be said. In
 * the caller's transaction.
 */
int intake_chat_who(struct intake *in, const struct chat_from *from, const struct chat_actor *who,
		    bool known, struct err *e);
/* Accounts that events wait for, after a restart too. */
typedef VEC(struct chat_actor) chat_actor_list;
int intake_chat_unknown(struct intake *in, const struct chat_from *from, struct pool *p,
			chat_actor_list *out, struct err *e);
/*
 * Brings the cards of jobs that changed since it was last called up to date in the rooms of the
 * entries in use, and says there what the team has to hear. In a transaction of its own; cheap when
 * nothing changed. Returns how many messages were queued, or -1.
 */
int intake_chat_cards(struct intake *in, struct err *e);
/* The same for an entry that is not always in use: the terminal, while one is open. */
int intake_chat_cards_at(struct intake *in, const struct chat_from *from, struct err *e);
/* Tells the team, once an hour at most, that an entry of `chat:` does not work: a dead token, a room
 * that is gone, long silence. refused: by its token or a right; what goes out is kept meanwhile. In
 * the caller's transaction. */
int intake_chat_trouble(struct intake *in, struct slice entry, struct slice why, bool refused,
                        struct err *e);

/* What of chat the input log holds beside commands; rebuild does it again. */
#define CHAT_AGAIN_LINK     "chat-link"
#define CHAT_AGAIN_ROOM     "chat-room"
#define CHAT_AGAIN_CODE     "chat-code"
#define CHAT_AGAIN_WORDS    "chat-words"
#define CHAT_AGAIN_DECISION "chat-decision"
struct chat_again {
	const char *kind;
	struct slice source, tenant, uid, room, how;
	struct slice words; /* a code, what was said, what was pressed */
	struct slice files; /* names of what came with it, a line each */
	int64_t member, contact, client, job, review;
};
int intake_chat_again(struct intake *in, const struct chat_again *a, struct err *e);

#endif
