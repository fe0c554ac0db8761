/*
 * What a chat platform tells and is told, without any platform in it: events, cards, messages. An
 * adapter (docket/wire/chat.h) maps bytes to these and back; the rest of docket knows only these.
 * References to rooms, threads and messages are opaque texts: only the adapter that made one
 * understands it, everybody else stores it and compares bytes. Ids are text, never numbers: some
 * exceed 2^53, some are negative.
 */
#ifndef DOCKET_BASE_CHAT_H
#define DOCKET_BASE_CHAT_H

#include "docket/base/err.h"
#include "docket/base/json.h"
#include "docket/base/pool.h"
#include "docket/base/vec.h"

enum {
	CHAT_TEXT_MAX = 64 << 10, /* of one event: far above what any platform lets a person type */
	CHAT_TOKEN_MAX = 43,	  /* of a button: Telegram takes 64 bytes in all */
	CHAT_FIELDS_MAX = 20,	  /* of a card or a form: more is no card */
	CHAT_BUTTONS_MAX = 5,	  /* a row of Discord's */
	CHAT_FILES_MAX = 10,	  /* of a message: what Slack, Discord and Mattermost take */
};

enum chat_kind {
	CHAT_COMMAND,	/* the words behind the slash command, or behind a mention */
	CHAT_ACTION,	/* a button: `token` */
	CHAT_FORM,	/* a form was sent: `token` of the form, `fields` */
	CHAT_MESSAGE,	/* words in a room or thread, or to us alone */
	CHAT_EDITED,	/* of a message: `text` is what it says now, empty when deleted */
	CHAT_LIFECYCLE, /* we were put into a room or out of it; `text` is "joined", "left" or the
			   like */
	CHAT_KINDS
};
const char *chat_kind_name(enum chat_kind k);

/* Who did it, as the platform says. A display name is never an identity. */
struct chat_actor {
	struct slice tenant; /* workspace, server, guild …: part of the identity; may be empty */
	struct slice uid;    /* stable id of the account */
	struct slice handle, display;
	struct slice email;  /* where the platform gives it, else empty */
	bool email_verified; /* by the platform, or its directory says so */
	bool bot, self;	     /* another program; docket itself */
	bool outsider;	     /* a guest, or of another workspace: never linked by address */
};

struct chat_field {
	struct slice name, value;
};

/* A file that came with a message. Its bytes are not fetched. */
struct chat_file {
	struct slice name; /* may be empty */
	struct slice type; /* "application/pdf", or the platform's word; may be empty */
	struct slice id;   /* opaque: by which the platform gives it; may be empty */
	int64_t size;	   /* bytes; 0: not said */
};

struct chat_event {
	enum chat_kind kind;
	struct slice key; /* unique for one delivery of this adapter: a repeat has the same key */
	int64_t at;	  /* by the platform's clock, UTC ms, or 0 */
	struct slice room, thread, message; /* thread empty: none */
	bool direct;			    /* a talk with us alone */
	bool mention;			    /* a message that is addressed to us */
	struct chat_actor who;
	struct slice text;  /* plain UTF-8; mention and command name taken off */
	struct slice token; /* of an action or form: as it was in the button */
	struct chat_field fields[CHAT_FIELDS_MAX];
	size_t field_count;
	struct chat_file files[CHAT_FILES_MAX];
	size_t file_count;
	struct slice trigger; /* opaque: lets a form be opened, for a few seconds; or empty */
	struct slice
		reply; /* opaque: where this one may be answered (a response URL …); or empty */
	int64_t reply_until; /* UTC ms; 0: no limit known */
	int reply_left;	     /* answers that `reply` takes; -1: any number */
	struct slice ack;    /* opaque: what a socket is told once this is committed; not stored */
};
typedef VEC(struct chat_event) chat_event_list;

enum chat_style { CHAT_PLAIN, CHAT_PRIMARY, CHAT_DANGER };
struct chat_button {
	struct slice label;   /* at most 40 characters */
	struct slice token;   /* opaque, at most CHAT_TOKEN_MAX; empty for a link */
	struct slice url;     /* of a link, https; empty for a button */
	struct slice confirm; /* asked before; empty: not asked */
	struct slice keep;    /* beside that: the word for letting it be */
	struct slice command; /* the same as words for platforms without buttons: "approve ACME-042
				 7f3k…" */
	enum chat_style style;
};

/* What is shown. `text` is complete on its own: a platform that can't do cards sends it alone. */
struct chat_card {
	struct slice title;   /* one line, or empty */
	struct slice text;    /* plain text, "\n" between lines; no platform's markup */
	struct slice context; /* a small last line, or empty */
	struct chat_field fields[CHAT_FIELDS_MAX];
	size_t field_count;
	struct chat_button buttons[CHAT_BUTTONS_MAX];
	size_t button_count;
	bool code; /* text is a table or log: keep its columns (monospace) */
};

/* A form of single questions; its answer is an event CHAT_FORM with the same token. */
enum chat_input { CHAT_LINE, CHAT_LINES, CHAT_CHOICE, CHAT_DATE };
struct chat_question {
	struct slice name, label, hint, value; /* value: what stands in it at first */
	enum chat_input input;
	bool must;
	slice_list choices; /* of CHAT_CHOICE */
};
struct chat_form {
	struct slice title, submit; /* of the window (24 characters at most) and its button */
	struct slice token;
	struct chat_question questions[CHAT_FIELDS_MAX];
	size_t question_count;
};

/* One thing to be sent. Either to a room, or as the answer to an event (`reply`). */
enum chat_act {
	CHAT_POST,   /* into room (and thread) */
	CHAT_UPDATE, /* in place of the message `replace` */
	CHAT_REPLY,  /* through `reply` of an event */
	CHAT_OPEN,   /* the form, with `trigger` */
};
struct chat_message {
	enum chat_act act;
	struct slice key; /* idempotency key: [a-z0-9]{1,32}, the same at every try */
	struct slice room, thread, replace, reply, trigger;
	struct slice newest;  /* a word: of its kind only the newest is worth saying, so that while it
				 cannot leave a later one in the same place takes its place; empty:
				 all are. Not part of the stored form */
	struct slice only;    /* uid: only this person sees it, where the platform can; else as a
				 direct message */
	bool direct;	      /* to `only` alone, outside of any room */
	unsigned part, parts; /* of a long text: 1 of 1 when whole; buttons go with the last one */
	struct chat_card card;
	struct chat_form form; /* of CHAT_OPEN */
};

/* Adds a file. What is beyond the most that an event holds is named as one: nothing is left unsaid. */
void chat_file_add(struct pool *p, struct chat_event *ev, const struct chat_file *f);
/* The names of its files, a line each; empty when it has none. Never longer than a few hundred bytes. */
struct slice chat_file_names(struct pool *p, const struct chat_event *ev);

/* The stored forms: JSON, read back into pool. -1 (ERR_MESSAGE) on anything malformed. */
void chat_event_write(struct json *w, const struct chat_event *ev);
int chat_event_read(struct pool *p, struct slice json, struct chat_event *out, struct err *e);
void chat_message_write(struct json *w, const struct chat_message *m);
int chat_message_read(struct pool *p, struct slice json, struct chat_message *out, struct err *e);

/* How a platform counts the length of a text. */
enum chat_unit { CHAT_BYTES, CHAT_UTF16, CHAT_CODEPOINTS };
/* What a platform can do. */
struct chat_caps {
	bool push, pull, socket; /* ways in */
	bool puts;		 /* its pushes come by PUT and GET too (an application service) */
	char calls; /* what stands before the command's name: '/' (or 0), '!', or '@' for a mention */
	bool slash_called; /* slash commands come by push alone; else it is called by a mention */
	bool slash, buttons, update, threads, ephemeral, direct, forms, idempotent;
	enum chat_unit unit;
	size_t text_max;     /* units of one message */
	int ack_ms;	     /* within which a push must be answered */
	int per_room_minute; /* messages into one room; deliver spreads them */
};

size_t chat_length(struct slice text, enum chat_unit unit);
/*
 * Cuts text into parts of at most `max` units, at a blank line, line end, blank or, failing these,
 * between characters (never inside a UTF-8 sequence or between a character and a mark that belongs
 * to it). One part, the text itself, where it fits.
 */
void chat_split(struct pool *p, struct slice text, size_t max, enum chat_unit unit,
		slice_list *out);
/* The card as plain text: title, text, fields, buttons as the words that do the same. */
struct slice chat_plain(struct pool *p, const struct chat_card *c);

#endif
