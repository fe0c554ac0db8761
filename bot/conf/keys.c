/* Every setting of docket.yaml, once: what it may hold, its bounds, default, reason. */
#include "keys.h"

#include "docket/conf/conf.h"
#include "valid.h"

#define AT(member)    offsetof(struct conf, member)
#define BOX(member)   offsetof(struct conf_mailbox, member)
#define LIMIT(member) offsetof(struct conf, limits.member)
#define TLS_WORDS     "implicit starttls none"	    /* enum conf_tls */

typedef __typeof__(*((struct conf *)0)->kinds.at) kind_entry;

/* The formatter would take the rows of this macro for a block. */
/* clang-format off */
#define SECRET(path_, at_, with_)                                                                  \
	{.path = path_,                                                                            \
	 .type = KEY_SECRET,                                                                       \
	 .must = true,                                                                             \
	 .with = with_,                                                                            \
	 .one_of = "file env command",                                                             \
	 .prose = "Where the password is kept. Never the password itself."},                       \
	{.path = path_ ".file",                                                                    \
	 .type = KEY_PATH,                                                                         \
	 .at = (at_) + offsetof(struct conf_secret, file),                                         \
	 .prose = "A file whose first line is the password. Only its owner may read it "           \
	          "(chmod 600)."},                                                                 \
	{.path = path_ ".env",                                                                     \
	 .type = KEY_TEXT,                                                                         \
	 .at = (at_) + offsetof(struct conf_secret, env),                                          \
	 .fault = valid_variable,                                                                  \
	 .prose = "An environment variable that holds the password."},                             \
	{.path = path_ ".command",                                                                 \
	 .type = KEY_TEXT,                                                                         \
	 .at = (at_) + offsetof(struct conf_secret, command),                                      \
	 .prose = "A shell command that prints the password. It has 10 seconds."}
/* clang-format on */

const struct key keys_conf[] = {
	{.path = "data",
	 .type = KEY_PATH,
	 .at = AT(data),
	 .must = true,
	 .sample = "/var/lib/docket",
	 .prose = "The folder that docket keeps its database and all mail in. Relative paths, here "
		  "and below, start at the folder of this file."},

	{.path = "agency", .type = KEY_MAP, .sample = "", .prose = "Who you are."},
	{.path = "agency.name",
	 .type = KEY_TEXT,
	 .at = AT(agency.name),
	 .max = 100,
	 .sample = "Harbor & Pine",
	 .prose = "The agency's name as clients know it. Without it, the name in outgoing.from."},
	{.path = "agency.zone",
	 .type = KEY_TEXT,
	 .at = AT(agency.zone),
	 .preset = "UTC",
	 .fault = valid_zone,
	 .sample = "America/New_York",
	 .prose = "The time zone of the team's day: digests, quiet hours, and dates of senders "
		  "whose own zone is unknown."},
	{.path = "agency.lang",
	 .type = KEY_CHOICE,
	 .at = AT(agency.lang),
	 .words = "en de fr es",
	 .preset = "en",
	 .sample = "en",
	 .prose = "The language of mails to people whose own language is unknown."},
	{.path = "agency.domains",
	 .type = KEY_TEXTS,
	 .at = AT(agency.domains),
	 .max = 50,
	 .fault = valid_domain,
	 .sample = "[harborpine.example]",
	 .prose = "The team's own mail domains. Mail from them is never taken for a client's. "
		  "Without it, the domain of outgoing.from."},

	{.path = "agency.holidays",
	 .type = KEY_TEXTS,
	 .at = AT(agency.holidays),
	 .max = 400,
	 .fault = valid_holiday,
	 .sample = "[2026-05-25, 12-25]",
	 .prose = "Days on which nobody works: a day (2026-05-25), each year's (12-25), or a run of "
		  "days (2026-12-24..2027-01-01). Reminders, due times, stalled and capacity leave "
		  "them out."},

	{.path = "mailboxes",
	 .type = KEY_MAPS,
	 .at = AT(mailboxes),
	 .size = sizeof(struct conf_mailbox),
	 .max = 32,
	 .one_of = "host maildir",
	 .sample = "",
	 .prose = "Where mail comes from. Each is an IMAP folder (host) or a local Maildir "
		  "(maildir)."},
	{.path = "mailboxes.name",
	 .type = KEY_TEXT,
	 .at = BOX(name),
	 .max = 32,
	 .must = true,
	 .fault = valid_name,
	 .sample = "intake",
	 .prose = "A short name of your choice for the mailbox. It is part of the key of every "
		  "mail: do not change it later."},
	{.path = "mailboxes.host",
	 .type = KEY_TEXT,
	 .at = BOX(host),
	 .fault = valid_host,
	 .sample = "imap.example.com",
	 .prose = "The IMAP server."},
	{.path = "mailboxes.port",
	 .type = KEY_INT,
	 .at = BOX(port),
	 .min = 1,
	 .max = 65535,
	 .with = "host",
	 .prose = "The server's port. Without it, 993 with tls implicit, else 143."},
	{.path = "mailboxes.tls",
	 .type = KEY_ENUM,
	 .at = BOX(tls),
	 .words = TLS_WORDS,
	 .preset = "implicit",
	 .with = "host",
	 .sample = "implicit",
	 .prose = "How the connection is made private. none is for this machine (127.0.0.1, ::1, "
		  "localhost) only."},
	{.path = "mailboxes.user",
	 .type = KEY_TEXT,
	 .at = BOX(user),
	 .must = true,
	 .with = "host",
	 .sample = "intake@harborpine.example",
	 .prose = "The login name."},
	SECRET("mailboxes.password", BOX(password), "host"),
	{.path = "mailboxes.folder",
	 .type = KEY_TEXT,
	 .at = BOX(folder),
	 .preset = "INBOX",
	 .with = "host",
	 .fault = valid_folder,
	 .prose = "The folder that is read."},
	{.path = "mailboxes.after",
	 .type = KEY_TEXT,
	 .at = BOX(after),
	 .preset = "keep",
	 .with = "host",
	 .fault = valid_after,
	 .prose = "What happens to a mail on the server once docket has it. keep changes nothing, "
		  "seen marks it read, move:FOLDER moves it."},
	{.path = "mailboxes.auth_results",
	 .type = KEY_TEXT,
	 .at = BOX(auth_results),
	 .preset = "none",
	 .fault = valid_auth_results,
	 .prose = "Whose verdict on forged senders is trusted. google or microsoft for mailboxes "
		  "there, else the name your mail server writes first in Authentication-Results. "
		  "With none, approvals rest on the reply token alone."},
	{.path = "mailboxes.ca",
	 .type = KEY_PATH,
	 .at = BOX(ca),
	 .with = "host",
	 .prose = "A PEM file of the only authorities to trust. Without it, the system's."},
	{.path = "mailboxes.maildir",
	 .type = KEY_PATH,
	 .at = BOX(maildir),
	 .prose = "A local Maildir instead of an IMAP server."},

	{.path = "outgoing",
	 .type = KEY_MAP,
	 .one_of = "host maildir",
	 .sample = "",
	 .prose = "How mail goes out: through an SMTP server (host) or into a local Maildir "
		  "(maildir)."},
	{.path = "outgoing.from",
	 .type = KEY_TEXT,
	 .at = AT(outgoing.from),
	 .max = 300,
	 .must = true,
	 .fault = valid_from,
	 .sample = "\"Harbor & Pine <intake@harborpine.example>\"",
	 .prose = "The sender of everything docket writes. Answers to it must arrive in one of the "
		  "mailboxes."},
	{.path = "outgoing.host",
	 .type = KEY_TEXT,
	 .at = AT(outgoing.host),
	 .fault = valid_host,
	 .sample = "smtp.example.com",
	 .prose = "The SMTP server."},
	{.path = "outgoing.port",
	 .type = KEY_INT,
	 .at = AT(outgoing.port),
	 .min = 1,
	 .max = 65535,
	 .with = "host",
	 .prose = "The server's port. Without it, 465 with tls implicit, else 587."},
	{.path = "outgoing.tls",
	 .type = KEY_ENUM,
	 .at = AT(outgoing.tls),
	 .words = TLS_WORDS,
	 .preset = "implicit",
	 .with = "host",
	 .sample = "implicit",
	 .prose = "As for mailboxes."},
	{.path = "outgoing.user",
	 .type = KEY_TEXT,
	 .at = AT(outgoing.user),
	 .with = "host",
	 .sample = "intake@harborpine.example",
	 .prose = "The login name. Leave it out for a server that asks for none."},
	SECRET("outgoing.password", AT(outgoing.password), "user"),
	{.path = "outgoing.ca",
	 .type = KEY_PATH,
	 .at = AT(outgoing.ca),
	 .with = "host",
	 .prose = "A PEM file of the only authorities to trust. Without it, the system's."},
	{.path = "outgoing.connections",
	 .type = KEY_INT,
	 .at = AT(outgoing.connections),
	 .min = 1,
	 .max = 16,
	 .preset = "4",
	 .with = "host",
	 .prose = "How many connections may be open at once."},
	{.path = "outgoing.maildir",
	 .type = KEY_PATH,
	 .at = AT(outgoing.maildir),
	 .prose = "A local Maildir instead of an SMTP server. Not one of the mailboxes."},

	{.path = "replies",
	 .type = KEY_ENUM,
	 .at = AT(replies),
	 .words = MODE_WORDS,
	 .preset = "draft",
	 .sample = "draft",
	 .prose = "What happens to a mail to a client. draft shows it to the account lead first, "
		  "who sends it with one digit; delay sends it after a while unless somebody stops "
		  "it; automatic sends it at once; never does not write it."},
	{.path = "kinds",
	 .type = KEY_NAMED,
	 .at = AT(kinds),
	 .size = sizeof(kind_entry),
	 .words = MODE_KINDS,
	 .noun = "kind of mail",
	 .prose = "The same for single kinds of mail. prompt asks for what a brief is missing, "
		  "confirm records a decision, status answers a question, review shows a "
		  "version and asks about it, closeout brings the pack of a delivered job, digest is "
		  "the weekly summary, note is all else."},
	{.path = "kinds.*",
	 .type = KEY_ENUM,
	 .at = offsetof(kind_entry, mode),
	 .words = MODE_WORDS,
	 .prose = "The mode of this kind."},
	{.path = "delay",
	 .type = KEY_INT,
	 .at = AT(delay_minutes),
	 .min = 1,
	 .max = 1440,
	 .preset = "15",
	 .prose = "Minutes that a mail of mode delay waits."},

	{.path = "digest",
	 .type = KEY_MAP,
	 .prose = "The daily summary for each member of the team, and the weekly one for each "
		  "client. One that has nothing to say is not sent."},
	{.path = "digest.time",
	 .type = KEY_TEXT,
	 .at = AT(digest.time),
	 .preset = "08:30",
	 .fault = valid_digest_time,
	 .prose = "When they are sent, by the clock of the person they go to. After downtime the "
		  "newest is sent late, but none after 14:00."},
	{.path = "digest.weekday",
	 .type = KEY_ENUM,
	 .at = AT(digest.weekday),
	 .words = "mon tue wed thu fri sat sun",
	 .preset = "mon",
	 .prose = "The day of the clients' summary. What happens to it says kinds.digest, else "
		  "replies."},

	{.path = "http",
	 .type = KEY_MAP,
	 .prose = "For chat platforms and the board. Without listen, docket opens no port."},
	{.path = "http.listen",
	 .type = KEY_TEXT,
	 .at = AT(http.listen),
	 .fault = valid_listen,
	 .sample = "127.0.0.1:8025",
	 .prose = "The address and port to listen on. Put a web server with a certificate before "
		  "it."},
	{.path = "http.public_url",
	 .type = KEY_TEXT,
	 .at = AT(http.public_url),
	 .with = "listen",
	 .fault = valid_public_url,
	 .sample = "https://docket.harborpine.example",
	 .prose = "How the world reaches that port."},
	{.path = "http.trusted_proxies",
	 .type = KEY_TEXTS,
	 .at = AT(http.trusted_proxies),
	 .max = 32,
	 .with = "listen",
	 .fault = valid_network,
	 .sample = "[127.0.0.1]",
	 .prose = "Web servers whose X-Forwarded-For is believed."},

#include "keys_chat.def"

	{.path = "limits",
	 .type = KEY_MAP,
	 .prose = "Ceilings. The defaults suit an agency of 25."},
	{.path = "limits.answers_per_address_hour",
	 .type = KEY_INT,
	 .at = LIMIT(answers_per_address_hour),
	 .min = 1,
	 .max = 1000000,
	 .preset = "3",
	 .prose = "Automatic answers to one address in an hour. It ends mail loops between "
		  "machines."},
	{.path = "limits.answers_per_address_day",
	 .type = KEY_INT,
	 .at = LIMIT(answers_per_address_day),
	 .min = 1,
	 .max = 1000000,
	 .preset = "10",
	 .prose = "The same in a day."},
	{.path = "limits.answers_per_thread",
	 .type = KEY_INT,
	 .at = LIMIT(answers_per_thread),
	 .min = 1,
	 .max = 1000000,
	 .preset = "5",
	 .prose = "Automatic answers in one thread without a person of the team in between."},
	{.path = "limits.answers_hour",
	 .type = KEY_INT,
	 .at = LIMIT(answers_hour),
	 .min = 1,
	 .max = 1000000,
	 .preset = "200",
	 .prose = "Automatic answers in an hour to everybody together. Beyond it docket stops and "
		  "raises an alarm."},
	{.path = "limits.triage_notes_hour",
	 .type = KEY_INT,
	 .at = LIMIT(triage_notes_hour),
	 .min = 1,
	 .max = 1000000,
	 .preset = "60",
	 .prose =
		 "Notes to the team in an hour about mails of one client that wait in triage. What "
		 "comes beyond it is told in one note when the hour is over."},
	{.path = "limits.message_bytes",
	 .type = KEY_SIZE,
	 .at = LIMIT(message_bytes),
	 .min = 64 << 10,
	 .max = 60 << 20,
	 .preset = "40MB",
	 .prose = "The largest mail that is fetched whole. Of a larger one only the head and the "
		  "first text."},
	{.path = "limits.batch_count",
	 .type = KEY_INT,
	 .at = LIMIT(batch_count),
	 .min = 1,
	 .max = 10000,
	 .preset = "128",
	 .prose = "Mails recorded in one transaction."},
	{.path = "limits.batch_bytes",
	 .type = KEY_SIZE,
	 .at = LIMIT(batch_bytes),
	 .min = 64 << 10,
	 .max = 256 << 20,
	 .preset = "3MB",
	 .prose = "Bytes recorded in one transaction. It bounds the memory a burst of mail takes."},
	{.path = "limits.prompts",
	 .type = KEY_INT,
	 .at = LIMIT(prompts),
	 .min = 1,
	 .max = 10,
	 .preset = "3",
	 .prose = "How often a client is asked for what is missing before a member is asked to "
		  "call."},
	{.path = "limits.questions",
	 .type = KEY_INT,
	 .at = LIMIT(questions),
	 .min = 1,
	 .max = 10,
	 .preset = "5",
	 .prose = "Questions in one mail. More are not answered."},
	{.path = "limits.coalesce_seconds",
	 .type = KEY_INT,
	 .at = LIMIT(coalesce_seconds),
	 .min = 0,
	 .max = 3600,
	 .preset = "300",
	 .prose = "Several mails of one sender within this time get one answer. 0 answers each at "
		  "once."},

	{.path = "templates",
	 .type = KEY_PATH,
	 .at = AT(templates),
	 .prose = "A folder of your own message texts. They replace the built-in ones of the same "
		  "name."},
	{.path = "lexicon",
	 .type = KEY_PATH,
	 .at = AT(lexicon),
	 .prose = "A folder of your own phrase lists (LANG/*.tsv). They replace the built-in ones "
		  "of the same name."},
	{.path = "kits",
	 .type = KEY_PATH,
	 .at = AT(kits),
	 .prose = "A folder of your own kits. They replace the built-in ones of the same name."},
};
const size_t keys_conf_count = COUNT(keys_conf);
