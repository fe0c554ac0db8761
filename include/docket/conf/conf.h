/*
 * The configuration file (DESIGN D8), read with libyaml's document API against one table of keys:
 * all faults at once, each with line, column, caret and the nearest right key. A struct conf lives
 * in its own pool; every text in it is NUL-terminated.
 */
#ifndef DOCKET_CONF_CONF_H
#define DOCKET_CONF_CONF_H

#include "docket/base/day.h"
#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

enum conf_tls { CONF_TLS_IMPLICIT, CONF_TLS_STARTTLS, CONF_TLS_NONE };
enum conf_links { CONF_LINKS_PUBLIC, CONF_LINKS_NEVER }; /* whether what links give is fetched (P6) */
enum conf_mode { CONF_DRAFT, CONF_DELAY, CONF_AUTOMATIC, CONF_NEVER }; /* P14 */

/* Where a password comes from; fetched when needed, never kept in the conf. */
struct conf_secret {
	const char *file, *env, *command; /* exactly one is set, or none */
};

struct conf_mailbox {
	const char *name; /* unique, [a-z0-9-] */
	/* either IMAP … */
	const char *host;
	int port;
	enum conf_tls tls;
	const char *user;
	struct conf_secret password;
	const char *folder;       /* "INBOX" */
	const char *after;        /* "keep", "seen", "move:NAME" */
	const char *auth_results; /* "google", "microsoft", "none", or the trusted authserv-id */
	const char *ca;           /* PEM file, or NULL for the system's */
	/* … or a local Maildir */
	const char *maildir;
	int line; /* in the file, for later complaints */
};

struct conf_outgoing {
	const char *host;
	int port;
	enum conf_tls tls;
	const char *user;
	struct conf_secret password;
	const char *ca;
	const char *maildir;      /* instead of host: the embedded sink */
	const char *from;         /* as written: "Harbor & Pine <intake@harborpine.example>" */
	const char *from_name, *from_address; /* taken apart */
	int connections;          /* at once, 1..16, default 4 */
	int line;
};

/* An entry of `chat:`: one bot on one platform. What of it a platform needs says its adapter. */
enum conf_transport { CONF_TRANSPORT_USUAL, CONF_TRANSPORT_PUSH, CONF_TRANSPORT_PULL, CONF_TRANSPORT_SOCKET };
struct conf_chat {
	const char *name;     /* unique, [a-z0-9-]; part of the keys of what is stored */
	const char *platform; /* one of CHAT_PLATFORM_WORDS */
	enum conf_transport transport;
	const char *url;          /* of the team's own server (Mattermost, Zulip, Matrix, Rocket.Chat) */
	const char *api;          /* another base for the platform's API, or NULL */
	const char *app;          /* application or client id; Google: the audience of its tokens */
	const char *tenant;       /* workspace or directory the team belongs to, or NULL: any */
	const char *user;         /* the bot's account, where the platform wants it told */
	const char *key;          /* public key, hex (Discord) */
	const char *subscription; /* Google Pub/Sub, projects/P/subscriptions/S */
	const char *format;       /* of a plain incoming webhook: whose rendering */
	const char *room;         /* the team's: cards and what it has to hear; or NULL */
	const char *command;      /* "docket": the slash command, without the slash */
	struct conf_secret token, secret, app_token, hook_token, webhook;
	int line;
};
#define CHAT_PLATFORM_WORDS                                                                        \
	"slack webhook telegram zulip mattermost teams discord matrix googlechat rocketchat"
#define CHAT_FORMAT_WORDS "slack mattermost rocketchat googlechat discord teams"

/* Ceilings of P12; every one has a default and a reason in the table of keys. */
struct conf_limits {
	int answers_per_address_hour; /* 3 */
	int answers_per_address_day;  /* 10 */
	int answers_per_thread;       /* 5, without a person in between */
	int answers_hour;             /* 200 */
	int triage_notes_hour;        /* 60 of one client: a busy day yes, a storm no */
	int64_t message_bytes;        /* 40 MB: above, only the head is fetched */
	int batch_count;              /* 128 */
	int64_t batch_bytes;          /* 3 MB: main holds one such batch at a time */
	int prompts;                  /* 3 missing-info prompts, then a member is asked to call */
	int questions;                /* 5 at once */
	int coalesce_seconds;         /* 300: several mails within this get one answer */
};

struct conf {
	const char *path; /* of the file, or "(built in)" */
	const char *data;
	struct {
		const char *name, *zone, *lang;
		VEC(const char *) domains; /* lower case */
		VEC(const char *) holidays; /* as written … */
		VEC(struct day_off) off;    /* … and read */
	} agency;
	VEC(struct conf_mailbox) mailboxes;
	struct conf_outgoing outgoing;
	bool has_outgoing;
	enum conf_mode replies;                                        /* for every kind … */
	VEC(struct { const char *kind; enum conf_mode mode; }) kinds; /* … but these: prompt, confirm, status, note, review, closeout, digest */
	int delay_minutes; /* of mode delay, default 15 */
	struct {
		const char *time; /* "08:30", local to whom it goes to; before 14:00 */
		int weekday;      /* of the clients': 0 Monday .. 6 Sunday, as day_week() counts */
	} digest;
	struct {
		enum conf_links links;
		int64_t size; /* the most of one link */
		int seconds;  /* and for how long, with all its redirects */
		VEC(const char *) private_hosts; /* "nas.example", "10.0.0.7:8080" */
		VEC(const char *) skip_hosts;
	} fetch;
	struct {
		const char *listen, *public_url;
		VEC(const char *) trusted_proxies;
	} http;
	VEC(struct conf_chat) chat;
	struct conf_limits limits;
	const char *templates, *lexicon, *kits; /* folders laid over the built-in files, or NULL */
	struct pool *pool;
};

/*
 * Finds the file: `given`, else $DOCKET_CONFIG, ./docket.yaml, /etc/docket/docket.yaml. Returns the
 * path in buf, or -1 (ERR_CONFIG: where it looked and how to make one).
 */
int conf_find(const char *given, char *buf, size_t size, struct err *e);

/*
 * Reads and checks the file. On faults returns -1 with ERR_CONFIG, the first of them in e, and all
 * of them, for a terminal, in `faults`: "FILE:3:5: unknown setting 'hots' - did you mean 'host'?",
 * the source line, a caret. Relative paths are taken from the file's folder.
 */
int conf_load(const char *path, struct conf **out, struct str *faults, struct err *e);
int conf_parse(struct slice text, const char *path, struct conf **out, struct str *faults,
               struct err *e);
void conf_free(struct conf *c);
/* The secret's text, one line, into buf: runs the command or reads the file or variable. A key in
 * JSON over several lines ("{" alone on the first; Google's, 2.4 KB) becomes one. 4 KB take all. */
int conf_secret_read(const struct conf_secret *s, char *buf, size_t size, struct err *e);
enum conf_mode conf_mode_of(const struct conf *c, const char *kind);
const char *conf_mode_name(enum conf_mode m);
/* The kinds of mail that have a mode, as words parted by blanks. */
const char *conf_mode_kinds(void);
/* The whole table of keys as the commented example file. */
void conf_example(struct str *out);
/* The same as roff for the manual page: one .TP per key, no section head. */
void conf_manual(struct str *roff_out);

#endif
