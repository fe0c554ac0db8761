/*
 * Chat through the intake: who is known by what, buttons that fit one version and the people they
 * were made for, repeats that change nothing, cards brought up to date instead of sent again.
 */
#include "check.h"

#include "docket/daemon/daemon.h"
#include "docket/intake/chat.h"
#include "docket/store/chat.h"
#include "docket/store/outbox.h"
#include "docket/store/people.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define START INT64_C(1777899600000) /* Monday 4 May 2026, 09:00 in New York */

static const struct chat_caps caps = {.push = true, .slash = true, .buttons = true, .update = true,
				      .threads = true, .ephemeral = true, .direct = true, .forms = true,
				      .text_max = 3000};
static const struct chat_caps plain_caps = {.pull = true, .threads = true, .direct = true, .text_max = 3000};
static const struct chat_from slack = {.name = "slack", .room = "TEAM", .tenant = "T1", .caps = &caps};
static const struct chat_from plain = {.name = "plain", .room = "TEAM", .caps = &plain_caps};

struct house {
	char dir[64];
	struct desk d;
	struct pool *p;
	int n; /* of events so far: their keys */
	struct chat_said said;
};

static void
command(struct house *h, const char *as, const char *line)
{
	slice_list words = {0};
	struct control_answer a;
	a.status = 0;
	str_init(&a.out, 1 << 20);
	str_init(&a.err, 1 << 16);
	command_split(h->p, slice_of(line), &words);
	command_on_desk(&h->d, words.at, words.len, slice_of(as), false, &a);
	CHECK_STR(str_cstr(&a.err), "");
	str_clear(&a.out);
	str_clear(&a.err);
}

static void
open_house(struct house *h)
{
	static const char *const people[] = {
		"member add maya maya@harborpine.example \"Maya Lind\" --roles account,creative",
		"member add tom tom@harborpine.example \"Tom Reed\" --roles creative",
		"member add priya priya@harborpine.example \"Priya Nair\" --roles copy,account,creative",
		"client add ACME \"Acme Outdoors\" --domain acme.example --lead maya",
		"client add NORTH \"Northwind\" --domain northwind.example --lead maya",
		"contact add ACME jane@acme.example \"Jane Doe\"",
		"contact add NORTH erik@northwind.example \"Erik Holm\"",
		"decider ACME jane@acme.example",
	};
	struct err e = ERR_INIT;
	char path[128], text[800];
	*h = (struct house){.p = pool_new()};
	snprintf(h->dir, sizeof(h->dir), "/tmp/docket-chat-XXXXXX");
	CHECK(mkdtemp(h->dir) != NULL);
	snprintf(text, sizeof(text),
		 "data: %s/data\nagency: {name: Harbor & Pine, zone: America/New_York, lang: en, domains: "
		 "[harborpine.example]}\nreplies: draft\nfetch: {links: never}\nmailboxes:\n  - {name: intake, maildir: %s/in}\n"
		 "outgoing: {maildir: %s/out, from: \"Harbor & Pine <intake@harborpine.example>\"}\n",
		 h->dir, h->dir, h->dir);
	snprintf(path, sizeof(path), "%s/docket.yaml", h->dir);
	FILE *f = fopen(path, "w");
	CHECK(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
	CHECK_INT(desk_open(path, STORE_WRITE, &h->d, &e), 0);
	CHECK_STR(e.text, "");
	h->d.clock = clock_fake(START);
	intake_chat_use(h->d.intake, &slack, 1);
	for (size_t i = 0; i < COUNT(people); i++)
		command(h, "", people[i]);
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st, (void)flag, (void)ftw;
	return remove(path);
}

static void
close_house(struct house *h)
{
	desk_close(&h->d);
	pool_free(h->p);
	nftw(h->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static struct chat_event
event_of(struct house *h, enum chat_kind kind, const char *uid, const char *text)
{
	return (struct chat_event){.kind = kind, .key = pool_slicef(h->p, "e%d", ++h->n), .room = slice_of("C7"),
				   .message = pool_slicef(h->p, "msg%d", h->n), .text = slice_of(text),
				   .who = {.tenant = slice_of("T1"), .uid = slice_of(uid)},
				   .reply = kind == CHAT_MESSAGE ? SLICE_NONE : slice_of("https://hooks/x"),
				   .trigger = kind == CHAT_MESSAGE ? SLICE_NONE : slice_of("trig"),
				   .reply_left = 5};
}

/* 1 new, 0 known; h->said is what was said. */
static int
happen(struct house *h, const struct chat_from *from, const struct chat_event *ev)
{
	struct err e = ERR_INIT;
	CHECK_INT(store_begin(h->d.store, &e), 0);
	int r = intake_chat(h->d.intake, from, ev, h->p, &h->said, &e);
	CHECK_STR(e.text, "");
	if (r >= 0)
		CHECK_INT(store_commit(h->d.store, &e), 0);
	else
		store_rollback(h->d.store);
	return r;
}

static void
platform_says(struct house *h, const struct chat_from *from, struct chat_actor who, bool known)
{
	struct err e = ERR_INIT;
	CHECK_INT(store_begin(h->d.store, &e), 0);
	CHECK_INT(intake_chat_who(h->d.intake, from, &who, known, &e), 0);
	CHECK_INT(store_commit(h->d.store, &e), 0);
}

static void
check_said(int line, struct house *h, const char *part)
{
	struct slice all = chat_plain(h->p, &h->said.m.card);
	if (!h->said.has || !slice_has(all, part))
		CHECK_SLICE_AT(line, h->said.has ? all : SLICE_LIT("(nothing)"), part);
}
#define CHECK_SAID(h, part) check_said(__LINE__, (h), (part))

/* The first words waiting in the chat outbox that way; taken out. */
static struct slice
sent(struct house *h, const struct chat_from *from, struct chat_out_row *row)
{
	struct err e = ERR_INIT;
	*row = (struct chat_out_row){.id = 0};
	CHECK_INT(store_begin(h->d.store, &e), 0);
	int got = chat_out_claim(h->d.store, h->p, slice_of(from->name),
				 clock_now(&h->d.clock), INT64_MAX, row, &e);
	if (got == 1) {
		struct slice ref = pool_slicef(h->p, "posted%lld", (long long)row->id);
		struct chat_settle s = {.id = row->id, .now = START, .state = CHAT_OUT_SENT, .counts = true,
					.parts_done = 1, .posted = ref, .thread = ref};
		CHECK_INT(chat_out_settle(h->d.store, &s, &e), 0);
	}
	CHECK_INT(store_commit(h->d.store, &e), 0);
	return got == 1 ? chat_plain(h->p, &row->m.card) : SLICE_NONE;
}

static void
link_members(struct house *h)
{
	static const char *const handles[] = {"maya", "tom", "priya"};
	for (size_t i = 0; i < COUNT(handles); i++) {
		struct chat_actor who = {.tenant = slice_of("T1"), .uid = pool_slicef(h->p, "U-%s", handles[i]),
					 .email = pool_slicef(h->p, "%s@harborpine.example", handles[i]),
					 .email_verified = true};
		platform_says(h, &slack, who, true);
		platform_says(h, &plain, who, true);
	}
}

TEST(chat_identity)
{
	static const struct {
		int line;
		const char *what;
		struct chat_actor who;
		bool known, ours;
	} cases[] = {
		{__LINE__, "the workspace's own", {.email = {"maya@harborpine.example", 23}, .email_verified = true}, true, true},
		{__LINE__, "not verified", {.email = {"maya@harborpine.example", 23}}, true, false},
		{__LINE__, "a guest", {.email = {"maya@harborpine.example", 23}, .email_verified = true, .outsider = true}, true, false},
		{__LINE__, "a program", {.email = {"maya@harborpine.example", 23}, .email_verified = true, .bot = true}, true, false},
		{__LINE__, "a display name", {.display = {"maya", 4}, .handle = {"maya", 4}}, true, false},
		{__LINE__, "a client's address", {.email = {"jane@acme.example", 17}, .email_verified = true}, true, false},
		{__LINE__, "the platform knows nothing", {.email = {"maya@harborpine.example", 23}, .email_verified = true}, false, false},
		{__LINE__, "another workspace", {.tenant = {"T2", 2}, .email = {"maya@harborpine.example", 23}, .email_verified = true}, true, false},
	};
	struct house h;
	struct chat_out_row row;
	open_house(&h);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_event ev = event_of(&h, CHAT_COMMAND, "", "client list");
		struct chat_actor who = cases[i].who;
		who.uid = ev.who.uid = pool_slicef(h.p, "U%zu", i);
		if (who.tenant.len == 0)
			who.tenant = ev.who.tenant;
		else
			ev.who.tenant = who.tenant;
		CHECK_INT_AT(cases[i].line, happen(&h, &slack, &ev), 1);
		CHECK_AT(cases[i].line, h.said.ask_who && !h.said.has);
		platform_says(&h, &slack, who, cases[i].known);
		struct slice said = sent(&h, &slack, &row);
		CHECK_AT(cases[i].line, slice_has(said, cases[i].ours ? "ACME" : "link-me"));
		CHECK_AT(cases[i].line, !slice_has(said, cases[i].ours ? "link-me" : "ACME-"));
		CHECK_INT_AT(cases[i].line, row.m.act, CHAT_REPLY);
		/* once answered it waits no more */
		platform_says(&h, &slack, who, cases[i].known);
		CHECK_INT_AT(cases[i].line, (long)sent(&h, &slack, &row).len, 0);
	}
	close_house(&h);
}

/* The code in the mail to that address; empty when there is none. */
static struct slice
mailed_code(struct house *h, const char *to)
{
	outbox_list all = {0};
	struct err e = ERR_INIT;
	struct slice code = SLICE_NONE;
	CHECK_INT(outbox_list_state(h->d.store, h->p, OUTBOX_QUEUED, &all, &e), 0);
	for (size_t i = 0; i < all.len; i++) {
		struct outbox_row o;
		if (!slice_is(all.at[i].to, to) || outbox_get(h->d.store, h->p, all.at[i].id, &o, &e) != 1)
			continue;
		ptrdiff_t at = slice_find(o.bytes, SLICE_LIT("/docket link "));
		if (at >= 0)
			code = slice_sub(o.bytes, (size_t)at + 13, (size_t)at + 21);
	}
	return code;
}

/* People are told commands as they are typed where they are. */
TEST(chat_how_to_call)
{
	static const struct {
		int line;
		const char *call;
		bool direct;
		const char *want;
	} cases[] = {
		{__LINE__, NULL, false, "“/docket link-me you@your-address”"},
		{__LINE__, "/desk", true, "“/desk link CODE”"},
		{__LINE__, "!docket", true, "“!docket link-me "},
		{__LINE__, "@docket", false, "“@docket link-me "},
		{__LINE__, "@docket", true, "“link-me you@your-address”"},
	};
	struct house h;
	struct chat_out_row row;
	open_house(&h);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_from from = slack;
		struct chat_event ev = event_of(&h, CHAT_COMMAND, "", "list");
		from.call = cases[i].call;
		ev.direct = cases[i].direct;
		ev.who.uid = pool_slicef(h.p, "U%zu", i);
		CHECK_INT_AT(cases[i].line, happen(&h, &from, &ev), 1);
		platform_says(&h, &from, ev.who, false);
		CHECK_AT(cases[i].line, slice_has(sent(&h, &from, &row), cases[i].want));
	}
	close_house(&h);
}

TEST(chat_code)
{
	struct house h;
	open_house(&h);
	/* nobody learns whether an address is known */
	struct chat_event ev = event_of(&h, CHAT_COMMAND, "U9", "link-me nobody@acme.example");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "If I know that address");
	CHECK_INT((long)mailed_code(&h, "nobody@acme.example").len, 0);
	ev = event_of(&h, CHAT_COMMAND, "U9", "link-me tom@harborpine.example");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "If I know that address");
	struct slice code = mailed_code(&h, "tom@harborpine.example");
	CHECK_INT((long)code.len, 8);
	/* somebody else's account does not get in with it */
	ev = event_of(&h, CHAT_COMMAND, "U8", "link x");
	ev.text = pool_slicef(h.p, "link %.*s", SLICE_ARG(code));
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "does not fit");
	ev = event_of(&h, CHAT_COMMAND, "U9", "");
	ev.text = pool_slicef(h.p, "link %.*s-%.*s", 4, code.data, 4, code.data + 4);
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "Nice to meet you");
	ev = event_of(&h, CHAT_COMMAND, "U9", "client list");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "ACME");
	/* at most three mails an hour to one address, whoever asks */
	for (int i = 0; i < 6; i++) {
		ev = event_of(&h, CHAT_COMMAND, "U7", "link-me tom@harborpine.example");
		CHECK_INT(happen(&h, &slack, &ev), 1);
	}
	struct outbox_counts n;
	struct err e = ERR_INIT;
	CHECK_INT(outbox_count(h.d.store, &n, &e), 0);
	CHECK_INT(n.by_state[OUTBOX_QUEUED], 3);
	/* a client's person proves an address the same way, and hears of no other client's jobs */
	command(&h, "maya", "new ACME \"Spring page\"");
	command(&h, "maya", "new NORTH \"Winter page\"");
	ev = event_of(&h, CHAT_COMMAND, "U5", "link-me jane@acme.example");
	ev.direct = true;
	CHECK_INT(happen(&h, &slack, &ev), 1);
	code = mailed_code(&h, "jane@acme.example");
	CHECK_INT((long)code.len, 8);
	ev = event_of(&h, CHAT_COMMAND, "U5", "");
	ev.text = pool_slicef(h.p, "link %.*s", SLICE_ARG(code));
	ev.direct = true;
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "Nice to meet you");
	static const struct {
		int line;
		const char *text, *said;
	} asks[] = {
		{__LINE__, "status ACME-001", "Spring page"},
		{__LINE__, "where is acme-001?", "Spring page"},
		{__LINE__, "status NORTH-001", "no such job"},
		{__LINE__, "show NORTH-001", "no such job"},
		{__LINE__, "list", "Name a job"},
		{__LINE__, "approve ACME-001", "Spring page"}, /* words of a command: only its status is told */
	};
	for (size_t i = 0; i < COUNT(asks); i++) {
		ev = event_of(&h, CHAT_COMMAND, "U5", asks[i].text);
		ev.direct = true;
		CHECK_INT_AT(asks[i].line, happen(&h, &slack, &ev), 1);
		check_said(asks[i].line, &h, asks[i].said);
	}
	/* in a room that nobody shared with her client she is not answered */
	ev = event_of(&h, CHAT_COMMAND, "U5", "status ACME-001");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK(!h.said.has);
	close_house(&h);
}

TEST(chat_commands)
{
	static const struct {
		int line;
		const char *uid, *text, *said;
	} cases[] = {
		{__LINE__, "U-maya", "", "help VERB shows"},
		{__LINE__, "U-maya", "new ACME Spring page kit=other", "ACME-001 is open"},
		{__LINE__, "U-maya", "acept ACME-001", "did you mean 'accept'"},
		{__LINE__, "U-maya", "accept ACME-001 x y z", "too many words"},
		{__LINE__, "U-tom", "status ACME-001", "ACME-001: intake"},
		{__LINE__, "U-tom", "import /etc/passwd", "works from the local shell only"},
		{__LINE__, "U-tom", "note ACME-001 <!channel> hi", "ACME-001"},
		{__LINE__, "U-tom", "undo", ""},
		{__LINE__, "U-tom", "link-me", "tom is U-tom of T1 on slack"},
		{__LINE__, "U-tom", "link-me drop 1", "no account 1 here"},
	};
	struct house h;
	open_house(&h);
	link_members(&h);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_event ev = event_of(&h, CHAT_COMMAND, cases[i].uid, cases[i].text);
		CHECK_INT_AT(cases[i].line, happen(&h, &slack, &ev), 1);
		check_said(cases[i].line, &h, cases[i].said);
		CHECK_INT_AT(cases[i].line, h.said.m.act, CHAT_REPLY);
		CHECK_SLICE_AT(cases[i].line, h.said.m.only, cases[i].uid);
	}
	/* three deliveries of one command open one job, and say the same */
	struct chat_event ev = event_of(&h, CHAT_COMMAND, "U-maya", "new ACME Second page");
	for (int i = 0; i < 3; i++) {
		CHECK_INT(happen(&h, &slack, &ev), i == 0);
		CHECK_SAID(&h, "ACME-002 is open");
		CHECK(h.said.repeat == (i > 0));
	}
	ev = event_of(&h, CHAT_COMMAND, "U-maya", "list ACME");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "ACME-002");
	CHECK(!slice_has(h.said.m.card.text, "ACME-003"));
	/* where an answer can't be for one person alone it goes to them directly, never into the room */
	ev = event_of(&h, CHAT_COMMAND, "U-maya", "list ACME");
	CHECK_INT(happen(&h, &plain, &ev), 1);
	CHECK_INT(h.said.m.act, CHAT_POST);
	CHECK(h.said.m.direct);
	ev.key = slice_of("in the team's");
	ev.room = slice_of("TEAM");
	CHECK_INT(happen(&h, &plain, &ev), 1);
	CHECK(!h.said.m.direct);
	/* programs are never answered; an edit runs nothing again */
	ev = event_of(&h, CHAT_COMMAND, "U-maya", "list");
	ev.who.bot = true;
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK(!h.said.has);
	ev = event_of(&h, CHAT_EDITED, "U-maya", "new ACME Third page");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK(!h.said.has);
	/* who left the agency is nobody */
	command(&h, "", "member set tom active=no");
	ev = event_of(&h, CHAT_COMMAND, "U-tom", "list");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "link-me");
	close_house(&h);
}

/* Brings the cards up to date; how many messages that made. */
static int
cards(struct house *h)
{
	struct err e = ERR_INIT;
	int n = intake_chat_cards(h->d.intake, &e);
	CHECK_STR(e.text, "");
	return n;
}

static struct slice
button(const struct chat_out_row *row, const char *label)
{
	for (size_t i = 0; i < row->m.card.button_count; i++)
		if (slice_is(row->m.card.buttons[i].label, label))
			return row->m.card.buttons[i].token;
	return SLICE_NONE;
}

static void
press(struct house *h, const char *uid, struct slice token)
{
	struct chat_event ev = event_of(h, CHAT_ACTION, uid, "");
	ev.token = token;
	CHECK_INT(happen(h, &slack, &ev), 1);
}

TEST(chat_cards)
{
	struct house h;
	struct chat_out_row first, row;
	open_house(&h);
	link_members(&h);
	command(&h, "maya", "new ACME \"Old page\"");
	CHECK_INT(cards(&h), 0); /* what was before chat is not told */
	command(&h, "maya", "new ACME \"Spring page\"");
	CHECK_INT(cards(&h), 1);
	CHECK_INT(cards(&h), 0);
	/* two changes before it left are one message */
	command(&h, "maya", "set ACME-002 deadline 2026-06-01");
	CHECK_INT(cards(&h), 0);
	CHECK(slice_has(sent(&h, &slack, &first), "Monday 1 June 2026"));
	CHECK_INT(first.m.act, CHAT_POST);
	CHECK_SLICE_AT(__LINE__, first.m.room, "TEAM");
	/* what shows nothing new sends nothing */
	command(&h, "maya", "note ACME-002 for us alone");
	CHECK_INT(cards(&h), 0);
	command(&h, "maya", "set ACME-002 objective more sales");
	for (int i = 0; i < 9; i++) {
		static const char *const fields[] = {"audience", "channels", "specs", "copy_or_offer",
						     "references", "approver", "budget", "deliverable",
						     "objective"};
		char line[80];
		snprintf(line, sizeof(line), "set ACME-002 %s something", fields[i]);
		command(&h, "maya", line);
	}
	CHECK_INT(cards(&h), 1);
	CHECK(slice_has(sent(&h, &slack, &row), "Scoping"));
	CHECK_INT(row.m.act, CHAT_UPDATE);
	CHECK_SLICE_AT(__LINE__, row.m.replace, "posted1");
	/* its buttons are commands, by whoever presses them */
	struct slice accept = button(&row, "Accept");
	CHECK(accept.len > 0 && accept.len <= CHAT_TOKEN_MAX);
	press(&h, "U-maya", accept);
	CHECK_SAID(&h, "ACME-002");
	CHECK_INT(cards(&h), 1);
	CHECK(slice_has(sent(&h, &slack, &row), "Ready to start"));
	press(&h, "U-maya", accept); /* pressed again: the move is refused in words */
	CHECK_SAID(&h, "ACME-002");
	press(&h, "U-tom", button(&row, "Take it"));
	command(&h, "tom", "submit ACME-002 https://files.example/v1");
	CHECK_INT(cards(&h), 1);
	CHECK(slice_has(sent(&h, &slack, &row), "Internal review"));
	/* maker is never reviewer; a guessed or foreign token is nothing */
	struct slice approve = button(&row, "Approve");
	press(&h, "U-tom", approve);
	CHECK_SAID(&h, "you made v1");
	press(&h, "U-maya", slice_of("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
	CHECK_SAID(&h, "too old");
	press(&h, "U-nobody", approve);
	CHECK(h.said.ask_who);
	/* changes want words: a form, and its answer */
	struct slice changes = button(&row, "Changes");
	press(&h, "U-maya", changes);
	CHECK_INT(h.said.m.act, CHAT_OPEN);
	struct chat_event form = event_of(&h, CHAT_FORM, "U-tom", "");
	form.token = h.said.m.form.token;
	form.fields[0] = (struct chat_field){slice_of("words"), slice_of("make the logo bigger")};
	form.field_count = 1;
	CHECK_INT(happen(&h, &slack, &form), 1);
	CHECK_SAID(&h, "somebody else");
	form.key = slice_of("form by maya");
	form.who.uid = slice_of("U-maya");
	CHECK_INT(happen(&h, &slack, &form), 1);
	CHECK_SAID(&h, "changes");
	/* the version that button was about is not the newest any more */
	command(&h, "tom", "submit ACME-002 https://files.example/v2");
	press(&h, "U-maya", approve);
	CHECK_SAID(&h, "That is over");
	CHECK_INT(cards(&h), 1);
	CHECK(slice_has(sent(&h, &slack, &row), "v2"));
	press(&h, "U-maya", button(&row, "Approve"));
	CHECK_SAID(&h, "approve");
	close_house(&h);
}

TEST(chat_threads)
{
	struct house h;
	struct chat_out_row card;
	open_house(&h);
	link_members(&h);
	CHECK_INT(cards(&h), 0);
	command(&h, "maya", "new ACME \"Spring page\"");
	CHECK_INT(cards(&h), 1);
	sent(&h, &slack, &card);
	struct chat_event ev = event_of(&h, CHAT_MESSAGE, "U-tom", "I'll look at it tomorrow");
	ev.room = slice_of("TEAM");
	ev.thread = pool_slicef(h.p, "posted%lld", (long long)card.id);
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK(!h.said.has); /* kept with the job, nobody is answered */
	ev = event_of(&h, CHAT_MESSAGE, "U-tom", "");
	ev.room = slice_of("TEAM");
	ev.thread = pool_slicef(h.p, "posted%lld", (long long)card.id);
	ev.mention = true;
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "ACME-001: intake");
	CHECK_INT((long)h.said.m.only.len, 0);
	static const struct {
		int line;
		const char *text, *said;
	} asked[] = {
		{__LINE__, "status", "ACME-001: intake"},
		{__LINE__, "note call them first", "ACME-001"},
		{__LINE__, "status ACME-009", "no job 'ACME-009'"},
		{__LINE__, "mine", "no jobs"},
	};
	for (size_t i = 0; i < COUNT(asked); i++) {
		ev = event_of(&h, CHAT_MESSAGE, "U-tom", asked[i].text);
		ev.room = slice_of("TEAM");
		ev.thread = pool_slicef(h.p, "posted%lld", (long long)card.id);
		ev.mention = true;
		CHECK_INT_AT(asked[i].line, happen(&h, &slack, &ev), 1);
		check_said(asked[i].line, &h, asked[i].said);
	}
	for (size_t i = 0; i < 2; i++)
		command(&h, "maya", i == 0 ? "set ACME-001 deliverable \"a page\"" : "set ACME-001 deadline 2026-06-01");
	/* words elsewhere are nobody's business */
	ev = event_of(&h, CHAT_MESSAGE, "U-tom", "approve ACME-001");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK(!h.said.has && !h.said.ask_who);
	close_house(&h);
}

TEST(chat_forms)
{
	struct house h;
	open_house(&h);
	link_members(&h);
	struct chat_event ev = event_of(&h, CHAT_COMMAND, "U-maya", "new");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_INT(h.said.m.act, CHAT_OPEN);
	CHECK_INT((long)h.said.m.form.questions[0].choices.len, 2);
	struct slice token = h.said.m.form.token;
	ev = event_of(&h, CHAT_FORM, "U-maya", "");
	ev.token = token;
	static const char *const fields[][2] = {{"client", "ACME"}, {"title", "Trade show booth"},
						{"kit", "other"}, {"deadline", "2026-06-15"},
						{"objective", "leads"}};
	for (size_t i = 0; i < COUNT(fields); i++)
		ev.fields[ev.field_count++] = (struct chat_field){slice_of(fields[i][0]), slice_of(fields[i][1])};
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "ACME-001 is open");
	ev = event_of(&h, CHAT_COMMAND, "U-maya", "show ACME-001");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "Trade show booth");
	CHECK_SAID(&h, "2026-06-15");
	CHECK_SAID(&h, "leads");
	/* where there are no forms the same is asked for as words */
	ev = event_of(&h, CHAT_COMMAND, "U-maya", "new");
	CHECK_INT(happen(&h, &plain, &ev), 1);
	CHECK_SAID(&h, "new CODE TITLE");
	close_house(&h);
}

/* All mail that waits is sent, as if a server had taken it. */
static void
mail_leaves(struct house *h)
{
	outbox_list all = {0};
	struct err e = ERR_INIT;
	CHECK_INT(outbox_list_state(h->d.store, h->p, OUTBOX_DRAFT, &all, &e), 0);
	for (size_t i = 0; i < all.len; i++) {
		char line[40];
		snprintf(line, sizeof(line), "drafts send %lld", (long long)all.at[i].id);
		command(h, "maya", line);
	}
	all.len = 0;
	CHECK_INT(store_begin(h->d.store, &e), 0);
	CHECK_INT(outbox_list_state(h->d.store, h->p, OUTBOX_QUEUED, &all, &e), 0);
	for (size_t i = 0; i < all.len; i++) {
		struct outbox_row o;
		enum outbox_state state;
		CHECK_INT(outbox_get(h->d.store, h->p, all.at[i].id, &o, &e), 1);
		for (size_t k = 0; k < o.rcpts.len; k++) {
			struct outbox_settle s = {.id = o.id, .now = START, .address = o.rcpts.at[k]};
			CHECK_INT(outbox_settle_rcpt(h->d.store, &s, &e), 0);
		}
		CHECK_INT(outbox_settle(h->d.store, o.id, START, START, SLICE_NONE, &state, &e), 0);
	}
	CHECK_INT(store_commit(h->d.store, &e), 0);
}

static void
prove(struct house *h, const char *uid, const char *address)
{
	struct chat_event ev = event_of(h, CHAT_COMMAND, uid, "");
	ev.direct = true;
	ev.text = pool_slicef(h->p, "link-me %s", address);
	CHECK_INT(happen(h, &slack, &ev), 1);
	struct slice code = mailed_code(h, address);
	ev = event_of(h, CHAT_COMMAND, uid, "");
	ev.direct = true;
	ev.text = pool_slicef(h->p, "link %.*s", SLICE_ARG(code));
	CHECK_INT(happen(h, &slack, &ev), 1);
	CHECK_SAID(h, "Nice to meet you");
}

/* The next message into that room; others are taken out, too. */
static struct slice
sent_to(struct house *h, const char *room, struct chat_out_row *row)
{
	struct slice said;
	while ((said = sent(h, &slack, row)).len > 0)
		if (slice_is(row->m.room, room))
			return said;
	return SLICE_NONE;
}

TEST(chat_shared_room)
{
	static const char *const life[] = {
		"accept ACME-001", "take ACME-001", "submit ACME-001 https://files.example/v1",
	};
	struct house h;
	struct chat_out_row row, team;
	open_house(&h);
	link_members(&h);
	prove(&h, "U-jane", "jane@acme.example");
	prove(&h, "U-erik", "erik@northwind.example");
	CHECK_INT(cards(&h), 0);
	struct chat_event ev = event_of(&h, CHAT_COMMAND, "U-tom", "room ACME");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "is said by an account lead");
	ev = event_of(&h, CHAT_COMMAND, "U-maya", "room ACME");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "shared with the client");
	command(&h, "maya", "new ACME \"Spring page\"");
	for (int i = 0; i < 10; i++) {
		static const char *const fields[] = {"audience", "channels", "specs", "copy_or_offer", "references",
						     "approver", "budget", "deliverable", "objective"};
		char line[80];
		snprintf(line, sizeof(line), i < 9 ? "set ACME-001 %s something" : "deadline ACME-001 2026-06-01%.0s",
			 i < 9 ? fields[i] : "");
		command(&h, "maya", line);
	}
	for (size_t i = 0; i < COUNT(life); i++)
		command(&h, i == 0 ? "maya" : "tom", life[i]);
	for (int i = 0; i < 2; i++) /* creative, account */
		command(&h, "maya", "approve ACME-001");
	CHECK(cards(&h) > 0);
	/* nothing in the client's room before their mail has left */
	CHECK_INT((long)sent_to(&h, "C7", &row).len, 0);
	mail_leaves(&h);
	CHECK(cards(&h) > 0);
	struct slice said = sent_to(&h, "C7", &row);
	CHECK(slice_has(said, "Version v1 is ready for your review"));
	CHECK(!slice_has(said, "Tom") && !slice_has(said, "internal"));
	CHECK_INT((long)row.m.card.button_count, 1);
	struct slice approve = row.m.card.buttons[0].token;
	/* somebody else's account, a member, and words: none of them decides */
	press(&h, "U-erik", approve);
	CHECK(!h.said.has); /* not his client's room */
	press(&h, "U-maya", approve);
	CHECK_SAID(&h, "somebody else");
	ev = event_of(&h, CHAT_MESSAGE, "U-jane", "Approved!");
	ev.thread = pool_slicef(h.p, "posted%lld", (long long)row.id);
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "please confirm there");
	ev = event_of(&h, CHAT_COMMAND, "U-tom", "status ACME-001");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "client-review");
	ev = event_of(&h, CHAT_MESSAGE, "U-jane", "Please make the headline bigger.");
	ev.thread = pool_slicef(h.p, "posted%lld", (long long)row.id);
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "on the list");
	/* the twin: her own account on her own button */
	press(&h, "U-jane", approve);
	CHECK_SAID(&h, "Your approval is recorded");
	ev = event_of(&h, CHAT_COMMAND, "U-tom", "approvals ACME-001");
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "APPROVE (button, slack)");
	press(&h, "U-jane", approve);
	CHECK_SAID(&h, "That is over");
	CHECK(cards(&h) > 0);
	said = sent_to(&h, "C7", &team);
	CHECK_INT(team.m.act, CHAT_UPDATE);
	CHECK(slice_has(said, "is approved"));
	close_house(&h);
}

TEST(chat_digest)
{
	struct house h;
	struct chat_out_row row;
	struct err e = ERR_INIT;
	static const struct chat_caps deaf = {.text_max = 1000};
	static const struct chat_from both[] = {
		{.name = "slack", .room = "TEAM", .tenant = "T1", .caps = &caps}, {.name = "hook", .caps = &deaf}};
	open_house(&h);
	link_members(&h);
	intake_chat_use(h.d.intake, both, COUNT(both));
	command(&h, "maya", "new ACME \"Spring page\"");
	CHECK_INT(intake_idle(h.d.intake, &e), 0); /* nobody is told of the day it was set up */
	h.d.clock = clock_fake(START + CLOCK_DAY);
	CHECK(intake_idle(h.d.intake, &e) > 0); /* 09:00 in New York */
	int digests = 0;
	while (sent(&h, &slack, &row).len > 0)
		digests += row.m.direct && slice_is(row.m.only, "U-maya") && slice_has(row.m.card.text, "ACME-001");
	CHECK_INT(digests, 1);
	CHECK(slice_has(sent(&h, &both[1], &row), "ACME-001"));
	CHECK(row.m.card.code);
	/* its lines are answered where it was read */
	struct chat_event ev = event_of(&h, CHAT_MESSAGE, "U-maya", "1 note call them first");
	ev.direct = true;
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "ACME-001");
	ev = event_of(&h, CHAT_MESSAGE, "U-maya", "9 accept");
	ev.direct = true;
	CHECK_INT(happen(&h, &slack, &ev), 1);
	CHECK_SAID(&h, "your list has no line 9");
	/* once a day, whoever looks and however often */
	CHECK_INT(intake_idle(h.d.intake, &e), 0);
	h.d.clock = clock_fake(START + 2 * CLOCK_DAY);
	CHECK(intake_idle(h.d.intake, &e) > 0);
	CHECK(slice_has(sent(&h, &both[1], &row), "ACME-001"));
	CHECK_INT((long)sent(&h, &both[1], &row).len, 0);
	close_house(&h);
}
