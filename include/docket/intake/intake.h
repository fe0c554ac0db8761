/*
 * The only writer on the way in: raw mail is recorded, read by the reader child, and applied with
 * all its effects in one transaction (DESIGN D4, PRODUCT P2). Commands go the same way.
 */
#ifndef DOCKET_INTAKE_INTAKE_H
#define DOCKET_INTAKE_INTAKE_H

#include "docket/base/clock.h"
#include "docket/compose/template.h"
#include "docket/conf/conf.h"
#include "docket/conf/kit.h"
#include "docket/domain/phrases.h"
#include "docket/store/inbox.h"
#include "docket/understand/reading.h"

struct intake;

/* Everything is borrowed and must outlive the intake. */
struct intake_env {
	struct store *store;
	const struct conf *conf;
	const struct kits *kits;
	const struct templates *templates;
	const struct phrases *phrases;
	/* The compiled lexicons, some megabytes that are made when first asked for; or NULL and why. */
	const struct understanding *(*lexicons)(void *arg, struct err *e);
	void *lexicons_arg;
	const struct clock *clock;
	bool rebuilds; /* from the input log: nothing outside of the store is written */
};
/* Loads the token keys and the installation's id, making them on the first start (own commit). */
int intake_new(const struct intake_env *env, struct intake **out, struct err *e);
void intake_free(struct intake *in);

struct intake_raw {
	struct inbox_key key;
	int64_t internal; /* the server's INTERNALDATE, or 0 */
	struct slice raw;
	bool cut;
	int64_t id; /* out: row, or 0 when this key was known */
};
/* The record commit: blobs durable, then rows, in one transaction of its own. All or nothing. */
int intake_record(struct intake *in, struct intake_raw *raws, size_t count, struct err *e);

/*
 * Applies one recorded message inside the caller's transaction: its state, events and replies.
 * `json` is the reading; empty when no reading could be made, then `fault` says why and the
 * message goes to triage raw. Whatever fails undoes this message's effects; unless it may work
 * later (-1, ERR_RETRY: the caller rolls back and tries again) the message goes to triage.
 */
int intake_apply(struct intake *in, int64_t id, struct slice json, struct slice fault,
                 struct err *e);

/* Whether a command, by whatever way it came, made messages pending again since it was last asked. */
bool intake_replayed(struct intake *in);

/*
 * Tells the team, by the outgoing mail, that a mailbox cannot be read until somebody mends it (why), or
 * that it is read again (why is empty). In the caller's transaction.
 */
int intake_mailbox(struct intake *in, struct slice mailbox, struct slice why, struct err *e);

/* Tells the team of a recipient that refused our mail for good. In the caller's transaction. */
int intake_refused(struct intake *in, int64_t outbox, struct slice address, struct slice why,
                   struct err *e);

/*
 * What falls due by the clock alone: one note for the alarms held back in an hour that is over, and
 * digests (P9). In transactions of its own. Returns how many mails were queued, or -1.
 */
int intake_idle(struct intake *in, struct err *e);
/* One part of that by its name, as the input log has it. */
int intake_tick(struct intake *in, struct slice part, struct err *e);
/* For how long the mailbox that waits longest was not read: nobody is reminded on old news. */
void intake_mailboxes_unread(struct intake *in, int64_t ms);

/* Who types a command, and where. */
struct command_from {
	int64_t member;       /* row, or 0 for the local operator */
	int64_t message;      /* cause, or 0 */
	int64_t job;          /* the one its thread is about, or 0 */
	const struct reading *reading; /* of that message, while it is applied; or NULL */
	bool json;
	bool shell;           /* the local shell may add people and release recovery */
	bool chat;            /* typed in chat: files cannot come with it */
};
/*
 * Runs one command (P7) given as words, in the caller's transaction; what it says goes to out.
 * ERR_USAGE carries the usage line, ERR_REFUSED why; nothing is changed then.
 */
int command_run(struct intake *in, const struct command_from *from, const struct slice *words,
                size_t count, struct str *out, struct err *e);
/* Splits a line into words ("…" and '…' keep blanks together) in pool. */
void command_split(struct pool *pool, struct slice line, slice_list *out);
/* Whether word is a verb of the grammar; the nearest one is in *nearest_out (may be NULL). */
bool command_known(struct slice word, const char **nearest_out);
/* What `help [word]` says; needs no store. ERR_USAGE for a word that is no verb. */
enum command_reader { COMMAND_PARTNER, COMMAND_TEAM, COMMAND_SHELL };
int command_help(struct slice word, enum command_reader reader, struct str *out, struct err *e);
bool command_writes(struct slice word); /* false: it only reads */
/* What its usage wants first behind the verb: "JOB", "MESSAGE" …, or empty. */
struct slice command_object(struct slice word);

#endif
