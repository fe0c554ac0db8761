/* Shared by the files of intake: the intake itself and the context of one message. */
#ifndef DOCKET_INTAKE_CTX_H
#define DOCKET_INTAKE_CTX_H

#include "docket/base/json.h"
#include "docket/base/log.h"
#include "docket/base/step.h"
#include "docket/domain/policy.h"
#include "docket/intake/intake.h"
#include "docket/store/jobs.h"
#include "docket/store/modes.h"
#include "docket/store/outbox.h"
#include "docket/store/people.h"
#include "wall.h"

enum { TOKEN_KEY_LEN = 32, TRAIL_MAX = 16 << 10, OUT_MAX = 4 << 20,
       /* Files of one mail, as bytes and as base64 with its mail: most servers take 10 MB. */
       FILES_MAIL_MAX = 7 << 20, OUT_FILES_MAX = 12 << 20 };

struct intake {
	struct intake_env env;	/* its clock is the one below */
	struct clock clock;
	int inputs_open;	/* nested: a command in a mail is that mail's */
	unsigned char token_key[TOKEN_KEY_LEN];
	char install[17];
	const char *own_address; /* of outgoing.from, or NULL */
	const char *own_domain;
	const char *zone;        /* of the agency */
	int64_t unread_ms; /* since when one of the mailboxes was not read; 0: all are */
	/* Of the client wall: mails held back so far, why the last one, and the mail that is being applied
	   and must go to triage for it. */
	unsigned walled;
	char walled_why[200];
	int64_t walled_cause;
	bool replayed; /* a command made a message pending again */
	int64_t chat_pulse[5]; /* what there was when cards in chat were last looked at (CHAT_PULSE) */
	int64_t terminal_pulse[5]; /* the same of a terminal chat */
	const struct chat_from *chat; /* entries of `chat:` that work, borrowed from the daemon */
	size_t chat_count;
	int64_t chat_forgot; /* when what is of no use any more was last removed */
};

enum who_kind { WHO_UNKNOWN, WHO_CONTACT, WHO_DOMAIN, WHO_MEMBER };

/* One message on its way through the steps. Everything lives in pool. */
struct ctx {
	struct intake *in;
	struct store *store;
	struct pool *pool;
	int64_t now;
	struct inbox_row row;
	struct reading *r;
	struct inbox_settled out;
	/* who */
	enum who_kind who;
	struct client client;
	struct contact contact;
	struct member member;
	struct slice address, name; /* of the person whose words these are */
	struct slice preface;       /* of the answer to a member's commands: lines that were none */
	bool forwarded;             /* a member's forward: member is the forwarder */
	struct slice recorder;      /* "member:3": who reports these words by command; else empty */
	/* authentication and thread */
	const char *auth;           /* "token", "dmarc", "none", "absent", "fail" */
	bool has_token, own_token;
	bool same_id;	 /* an earlier mail with other words bears this Message-ID */
	bool two_tokens; /* the mail carries different ones: none of them decides */
	struct outbox_row token_row;
	bool has_job;
	struct job job;
	const char *thread_rule;
	struct outbox_row answered; /* the mail of ours that this one replies to; id 0 if none */
	bool cc_only;
	/* the trail for `docket why` */
	struct str trail;
	struct json trail_json;
};

void trail_add(struct ctx *c, const char *step, const char *verdict, const char *format, ...)
        __attribute__((format(printf, 4, 5)));
/* Ends the message: state and reason. Returns 1, the "settled" of a step. */
int settle(struct ctx *c, enum inbox_state state, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/* Steps: 1 settled, 0 go on, -1 failed. */
int step_duplicate(struct ctx *c, struct err *e);
int step_machine(struct ctx *c, struct err *e);
int step_identify(struct ctx *c, struct err *e);
int step_authenticate(struct ctx *c, struct err *e);
int step_thread(struct ctx *c, struct err *e);
int step_member(struct ctx *c, struct err *e);
int step_client(struct ctx *c, struct err *e);

/* identify.c */
int who_is(struct ctx *c, struct slice address, struct err *e);
/* Whether the reading has this warning: a word of mail.h's list, or of the understanding's. */
bool read_warns(const struct ctx *c, const char *word);
int find_answered(struct ctx *c, struct err *e); /* fills c->answered only */
struct slice actor_of(struct ctx *c); /* "contact:12", "member:3" */

/* absence.c: an out-of-office answer to a mail of ours about a job: event, and a word to the lead. */
int absence_take(struct ctx *c, struct err *e);

/* token.c: lower-case base32, key number first, bound to job and person (D5). */
struct slice token_make(struct intake *in, struct pool *pool, int64_t job, struct slice address,
			const char *purpose);
/* The token in an address intake+TOKEN@ours, in lower case wherever it passed, or empty. */
struct slice token_of_address(struct intake *in, struct pool *pool, struct slice address);
bool address_is_own(struct intake *in, struct slice address);

/* brief.c */
/* The lexicons of the intake; NULL where they cannot be had, which is logged. */
const struct understanding *lexicons_of(struct intake *in);
/* understand_answer() with the lexicons of the intake; false, too, where they cannot be had. */
bool answer_read(struct intake *in, struct pool *pool, enum field f, struct slice text,
                 struct slice lang, struct civil now, struct said_field *out);
/* The number of our question that stands quoted above an answer, or 0. */
unsigned quoted_number(struct slice question);
unsigned kit_required(const struct kits *kits, struct slice kit);
/* Takes over what the reading says; `over` lets it replace what is there. Bits changed out. */
int brief_merge(struct ctx *c, struct job *j, bool over, unsigned *changed_out, struct err *e);
int brief_set(struct intake *in, struct pool *pool, struct job *j, int field,
              const struct brief_field *value, struct slice actor, int64_t now, struct err *e);
/* The zone of that name, else the agency's; never NULL. */
const struct zone *zone_of(struct intake *in, struct slice name);
struct slice day_text(struct pool *pool, int64_t day); /* "2026-05-14", of base/day.h's number */
const struct zone *job_zone(struct intake *in, struct pool *pool, const struct job *j);
/* Business time in that zone, with the agency's holidays. */
struct calendar calendar_in(const struct intake *in, const struct zone *z);
int job_do(struct intake *in, struct job *j, enum job_event ev, struct slice actor, int64_t message,
           struct slice why, int64_t now, struct err *e);
int event_add(struct intake *in, int64_t job, const char *kind, struct slice actor, int64_t message,
              int64_t now, struct slice text, struct err *e);

/* A line of the chain of the mail's client, by its sender. */
int client_event_by_mail(struct ctx *c, const char *kind, struct slice data, struct slice text, struct err *e);

/* A sentence in the reader's language: a key of words.tsv, and what stands in it for {1}, {2}, {3}. */
struct saying {
	const char *key; /* NULL: arg[0] as it is */
	struct slice arg[3];
};
#define SAY(k)         ((struct saying){.key = (k)})
#define SAY_OF(k, ...) ((struct saying){.key = (k), .arg = __VA_ARGS__}) /* SAY_OF(k, {a, b}) */
#define SAY_TEXT(text) ((struct saying){.arg = {text}})
#define SAY_NONE       ((struct saying){.key = NULL})
typedef VEC(struct saying) saying_list;

/* answer.c: what goes to a client. */
struct answer {
	const char *kind;       /* template */
	const char *mode_kind;  /* key of `kinds:`: prompt, confirm, status, note */
	struct job *job;
	struct contact *to;
	struct slice to_name, to_address;
	struct slice cause_id;  /* Message-ID replied to, or empty */
	const slice_list *references;
	const addr_list *also;  /* people on the thread; those of the client get a copy */
	int64_t cause;          /* message row or 0 */
	struct slice original;  /* the client's words, for the draft */
	bool answers_ours;
	bool by_member;         /* a member asked for it: no caps, no draft */
	bool not_a_reply;       /* our own move, as a version shown: no caps, but modes hold */
	bool held;              /* a draft for the account lead in every mode but never */
	saying_list aside;      /* lines for the lead's eyes, in the mail that shows the draft */
	const char *purpose;    /* what the reply token is bound to; NULL: the job */
	struct slice *token_out; /* the reply token; may be NULL */
	bool replaced;          /* out: took the place of an answer not yet sent */
	struct slice about;     /* if it has to wait for the caps: what waiting.c looks at before it leaves */
	bool renews;            /* one like it that waits is not needed any more */
	bool waits;             /* out: it does */
	wall_list shows;        /* what else than the job stands in it (wall.h) */
	struct value *values;
	const struct answer_file *files; /* attached … */
	size_t file_count;
	struct slice files_text; /* … and their words, which the wall searches as it does the mail's */
};
struct answer_file {
	struct slice name, type, bytes; /* bytes live until the mail is written */
};
/* *outbox_out: row of the queued or drafted mail, 0 when docket keeps silent or the wall refused. */
int answer_client(struct intake *in, struct pool *pool, struct answer *a, int64_t *outbox_out,
                  struct err *e);
void answer_brief(struct intake *in, const struct job *j, const char *lang, struct value *v);
void answer_deadline(struct intake *in, struct pool *pool, const struct job *j, struct value *v);
const char *job_lang(struct intake *in, const struct job *j);
struct slice answer_first_name(struct slice name); /* "Jane" of "Jane Doe" and of "Doe, Jane" */
/* text with the first `mark` replaced by word. */
struct slice put_word(struct pool *pool, struct slice text, const char *mark, struct slice word);
int answer_prompt(struct ctx *c, struct job *j, bool first, struct err *e);
/* A notice of a state change to the requester: hold, resumed, declined, cancelled, confirm. */
int answer_notice(struct intake *in, struct pool *pool, struct job *j, const char *kind,
                  struct slice reason, struct err *e);
/* The deadline is another than `before`: to the requester, by the modes (P14). */
int answer_new_deadline(struct intake *in, struct pool *pool, struct job *j,
                        const struct brief_field *before, struct slice reason, struct err *e);

/* oversize.c: after the steps, of a mail whose files were left out when it was fetched. */
int oversize_told(struct ctx *c, struct err *e);

/* waiting.c: what the caps of P12 held back leaves when they allow it, if it is still wanted. */
/* What policy_cap() says to one more answer. */
int spoken_count(struct intake *in, const struct job *j, struct slice address, const char **cap_out,
                 struct err *e);
int waiting_idle(struct intake *in, struct err *e);

/* notify.c: what goes to the team. */
struct note {
	const char *kind; /* "team-note", "triage", "alarm", "reply" */
	struct saying headline;
	struct saying lines[6]; /* of "triage": commands … */
	const char *what[6];    /* … and what each is for: keys of words.tsv */
	size_t line_count;
	struct saying next;
	struct slice quote, block;
	struct slice answered; /* the reader's own words that it answers (wall.h) */
	struct slice ref, from, subject, reason;
	int64_t job, client, cause;
	struct slice in_reply_to;
	int64_t to_member; /* 0: the account lead of the client, else who fits */
	const char *alarm_key; /* at most alarm_most (0: one) an hour per key; NULL: always */
	int alarm_most;
	const char *purpose;      /* what the reply token is bound to; NULL: the kind */
	int64_t *outbox_out;      /* row of the queued mail; may be NULL */
	struct slice *token_out;  /* its reply token; may be NULL */
	struct value *values;     /* what the template of this kind needs besides; may be NULL */
};
int notify_team(struct intake *in, struct pool *pool, const struct note *n, struct err *e);
struct proposal {
	int64_t outbox;
	int64_t leaves; /* when, if nobody stops it; 0: a draft, on a member's word only */
	struct slice subject, text;
};
/* Shows a mail to the account lead before it leaves (P14). */
int notify_draft(struct intake *in, struct pool *pool, const struct answer *a,
                 const struct proposal *shown, struct err *e);
/* Queues a mail of kind n->kind to one of the team, rendered by the caller. */
int notify_rendered(struct intake *in, struct pool *pool, const struct member *to,
                    const struct note *n, const struct rendered *body, struct err *e);
int lead_of(struct intake *in, struct pool *pool, int64_t client, struct member *out,
            struct err *e);
/* Whether what nobody owns at this client falls to m. 1, 0, -1. */
int lead_is(struct intake *in, struct pool *pool, int64_t client, const struct member *m,
            struct err *e);

/* cmd_retro.c: a member's answers to the three questions of a closeout; how many in *kept_out. */
int member_retro(struct ctx *c, size_t *kept_out, struct err *e);

/* client.c */
int open_jobs(struct ctx *c, struct job *linked, struct err *e);

/* message id of ours, without <>: docket.TOKEN.UNIQUE@domain; repeatable for the same cause. */
struct slice own_message_id(struct intake *in, struct pool *pool, struct slice token, int64_t job,
                            int64_t cause, const char *kind);

#endif
