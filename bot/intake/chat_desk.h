/* Shared by the files of chat: one event on its way, what is said to it, cards and buttons. */
#ifndef DOCKET_INTAKE_CHAT_DESK_H
#define DOCKET_INTAKE_CHAT_DESK_H

#include "cmd.h"
#include "life.h"

#include "docket/intake/chat.h"
#include "docket/store/chat.h"

/* One event. Everything lives in pool. */
struct talk {
	struct intake *in;
	struct store *store;
	struct pool *pool;
	int64_t now;
	const struct chat_from *from;
	struct slice source; /* from->name */
	const struct chat_event *ev;
	/* who: one of them has an id, or neither */
	struct member member;
	struct contact contact;
	int64_t room_client; /* the room is shared with this client; 0: it is the team's, or a talk with us alone */
	struct chat_said *out;
};

/* chat_say.c */
/* Says it to the person alone, where that can be. */
void talk_say(struct talk *t, struct slice text);
void talk_sayf(struct talk *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same, with commands as they are typed where this one stands. */
struct slice talk_how(struct talk *t, const char *key);
/* "/docket link CODE" as it is typed there. */
struct slice talk_line(struct talk *t, struct slice words);
/* That the files of the message were not taken: added to what is said. */
void talk_files(struct talk *t);
bool talk_in_team(const struct talk *t); /* it was typed in the team's own room */
/* Of a key of words.tsv in a language, {1} given way to arg. */
struct slice talk_in(struct intake *in, struct pool *pool, struct slice lang, const char *key, struct slice arg);
/* A word of the templates in the language of whoever it is, else the agency's. */
struct slice talk_word(struct talk *t, const char *key);
/* Runs a command of the grammar as the member; what it says, or why not, goes to *said_out. 1 done, 0
 * refused, -1 the whole event is undone. */
int talk_run(struct talk *t, const struct slice *words, size_t count, struct slice *said_out,
             struct err *e);
/* The same, and says it. */
int talk_command(struct talk *t, const struct slice *words, size_t count, struct err *e);

/* chat_verbs.c: verbs that only chat has. 1 it was one, 0, -1. */
int talk_verb(struct talk *t, const struct slice *words, size_t count, struct err *e);
/* The form for a new request. */
int talk_new_form(struct talk *t, struct err *e);
/* chat_press.c: a button, a form. */
int talk_press(struct talk *t, struct err *e);
/* chat_client.c: what a client's person says in a shared room, or presses. */
int talk_client(struct talk *t, struct err *e);
int talk_client_press(struct talk *t, const struct chat_press *press, struct err *e);

/* chat_again.c: does one, and puts it into the input log. */
struct again_at {
	struct intake *in;
	struct pool *pool;
	int64_t now;
	const char *said; /* out: key of what the person is told, or NULL */
	int64_t version;  /* out: of a decision, its number */
};
int chat_do(struct again_at *at, const struct chat_again *a, struct err *e);

/* chat_card.c */
enum { PRESS_DAYS = 30 }; /* a button lives as long as a review may take */
/* Appends a button for a command line; its token is new. */
struct press_of {
	const char *label; /* key of words.tsv */
	struct slice command;
	int64_t job, version, review, member, contact;
	enum chat_style style;
	const char *confirm; /* key, or NULL */
};
int card_button(struct intake *in, struct pool *pool, struct chat_card *c, const struct press_of *b,
                struct err *e);
/* The card of a job; *seen_out: a hash of what it shows, without tokens. press: with buttons. */
int card_of_job(struct intake *in, struct pool *pool, const struct job *j, bool press,
                struct chat_card *out, char seen_out[65], struct err *e);
/* Of a mail that waits for a member's word before it leaves; of one in triage. */
int card_of_draft(struct intake *in, struct pool *pool, const struct outbox_row *o, bool press,
                  struct chat_card *out, char seen_out[65], struct err *e);
int card_of_triage(struct intake *in, struct pool *pool, const struct inbox_row *m, bool press,
                   struct chat_card *out, char seen_out[65], struct err *e);
/* Of a client's review, in their shared room and language: nothing in it that their mail did not say. */
int card_of_review(struct intake *in, struct pool *pool, const struct review *r, struct slice source,
                   bool press, struct chat_card *out, char seen_out[65], struct err *e);
/* The open items of a revision list, the first of them with a button that ticks it. */
int card_of_revisions(struct talk *t, const struct job *j, struct chat_card *out, struct err *e);

#endif
