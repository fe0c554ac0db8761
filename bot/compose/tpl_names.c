/* Which names a mail template may use: one table, from which every check comes. */
#include "tpl_names.h"

#define END                                                                                        \
	{                                                                                          \
		NULL, TPL_TEXT, NULL                                                               \
	}

static const struct tpl_name field_names[] = {
	{"label", TPL_TEXT, NULL},
	{"value", TPL_TEXT, NULL}, /* the sender's words */
	{"note", TPL_TEXT, NULL},  /* what we made of them */
	END,
};
static const struct tpl_name question_names[] = {
	{"n", TPL_INT, NULL},
	{"text", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name vague_names[] = {
	{"n", TPL_INT, NULL}, /* 0: not numbered among the questions */
	{"phrase", TPL_TEXT, NULL},
	{"ask", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name asset_names[] = {
	{"name", TPL_TEXT, NULL},
	{"size", TPL_INT, NULL}, /* bytes */
	END,
};
static const struct tpl_name job_names[] = {
	{"ref", TPL_TEXT, NULL},
	{"title", TPL_TEXT, NULL},
	{"fields", TPL_LIST, field_names},
	{"questions", TPL_LIST, question_names}, /* numbered on through the whole mail */
	{"deadline", TPL_DATE, NULL},
	END,
};
static const struct tpl_name line_names[] = {
	{"text", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name command_names[] = {
	{"text", TPL_TEXT, NULL}, /* the command */
	{"what", TPL_TEXT, NULL}, /* what it is for */
	END,
};

/* It takes the braces of a row for a block: */
/* clang-format off */
#define COMMON                                                                                     \
	{"ref", TPL_TEXT, NULL},                                                                   \
	{"title", TPL_TEXT, NULL},                                                                 \
	{"agency", TPL_TEXT, NULL},                                                                \
	{"first_name", TPL_TEXT, NULL},                                                            \
	{"footer_token", TPL_TEXT, NULL}

/* What a prompt and a confirmation share: the brief as understood. */
#define BRIEF                                                                                      \
	COMMON,                                                                                    \
	{"fields", TPL_LIST, field_names},                                                         \
	{"questions", TPL_LIST, question_names},                                                   \
	{"question_count", TPL_INT, NULL}, /* in all: those of jobs and vague included */          \
	{"again", TPL_FLAG, NULL},         /* the second or a later prompt */                      \
	{"urgent_note", TPL_FLAG, NULL},                                                           \
	{"deadline", TPL_DATE, NULL},                                                              \
	{"vague", TPL_LIST, vague_names},                                                          \
	{"assets_received", TPL_LIST, asset_names},                                                \
	{"jobs", TPL_LIST, job_names},                                                             \
	{"job_count", TPL_INT, NULL}
/* clang-format on */

static const struct tpl_name prompt_names[] = {BRIEF, END};
static const struct tpl_name confirm_names[] = {
	BRIEF,
	{"approver", TPL_TEXT, NULL},
	{"next_step", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name status_names[] = {
	COMMON,
	{"received", TPL_FLAG, NULL}, /* their message was filed; else they asked how it stands */
	{"state_words", TPL_TEXT, NULL},
	{"side_words", TPL_TEXT, NULL},
	{"open", TPL_LIST, line_names},
	{"deadline", TPL_DATE, NULL},
	{"updated", TPL_DATE, NULL},
	END,
};
/* hold, resumed, declined, cancelled, deadline */
static const struct tpl_name notice_names[] = {
	COMMON,
	{"reason", TPL_TEXT, NULL},
	{"until", TPL_DATE, NULL},
	{"deadline", TPL_DATE, NULL},
	{"before", TPL_DATE, NULL}, /* the deadline that holds no more */
	{"next_step", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name draft_names[] = {
	COMMON,
	{"client", TPL_TEXT, NULL},
	{"to", TPL_TEXT, NULL},
	{"from", TPL_TEXT, NULL}, /* who wrote `original` */
	{"kind_words", TPL_TEXT, NULL},
	{"subject", TPL_TEXT, NULL},
	{"body", TPL_TEXT, NULL},
	{"original", TPL_TEXT, NULL},
	{"draft_id", TPL_TEXT, NULL},
	{"leaves", TPL_DATE, NULL}, /* by itself, if nobody stops it */
	{"digits", TPL_LIST, question_names},
	{"lines", TPL_LIST, line_names}, /* for the lead's eyes only */
	END,
};
static const struct tpl_name team_note_names[] = {
	COMMON,
	{"client", TPL_TEXT, NULL},
	{"headline", TPL_TEXT, NULL},
	{"lines", TPL_LIST, line_names},
	{"quote", TPL_TEXT, NULL},
	{"from", TPL_TEXT, NULL}, /* whose words `quote` is */
	{"next", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name digest_job_names[] = {
	{"n", TPL_INT, NULL}, /* what it is answered by, in a member's list */
	{"ref", TPL_TEXT, NULL},
	{"title", TPL_TEXT, NULL},
	{"client", TPL_TEXT, NULL},
	{"state", TPL_TEXT, NULL},
	{"deadline", TPL_DATE, NULL},
	{"urgent", TPL_FLAG, NULL},
	{"partner", TPL_TEXT, NULL}, /* the freelancer who has it */
	{"review_due", TPL_DATE, NULL}, /* the word on its open review, in a member's list */
	{"review_late", TPL_FLAG, NULL},
	{"reminded", TPL_DATE, NULL}, /* the client was, and said nothing since */
	END,
};
static const struct tpl_name digest_ready_names[] = {
	{"count", TPL_INT, NULL},
	{"kind", TPL_TEXT, NULL},
	{"client", TPL_TEXT, NULL},
	{"code", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name digest_mail_names[] = {
	{"n", TPL_INT, NULL},
	{"message", TPL_TEXT, NULL}, /* its number, for commands */
	{"from", TPL_TEXT, NULL},
	{"subject", TPL_TEXT, NULL},
	{"reason", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name burn_names[] = {
	{"client", TPL_TEXT, NULL},
	{"month", TPL_TEXT, NULL},
	{"name", TPL_TEXT, NULL}, /* hours, rounds, pieces */
	{"used", TPL_TEXT, NULL},
	{"agreed", TPL_TEXT, NULL},
	{"percent", TPL_INT, NULL},
	END,
};
static const struct tpl_name milestone_names[] = {
	{"ref", TPL_TEXT, NULL}, /* of the job */
	{"title", TPL_TEXT, NULL},
	{"day", TPL_DATE, NULL},
	{"late", TPL_FLAG, NULL},
	END,
};
static const struct tpl_name digest_names[] = {
	COMMON,
	{"day", TPL_DATE, NULL},
	{"late", TPL_FLAG, NULL}, /* after downtime */
	{"due", TPL_LIST, digest_job_names},
	{"on_you", TPL_LIST, digest_job_names},
	{"on_client", TPL_LIST, digest_job_names},
	{"on_partner", TPL_LIST, digest_job_names},
	{"overdue", TPL_LIST, digest_job_names},
	{"triage", TPL_LIST, digest_mail_names},
	{"drafts", TPL_INT, NULL}, /* that wait for a digit */
	{"retainers", TPL_LIST, burn_names}, /* that passed 80 or 100 percent, said once a month */
	{"milestones", TPL_LIST, milestone_names}, /* due or late */
	{"week", TPL_FLAG, NULL},  /* of mail shown before it left */
	{"shown", TPL_INT, NULL},
	{"corrected", TPL_INT, NULL},
	{"ready", TPL_LIST, digest_ready_names}, /* kinds that need no second look any more */
	{"more", TPL_INT, NULL},   /* lines left out */
	END,
};
static const struct tpl_name digest_client_names[] = {
	COMMON,
	{"client", TPL_TEXT, NULL},
	{"day", TPL_DATE, NULL},
	{"late", TPL_FLAG, NULL},
	{"shipped", TPL_LIST, digest_job_names},
	{"your_move", TPL_LIST, digest_job_names},
	{"next", TPL_LIST, digest_job_names},
	END,
};
static const struct tpl_name triage_names[] = {
	COMMON,
	{"message", TPL_TEXT, NULL}, /* its number, for commands */
	{"reason", TPL_TEXT, NULL},
	{"from", TPL_TEXT, NULL},
	{"subject", TPL_TEXT, NULL},
	{"quote", TPL_TEXT, NULL},
	{"commands", TPL_LIST, command_names},
	{"waiting", TPL_INT, NULL}, /* how many wait in triage, this one included */
	END,
};
static const struct tpl_name alarm_names[] = {
	COMMON,
	{"headline", TPL_TEXT, NULL},
	{"lines", TPL_LIST, line_names},
	{"quote", TPL_TEXT, NULL}, /* what a server or a platform said */
	{"next", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name reply_names[] = {
	COMMON,
	{"headline", TPL_TEXT, NULL},
	{"block", TPL_TEXT, NULL}, /* kept as it is, in a fixed-width face */
	{"lines", TPL_LIST, line_names},
	END,
};

static const struct tpl_name file_names[] = {
	{"name", TPL_TEXT, NULL},
	{"hash", TPL_TEXT, NULL}, /* the first digits of its SHA-256 */
	{"loose", TPL_FLAG, NULL}, /* only a link: its content is not fixed */
	{"copied", TPL_DATE, NULL}, /* of a link: when the copy was fetched that has this hash */
	END,
};
static const struct tpl_name done_names[] = {
	{"ref", TPL_TEXT, NULL}, /* R7 */
	{"text", TPL_TEXT, NULL},
	{"declined", TPL_FLAG, NULL},
	{"moved", TPL_FLAG, NULL}, /* not yet: it goes on */
	{"why", TPL_TEXT, NULL},
	{"against", TPL_TEXT, NULL}, /* R8: the opposite wish, while nobody chose */
	{"instead", TPL_TEXT, NULL}, /* … the one that was chosen */
	{"reverses", TPL_TEXT, NULL}, /* … the earlier one that this takes back */
	END,
};
/* The revision list (P5). */
static const struct tpl_name item_names[] = {
	{"ref", TPL_TEXT, NULL}, /* R7 */
	{"text", TPL_TEXT, NULL},
	{"state", TPL_TEXT, NULL}, /* in words */
	{"why", TPL_TEXT, NULL},
	{"voices", TPL_INT, NULL}, /* how many said so, when it is more than one */
	{"against", TPL_TEXT, NULL},
	{"instead", TPL_TEXT, NULL},
	{"reverses", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name quote_names[] = {
	{"ref", TPL_TEXT, NULL},
	{"by", TPL_TEXT, NULL},
	{"quote", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name option_names[] = {
	{"letter", TPL_TEXT, NULL},
	{"ref", TPL_TEXT, NULL},
	{"text", TPL_TEXT, NULL},
	{"quote", TPL_TEXT, NULL},
	{"by", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name list_names[] = {
	COMMON,
	{"window", TPL_FLAG, NULL}, /* the clock closed the round */
	{"client", TPL_TEXT, NULL},
	{"headline", TPL_TEXT, NULL},
	{"round", TPL_INT, NULL},
	{"items", TPL_LIST, item_names},
	{"unread", TPL_LIST, line_names}, /* attachments that nobody has read */
	{"quotes", TPL_LIST, quote_names},
	{"next", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name revision_ask_names[] = {
	COMMON,
	{"conflict", TPL_FLAG, NULL}, /* opposite wishes; also who_decides, choice, answered */
	{"several", TPL_FLAG, NULL},  /* more than one of them: letters would not do */
	{"who_decides", TPL_FLAG, NULL},
	{"joined", TPL_TEXT, NULL}, /* who came in */
	{"choice", TPL_FLAG, NULL},
	{"ask", TPL_TEXT, NULL},
	{"answered", TPL_FLAG, NULL},
	{"answer", TPL_TEXT, NULL},
	{"options", TPL_LIST, option_names},
	END,
};
/* The code that proves whose a chat account is. */
static const struct tpl_name chat_code_names[] = {
	COMMON,
	{"where", TPL_TEXT, NULL}, /* the platform, as the agency names it */
	{"line", TPL_TEXT, NULL},  /* what to write there */
	END,
};
/* The welcome questions of a new client. */
static const struct tpl_name onboard_names[] = {
	COMMON,
	{"client", TPL_TEXT, NULL},
	{"questions", TPL_LIST, question_names},
	{"question_count", TPL_INT, NULL},
	{"fields", TPL_LIST, field_names}, /* on record */
	{"again", TPL_FLAG, NULL},
	{"done", TPL_FLAG, NULL}, /* nothing is open any more */
	END,
};
/* A scope note, and that its answer was noted. */
static const struct tpl_name scope_names[] = {
	COMMON,
	{"opening", TPL_FLAG, NULL}, /* which of three: what a job covers, new work, … */
	{"extra", TPL_FLAG, NULL},
	{"beyond", TPL_FLAG, NULL}, /* … a round beyond the included ones */
	{"agreed", TPL_FLAG, NULL}, /* their yes is noted; or their no */
	{"refused", TPL_FLAG, NULL},
	{"quote", TPL_TEXT, NULL},
	{"by", TPL_TEXT, NULL}, /* whose words, when they are not the reader's own */
	{"words", TPL_TEXT, NULL},
	{"round", TPL_INT, NULL},
	{"included", TPL_INT, NULL},
	END,
};
/* What all mails about a version share. */
/* clang-format off */
#define VERSION                                                                                    \
	COMMON,                                                                                    \
	{"version", TPL_INT, NULL},                                                                \
	{"unfixed", TPL_FLAG, NULL}, /* a part of it is only a link */                             \
	{"files", TPL_LIST, file_names}
/* clang-format on */
static const struct tpl_name review_names[] = {
	VERSION,
	{"attached", TPL_FLAG, NULL}, /* the files come with the mail */
	{"again", TPL_FLAG, NULL}, /* the version before was approved with changes */
	{"due", TPL_DATE, NULL},      /* when their word is due */
	{"deadline", TPL_DATE, NULL}, /* the job's, where the due day holds it */
	{"stands_for", TPL_TEXT, NULL}, /* asked as this person's delegate … */
	{"until", TPL_DATE, NULL},	/* … until this day */
	{"closes", TPL_DATE, NULL},   /* until when comments count for this round */
	{"round", TPL_INT, NULL},
	{"done", TPL_LIST, done_names},
	END,
};
static const struct tpl_name reminder_names[] = {
	COMMON,
	{"version", TPL_INT, NULL},
	{"due", TPL_DATE, NULL},
	{"deadline", TPL_DATE, NULL},
	{"closes", TPL_DATE, NULL},
	END,
};
static const struct tpl_name late_names[] = {
	COMMON,
	{"round", TPL_INT, NULL},  /* whose list it went to */
	{"before", TPL_INT, NULL}, /* the one that is over */
	{"closed", TPL_FLAG, NULL},
	END,
};
static const struct tpl_name too_large_names[] = {
	COMMON,
	{"files", TPL_LIST, asset_names}, /* what was left out; none: of a mail that failed otherwise */
	END,
};
static const struct tpl_name ask_names[] = {
	VERSION,
	{"confirm", TPL_FLAG, NULL}, /* which question it is: one of five */
	{"opinion", TPL_FLAG, NULL},
	{"which", TPL_FLAG, NULL},
	{"attested", TPL_FLAG, NULL},
	{"opposite", TPL_FLAG, NULL},
	{"by", TPL_TEXT, NULL}, /* whose words */
	{"words", TPL_TEXT, NULL},
	{"decision", TPL_TEXT, NULL},
	END,
};
static const struct tpl_name approver_names[] = {
	COMMON,
	{"who", TPL_TEXT, NULL},     /* the approver's name, as known or as the brief has it */
	{"address", TPL_TEXT, NULL}, /* theirs */
	{"words", TPL_TEXT, NULL},   /* of the brief */
	{"again", TPL_FLAG, NULL},   /* the answer before could not be verified */
	{"unknown", TPL_FLAG, NULL}, /* asks for the address, not for a yes */
	END,
};
static const struct tpl_name decided_names[] = {
	VERSION,
	{"decision", TPL_TEXT, NULL},
	{"who", TPL_TEXT, NULL},
	{"stands_for", TPL_TEXT, NULL}, /* whose delegate they are … */
	{"until", TPL_DATE, NULL},	/* … and until when */
	{"when", TPL_DATE, NULL},
	{"words", TPL_TEXT, NULL},
	{"approved", TPL_FLAG, NULL}, /* which of the four it is */
	{"with_changes", TPL_FLAG, NULL},
	{"changes", TPL_FLAG, NULL},
	{"reject", TPL_FLAG, NULL},
	{"unseen", TPL_FLAG, NULL}, /* with changes that need not be shown again */
	{"receipt", TPL_TEXT, NULL},
	{"items", TPL_LIST, item_names}, /* the list this decision closed */
	{"unread", TPL_LIST, line_names},
	END,
};
static const struct tpl_name delivered_names[] = {
	VERSION,
	{"attached", TPL_FLAG, NULL}, /* the files come with the mail */
	{"where", TPL_TEXT, NULL},    /* a link to where they can be had */
	{"note", TPL_TEXT, NULL},     /* what the member wrote beside it */
	END,
};
static const struct tpl_name closeout_names[] = {
	COMMON,
	{"pack", TPL_TEXT, NULL}, /* name of the archive */
	{"size", TPL_INT, NULL},  /* its bytes */
	{"attached", TPL_FLAG, NULL},
	{"where", TPL_TEXT, NULL}, /* a link, when it is too large for a mail */
	{"hash", TPL_TEXT, NULL},
	{"receipt", TPL_TEXT, NULL}, /* head of the job's chain */
	END,
};
static const struct tpl_name retro_names[] = {
	COMMON,
	{"client", TPL_TEXT, NULL},
	{"headline", TPL_TEXT, NULL},
	{"lines", TPL_LIST, line_names},
	{"questions", TPL_LIST, question_names},
	{"next", TPL_TEXT, NULL},
	END,
};

const struct tpl_kind tpl_names_kinds[TPL_KINDS] = {
	{"digest", digest_names},	{"digest-client", digest_client_names},
	{"prompt", prompt_names},	{"confirm", confirm_names},  {"status", status_names},
	{"jobs-opened", prompt_names},	{"hold", notice_names},	     {"deadline", notice_names},	     {"resumed", notice_names},
	{"declined", notice_names},	{"cancelled", notice_names}, {"draft", draft_names},
	{"team-note", team_note_names}, {"triage", triage_names},    {"alarm", alarm_names},
	{"reply", reply_names},		{"review", review_names},    {"ask", ask_names},
	{"decided", decided_names},	{"delivered", delivered_names},
	{"closeout", closeout_names},	{"retro", retro_names},
	{"revision-list", list_names},	{"revision-receipt", list_names},
	{"revision-ask", revision_ask_names},
	{"scope", scope_names},		{"approver", approver_names},
	{"onboard", onboard_names},
	{"chat-code", chat_code_names},
	{"reminder", reminder_names},	{"late", late_names},
	{"too-large", too_large_names},
};

int
tpl_names_kind(struct slice kind)
{
	for (int i = 0; i < TPL_KINDS; i++)
		if (slice_is(kind, tpl_names_kinds[i].kind))
			return i;
	return -1;
}

const struct tpl_name *
tpl_names_find(const struct tpl_name *names, struct slice name)
{
	for (; names->name != NULL; names++)
		if (slice_is(name, names->name))
			return names;
	return NULL;
}

const char *
tpl_names_type(enum tpl_type type)
{
	static const char *const words[] = {"a text", "a number", "a flag", "a date", "a list"};

	return words[type];
}
