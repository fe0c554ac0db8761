/*
 * Verbs that only chat has: to be known (link-me, link), to share a room with a client (room), and
 * the form of a new request. Whom a chat account belongs to is proved by a code that goes by mail to
 * the address docket knows; asking for one tells nobody whether an address is known.
 */
#include "chat_desk.h"

#include "docket/base/hash.h"
#include "docket/base/rand.h"

enum {
	CODE_BYTES = 5,           /* 40 bits: 8 characters, five tries */
	CODE_MINUTES = 15,        /* long enough to fetch a mail */
	FORM_KITS_MAX = 40,
	FORM_CLIENTS_MAX = 90,    /* Slack's menus hold 100 */
};

static int
verb_link_me(struct talk *t, const struct slice *words, size_t count, struct err *e)
{
	struct member m;
	struct contact c;
	struct str code;
	unsigned char raw[CODE_BYTES];
	if (count != 2) {
		talk_say(t, talk_word(t, "chat.link-me.usage"));
		return 0;
	}
	struct slice address = words[1];
	if (slice_starts(address, "<mailto:")) { /* as Slack writes an address that somebody typed */
		ptrdiff_t bar = slice_index(address, '|');
		address = slice_sub(address, 8, bar > 8 ? (size_t)bar : address.len - 1);
	}
	int got = member_by_address(t->store, t->pool, address, &m, e);
	bool ours = got == 1 && m.active;
	if (got == 0)
		got = contact_by_address(t->store, t->pool, address, &c, e);
	bool theirs = !ours && got == 1 && c.gone == 0;
	if (got < 0)
		return -1;
	int r = 0;
	if (ours || theirs) {
		struct chat_code kept = {.source = t->source, .tenant = t->ev->who.tenant,
		                         .uid = t->ev->who.uid, .member = ours ? m.id : 0,
		                         .contact = theirs ? c.id : 0,
		                         .expires = t->now + (int64_t)CODE_MINUTES * 60 * CLOCK_SECOND};
		str_init(&code, 64);
		rand_bytes(raw, sizeof(raw));
		hash_base32(raw, sizeof(raw), &code);
		r = chat_code_put(t->store, &kept, str_slice(&code), t->now, e);
		struct again_at at = {.in = t->in, .pool = t->pool};
		struct chat_again mail = {.kind = CHAT_AGAIN_CODE, .source = t->source, .member = kept.member,
		                          .contact = kept.contact, .words = str_slice(&code), .how = talk_line(t, SLICE_LIT("link"))};
		if (r == 0)
			r = chat_do(&at, &mail, e);
		str_clear(&code);
	}
	talk_say(t, talk_word(t, "chat.link-me.sent")); /* the same to everybody */
	return r < 0 ? -1 : 0;
}

static int
verb_link(struct talk *t, const struct slice *words, size_t count, struct err *e)
{
	struct chat_code c = {.member = 0};
	struct slice code = SLICE_NONE;
	for (size_t i = 1; i < count; i++) /* "7F3K-92QD", "7f3k 92qd" */
		for (size_t k = 0; k < words[i].len; k++)
			if (words[i].data[k] != '-')
				code = pool_slicef(t->pool, "%.*s%c", SLICE_ARG(code),
				                   words[i].data[k] >= 'A' && words[i].data[k] <= 'Z'
				                           ? words[i].data[k] | 0x20 : words[i].data[k]);
	int got = code.len > 0 ? chat_code_use(t->store, t->pool, t->source, &t->ev->who, code, t->now, &c, e)
	                       : 0;
	if (got <= 0) {
		talk_say(t, talk_word(t, "chat.link.wrong"));
		return got;
	}
	struct again_at at = {.in = t->in, .pool = t->pool};
	struct chat_again link = {.kind = CHAT_AGAIN_LINK, .source = t->source,
	                          .tenant = t->ev->who.tenant, .uid = t->ev->who.uid, .member = c.member,
	                          .contact = c.contact, .how = SLICE_LIT("code")};
	if (chat_do(&at, &link, e) < 0)
		return -1;
	log_event(LOG_INFO, "chat.linked", "source=%s member=%lld contact=%lld how=code", t->from->name,
	          (long long)c.member, (long long)c.contact);
	talk_say(t, talk_word(t, "chat.link.done"));
	return 0;
}

/* "room ACME": what is said here from now on, a client reads too. "room team": no more. */
static int
verb_room(struct talk *t, const struct slice *words, size_t count, struct err *e)
{
	enum { MAY = ROLE_ACCOUNT | ROLE_OPS | ROLE_OWNER };
	struct client client = {.id = 0};
	if (t->member.id == 0 || !(t->member.roles & MAY)) {
		talk_say(t, talk_word(t, "chat.room.may"));
		return 0;
	}
	bool team = count == 2 && slice_iis(words[1], "team");
	if (count != 2 || talk_in_team(t) || t->ev->direct) {
		talk_say(t, talk_word(t, "chat.room.usage"));
		return 0;
	}
	int got = team ? 1 : client_by_code(t->store, t->pool, words[1], &client, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		talk_say(t, talk_word(t, "chat.room.usage"));
		return 0;
	}
	struct again_at at = {.in = t->in, .pool = t->pool};
	struct chat_again share = {.kind = CHAT_AGAIN_ROOM, .source = t->source, .room = t->ev->room,
	                           .client = client.id};
	if (chat_do(&at, &share, e) < 0)
		return -1;
	t->room_client = client.id;
	talk_say(t, talk_word(t, team ? "chat.room.off" : "chat.room.on"));
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct talk *t, const struct slice *words, size_t count, struct err *e);
} verbs[] = {
	{"link-me", verb_link_me},
	{"link", verb_link},
	{"room", verb_room},
};

int
talk_verb(struct talk *t, const struct slice *words, size_t count, struct err *e)
{
	for (size_t i = 0; i < COUNT(verbs); i++) {
		if (!slice_iis(words[0], verbs[i].name))
			continue;
		/* To those we know "link-me" without an address lists and drops. */
		if (verbs[i].run == verb_link_me && t->member.id != 0 && (count != 2 || slice_index(words[1], '@') < 0))
			return 0;
		/* "link JOB JOB" is the grammar's own; a code is one word or two short ones. */
		if (verbs[i].run == verb_link && t->member.id != 0 && count > 2 && slice_index(words[1], '-') > 0)
			return 0;
		return verbs[i].run(t, words, count, e) < 0 ? -1 : 1;
	}
	return 0;
}

static void
ask_for(struct talk *t, struct chat_form *f, const char *name, enum chat_input input, bool must)
{
	struct chat_question *q = &f->questions[f->question_count++];
	char key[64];
	snprintf(key, sizeof(key), "chat.form.%s", name);
	*q = (struct chat_question){.name = slice_of(name), .label = talk_word(t, key), .input = input,
	                            .must = must};
}

int
talk_new_form(struct talk *t, struct err *e)
{
	client_list clients = {0};
	struct chat_message *m = &t->out->m;
	struct chat_card none = {.button_count = 0};
	const struct kit *kit;
	if (client_all(t->store, t->pool, &clients, e) < 0)
		return -1;
	*m = (struct chat_message){.act = CHAT_OPEN, .trigger = t->ev->trigger, .reply = t->ev->reply,
	                           .room = t->ev->room, .part = 1, .parts = 1};
	struct press_of b = {.label = "chat.form.new", .command = SLICE_LIT("new"), .member = t->member.id};
	if (card_button(t->in, t->pool, &none, &b, e) < 0)
		return -1;
	struct chat_form *f = &m->form;
	f->title = talk_word(t, "chat.form.new");
	f->submit = talk_word(t, "chat.form.submit");
	f->token = none.buttons[0].token;
	ask_for(t, f, "client", CHAT_CHOICE, true);
	for (size_t i = 0; i < clients.len && i < FORM_CLIENTS_MAX; i++)
		VEC_ADD(&f->questions[0].choices, t->pool, clients.at[i].code);
	ask_for(t, f, "title", CHAT_LINE, true);
	ask_for(t, f, "kit", CHAT_CHOICE, false);
	size_t n = 0;
	VEC_EACH(kit, &t->in->env.kits->all)
		if (n++ < FORM_KITS_MAX)
			VEC_ADD(&f->questions[2].choices, t->pool, slice_of(kit->name));
	ask_for(t, f, "deadline", CHAT_DATE, false);
	ask_for(t, f, "objective", CHAT_LINES, false);
	t->out->has = true;
	return 0;
}
