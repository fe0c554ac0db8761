/*
 * What one mail says, free of context: language, intent, brief fields with the words they came
 * from, dates, verdict, feedback. Computed in the reader child, handed to main as JSON, stored with
 * the message (`docket why`), printed by `docket parse --json`. One format for all of them.
 */
#ifndef DOCKET_UNDERSTAND_READING_H
#define DOCKET_UNDERSTAND_READING_H

#include "docket/base/zone.h"
#include "docket/message/mail.h"

enum intent {
	INTENT_REQUEST, INTENT_INFO, INTENT_FEEDBACK, INTENT_APPROVAL, INTENT_REJECTION,
	INTENT_QUESTION, INTENT_STATUS, INTENT_CANCEL, INTENT_CHANGE_DEADLINE, INTENT_SOCIAL,
	INTENT_OTHER,
	INTENT_COUNT
};
enum verdict {
	VERDICT_NONE, VERDICT_APPROVE, VERDICT_APPROVE_WITH_CHANGES, VERDICT_CHANGES,
	VERDICT_REJECT, VERDICT_QUESTION,
	VERDICT_COUNT
};
/* The ten names of a brief (P3); the order in which docket asks for them. */
enum field {
	FIELD_DELIVERABLE, FIELD_OBJECTIVE, FIELD_AUDIENCE, FIELD_DEADLINE, FIELD_CHANNELS,
	FIELD_COPY_OR_OFFER, FIELD_SPECS, FIELD_REFERENCES, FIELD_APPROVER, FIELD_BUDGET,
	FIELD_COUNT
};
#define FIELD_BIT(f) (1u << (f))

enum item_kind { ITEM_CHANGE, ITEM_QUESTION, ITEM_OUT_OF_SCOPE, ITEM_VAGUE, ITEM_KIND_COUNT };

/* A point in time as a person said it. */
struct when {
	bool known;
	int year, month, day;
	int hour, minute;    /* hour -1: no time was said */
	bool ambiguous;      /* 03/04: `alt` is the other way to read it */
	int alt_month, alt_day;
	bool has_end;        /* a range: last day */
	int end_year, end_month, end_day;
	bool has_end_time;   /* 3:30-4:30 pm: the end, on the same day */
	int end_hour, end_minute;
};

/* A value and where it came from. start and end are byte offsets into the new text; start == end
 * when it stands elsewhere (subject, quoted prompt). rule names the rule that read it. */
struct found {
	struct slice text;
	size_t start, end;
	struct slice rule;
};
struct said_field {
	bool given;
	bool self; /* of FIELD_APPROVER: the words name the sender ("I sign it off myself") */
	struct found value;
	struct when when; /* of FIELD_DEADLINE */
};

/* One answer to one of our numbered questions. */
struct said_answer {
	unsigned number;  /* as the sender wrote it, or 0 when it stands under the question's words */
	struct slice question;
	struct slice text;
};

struct said_item {
	enum item_kind kind;
	struct slice target; /* or empty */
	struct slice summary;
	struct found quote;
	struct slice about; /* what it stands under: a heading, "Slide 4:", the line it answers; or empty */
	bool doubted;	    /* while a mail is read: hardly a wish; taken out before it is given back */
};

/* What an automatic answer says of its owner's absence; each may be missing. */
struct said_time {
	struct found words;
	struct when when;
};
struct said_substitute {
	struct slice name, address; /* one of them may be empty */
	struct found words;
};
struct said_away {
	struct said_time from;	/* first day */
	struct said_time until; /* last day, as written: "until Monday" */
	struct said_time back;	/* day of the return */
	VEC(struct said_substitute) substitutes;
};

struct reading {
	/* of the mail */
	enum mail_class class;
	struct slice class_rule;
	struct addr from, reply_to;
	addr_list to, cc;
	slice_list delivered_to;
	struct slice subject, subject_base, message_id;
	slice_list in_reply_to, references;
	bool has_date;
	int64_t date_ms;
	int date_offset;
	struct slice text, quoted, signature;
	struct forward forward;
	VEC(struct attachment) attachments;
	VEC(struct auth_result) auth;
	struct bounce bounce;
	struct notice notice; /* its wishes stand in `notes` */
	bool out_of_office;
	struct said_away away; /* of out_of_office */
	slice_list warnings;
	char content_sha256[65];
	char text_sha256[65]; /* of the folded new text: a list copy has the same (P2.1) */
	/* of what it says */
	struct slice lang; /* "en", "de", "fr", "es" */
	enum intent intent;
	struct found intent_why;
	bool urgent;
	struct slice kit; /* name of a kit, or empty */
	struct said_field fields[FIELD_COUNT];
	struct { struct slice name; struct found value; } extra[4];
	size_t extra_count;
	/* FIELD_BITs said in a mail that is about something else (feedback, an approval): they count only
	   for a job that has asked for them. `docket parse` does not print them. */
	unsigned withheld;
	unsigned missing; /* FIELD_BITs a producer would have to ask for; of requests and infos */
	slice_list vague;
	bool scope;
	unsigned requests;
	/* each further deliverable of a mail that asks for several; [0] is the first */
	VEC(struct { struct slice deliverable; struct slice kit; }) jobs;
	enum verdict verdict;
	struct found verdict_why;
	VEC(struct found) acts;   /* what each clause does, in order; for `docket parse --why` */
	struct slice verdict_row; /* of the table that combines them */
	VEC(struct said_answer) answers;
	VEC(struct said_item) items;
	/* what is no wish by itself, but may say what another message of the round wishes */
	VEC(struct said_item) maybe;
	VEC(struct said_item) notes; /* of text files that came along; quotes without offsets */
	VEC(struct found) praise;
	/* first lines of the form "/verb args", only when nothing but commands precedes them */
	slice_list commands;
};

/* What a kit needs, for `missing`; and the words that name it are in the lexicons. */
struct kit_need {
	const char *name;
	unsigned required; /* FIELD_BITs */
};

struct understanding; /* lexicons and kits, compiled; lives until understand_free */

/*
 * Compiles the lexicons (templates/LANG/lexicon/NAME.tsv) found in `assets` (path to text, as
 * asset_all gives them). Errors name file, line and column: ERR_CONFIG.
 */
struct asset;
int understand_new(const struct asset *assets, size_t asset_count, const struct kit_need *kits,
                   size_t kit_count, struct understanding **out, struct err *e);
void understand_free(struct understanding *u);

/*
 * Reads what m says. Dates are resolved against the mail's own Date and offset, or against
 * fallback_ms in `zone` when it has none. Never fails: what is not understood is absent.
 */
void understand_mail(const struct understanding *u, struct pool *pool, const struct mail *m,
                     int64_t fallback_ms, const struct zone *zone, struct reading *out);

/* What a text under a review says that came by another way than mail: items, praise, verdict. */
void understand_reply(const struct understanding *u, struct pool *pool, struct slice text,
                      struct reading *out);
/* Only what `text` wishes of the work: items, praise; its intent is feedback. */
void understand_feedback(const struct understanding *u, struct pool *pool, struct slice text,
                         struct reading *out);

/* A single date phrase, for `docket date` and answers. Returns false if there is none. */
bool understand_date(const struct understanding *u, struct pool *pool, struct slice text,
                     struct slice lang, struct civil now, struct when *out,
                     struct found *where_out);

/* The value of field f in a bare answer ("next Thu", "Jane"); false if it is none ("don't know"). */
bool understand_answer(const struct understanding *u, struct pool *pool, enum field f,
                       struct slice text, struct slice lang, struct civil now,
                       struct said_field *out);

unsigned understand_required(const struct understanding *u, struct slice kit); /* FIELD_BITs */

/* JSON both ways. `full` adds what only docket's own processes need (headers, answers, items). */
void reading_write(const struct reading *r, bool full, struct str *out);
int reading_parse(struct pool *pool, struct slice json, struct reading **out, struct err *e);

const char *intent_name(enum intent i);
const char *verdict_name(enum verdict v);
const char *field_name(enum field f);
const char *item_kind_name(enum item_kind k);
int field_of(struct slice name);     /* enum field, or -1 */
int verdict_of(struct slice name);
int intent_of(struct slice name);

/* A review round: messages in order of Date become one list (first version). */
struct round_message {
	struct slice name; /* base name of the file */
	const struct reading *reading;
};
void consolidate(const struct understanding *u, struct pool *pool,
                 const struct round_message *messages, size_t count, struct str *json_out);

#endif
