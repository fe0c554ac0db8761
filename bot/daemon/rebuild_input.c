/*
 * The kinds of inputs, and how each is done again from what was recorded of it. A new source of
 * inputs gets a row in the table at the end.
 */
#include "rebuild.h"

#include "docket/daemon/setup.h"
#include "docket/deliver/deliver.h"
#include "docket/intake/chat.h"
#include "docket/intake/fetch.h"

#include <jansson.h>

enum { RCPTS_MAX = 500, OUTPUT_MAX = 8 << 20 };

/* One input, taken apart. */
struct again {
	struct rebuild *b;
	const struct input *in;
	json_t *data, *words; /* words: NULL where they are no JSON, or there are none */
};

static int64_t
number(const struct again *a, const char *key)
{
	return json_integer_value(json_object_get(a->data, key));
}

static struct slice
text_of(const json_t *t)
{
	return slice_make(json_string_value(t), json_string_length(t));
}

static struct slice
word(const struct again *a, size_t i)
{
	return text_of(json_array_get(a->words, i));
}

/* Recorded as it was: the row comes from the folder that is repeated, and so does the raw mail. */
static int
do_record(struct again *a, struct err *e)
{
	struct rebuild *b = a->b;
	id_list ids = {0};
	if (origin_record(b->was, b->pool, number(a, "first"), number(a, "last"), &ids, e) < 0)
		return -1;
	for (size_t i = 0; i < ids.len; i++) {
		struct inbox_row row;
		int got = inbox_get(b->d.store, b->pool, ids.at[i], &row, e);
		if (got == 1)
			got = rebuild_blob(b, row.blob, e);
		if (got < 0)
			return err_wrap(e, "m%lld", (long long)ids.at[i]);
	}
	return input_record(b->d.store, a->in, e);
}

static bool
is_reading(struct slice json, struct slice sha)
{
	char found[HASH_HEX];
	hash_sha256_hex(json, found);
	return slice_is(sha, found);
}

/* What was read then: it is kept with the message, unless it was read again since. */
static int
find_reading(struct again *a, const struct inbox_row *row, struct slice sha, struct str *json,
	     struct err *e)
{
	struct slice kept = SLICE_NONE;
	struct str fault;
	int got = origin_reading(a->b->was, a->b->pool, row->id, &kept, e);
	if (got < 0)
		return -1;
	if (got == 1 && is_reading(kept, sha)) {
		str_add(json, kept);
		return 0;
	}
	str_init(&fault, 1024);
	int r = rebuild_read(a->b, row, json, &fault, e);
	if (r == 0 && fault.len > 0)
		r = err_set(e, ERR_MESSAGE, "it cannot be read any more: %s", str_cstr(&fault));
	else if (r == 0 && !is_reading(str_slice(json), sha))
		rebuild_say(a->b,
			    "m%lld reads otherwise than it did: by another docket, other word "
			    "lists or other kits",
			    (long long)row->id);
	str_clear(&fault);
	return r;
}

static int
do_mail(struct again *a, struct err *e)
{
	struct rebuild *b = a->b;
	struct slice sha = text_of(json_object_get(a->data, "reading"));
	struct inbox_row row;
	struct str json;
	int got = inbox_get(b->d.store, b->pool, number(a, "message"), &row, e);
	if (got <= 0 || row.state != INBOX_RECORDED)
		return got < 0 ? -1
			       : err_set(e, ERR_NOFILE, "m%lld does not wait to be applied",
					 (long long)number(a, "message"));
	str_init(&json, READER_FRAME_MAX);
	int r = sha.len > 0 ? find_reading(a, &row, sha, &json, e) : 0;
	if (r == 0)
		r = intake_apply(b->d.intake, row.id, str_slice(&json), a->in->words, e);
	str_clear(&json);
	return r < 0 ? err_wrap(e, "m%lld", (long long)row.id) : 0;
}

static int
do_command(struct again *a, struct err *e)
{
	size_t count = json_array_size(a->words);
	struct command_from from = {.member = number(a, "member"), .job = number(a, "job")};
	from.json = json_is_true(json_object_get(a->data, "json"));
	from.shell = json_is_true(json_object_get(a->data, "shell"));
	from.chat = json_is_true(json_object_get(a->data, "chat"));
	if (count == 0)
		return err_set(e, ERR_NOFILE, "its words were erased");
	struct slice *words = pool_array(a->b->pool, count, sizeof(*words));
	struct str out;
	for (size_t i = 0; i < count; i++)
		words[i] = word(a, i);
	str_init(&out, OUTPUT_MAX);
	int r = command_run(a->b->d.intake, &from, words, count, &out, e);
	str_clear(&out);
	return r < 0 ? err_wrap(e, "%.*s", SLICE_ARG(words[0])) : 0;
}

static int
do_tick(struct again *a, struct err *e)
{
	intake_mailboxes_unread(a->b->d.intake, number(a, "unread"));
	return intake_tick(a->b->d.intake, text_of(json_object_get(a->data, "part")), e);
}

static int
do_index(struct again *a, struct err *e)
{
	return store_index_again(a->b->d.store, number(a, "kind"), number(a, "max"), e);
}

static int
do_refused(struct again *a, struct err *e)
{
	return intake_refused(a->b->d.intake, number(a, "row"), word(a, 0), word(a, 1), e);
}

static int
do_chat_trouble(struct again *a, struct err *e)
{
	return intake_chat_trouble(a->b->d.intake, word(a, 0), word(a, 1), number(a, "row") != 0, e);
}

static int
do_chat(struct again *a, struct err *e)
{
	struct chat_again c = {.kind = pool_cstr(a->b->pool, a->in->kind), .words = a->in->words};
	const struct {
		const char *name;
		struct slice *to;
	} texts[] = {{"source", &c.source}, {"tenant", &c.tenant}, {"uid", &c.uid},
					{"room", &c.room}, {"how", &c.how}, {"files", &c.files}};
	const struct {
		const char *name;
		int64_t *to;
	} numbers[] = {{"member", &c.member}, {"contact", &c.contact},
					  {"client", &c.client}, {"job", &c.job}, {"review", &c.review}};
	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i].to = text_of(json_object_get(a->data, texts[i].name));
	for (size_t i = 0; i < COUNT(numbers); i++)
		*numbers[i].to = number(a, numbers[i].name);
	return intake_chat_again(a->b->d.intake, &c, e);
}

static int
do_mailbox(struct again *a, struct err *e)
{
	return intake_mailbox(a->b->d.intake, word(a, 0), word(a, 1), e);
}

static int
do_claim(struct again *a, struct err *e)
{
	struct outbox_due due = {.now = a->in->at, .retry = number(a, "retry")};
	struct outbox_row row;
	int got = deliver_claim(a->b->d.store, a->b->pool, &due, &row, e);
	if (got < 0)
		return -1;
	if (got == 0 || row.id != number(a, "row"))
		return err_set(e, ERR_NOFILE, "mail %lld is not the one that is due",
			       (long long)number(a, "row"));
	return 0;
}

static int
do_settle(struct again *a, struct err *e)
{
	const json_t *list = json_object_get(a->data, "said");
	struct deliver_settled settled;
	struct outbox_row row;
	int got = outbox_get(a->b->d.store, a->b->pool, number(a, "row"), &row, e);
	if (got < 0)
		return -1;
	if (got == 0 || json_array_size(list) != 2 * row.rcpts.len || row.rcpts.len > RCPTS_MAX)
		return err_set(e, ERR_NOFILE, "mail %lld has other recipients",
			       (long long)number(a, "row"));
	struct smtp_rcpt *rcpts = pool_array(a->b->pool, row.rcpts.len + 1, sizeof(*rcpts));
	for (size_t i = 0; i < row.rcpts.len; i++) {
		int outcome = deliver_outcome(text_of(json_array_get(list, 2 * i)));
		if (outcome < 0)
			return err_set(e, ERR_MESSAGE, "an outcome that no server gives");
		rcpts[i] = (struct smtp_rcpt){.address = row.rcpts.at[i], .reply = word(a, i + 1)};
		rcpts[i].outcome = (enum smtp_outcome)outcome;
		rcpts[i].code = (int)json_integer_value(json_array_get(list, 2 * i + 1));
	}
	struct deliver_said said = {
		.now = a->in->at, .retry = number(a, "retry"), .rcpts = rcpts, .text = word(a, 0)};
	return deliver_settle(a->b->d.store, &row, &said, &settled, e);
}

static int
do_fetch_claim(struct again *a, struct err *e)
{
	return intake_fetch_claim(a->b->d.intake, number(a, "fetch"), e);
}

/* What came then is kept: nothing is fetched again. */
static int
do_fetched(struct again *a, struct err *e)
{
	struct fetch_result r = {.id = number(a, "fetch"), .status = number(a, "status")};
	r.again = json_is_true(json_object_get(a->data, "again"));
	r.why = text_of(json_object_get(a->data, "why"));
	r.host = text_of(json_object_get(a->data, "host"));
	r.sha = text_of(json_object_get(a->data, "sha"));
	r.type = text_of(json_object_get(a->data, "type"));
	r.size = number(a, "size");
	r.width = number(a, "width");
	r.height = number(a, "height");
	if (r.sha.len > 0 && rebuild_blob(a->b, r.sha, e) < 0)
		return -1;
	return intake_fetched(a->b->d.intake, &r, e) < 0 ? -1 : 0;
}

/* Kits, templates and the configuration of then. Another docket's built-in ones are gone. */
static int
do_setup(struct again *a, struct err *e)
{
	struct rebuild *b = a->b;
	char folder[PATH_MAX_BYTES];
	struct slice version = text_of(json_object_get(a->data, "docket"));
	if (a->in->words.len == 0)
		return err_set(e, ERR_NOFILE, "its words were erased");
	if (!slice_is(version, DOCKET_VERSION))
		str_addf(&b->out->report,
			 "note: from input %lld on docket %.*s was at work, this is %s\n",
			 (long long)a->in->id, SLICE_ARG(version), DOCKET_VERSION);
	if (b->reading)
		reader_clear(&b->reader); /* it reads by the kits and word lists of before */
	b->reading = false;
	if (snprintf(folder, sizeof(folder), "%s/setup/%lld", b->part, (long long)a->in->id) >=
	    PATH_MAX_BYTES)
		return err_set(e, ERR_USAGE, "the folder's name is too long");
	return setup_use(&b->d, a->in->words, folder, e) < 0 ? -1
							     : input_record(b->d.store, a->in, e);
}

static const struct kind {
	const char *name;
	int (*again)(struct again *a, struct err *e);
	bool alone; /* works in transactions of its own */
} kinds[] = {
	{"setup", do_setup, false},
	{"record", do_record, false},
	{"mail", do_mail, false},
	{"command", do_command, false},
	{"tick", do_tick, true},
	{"index", do_index, true},
	{"claim", do_claim, false},
	{"settle", do_settle, false},
	{"refused", do_refused, false},
	{"mailbox", do_mailbox, false},
	{"chat-trouble", do_chat_trouble, false},
	{"fetch-claim", do_fetch_claim, false},
	{"fetched", do_fetched, false},
	{CHAT_AGAIN_LINK, do_chat, false},
	{CHAT_AGAIN_ROOM, do_chat, false},
	{CHAT_AGAIN_CODE, do_chat, false},
	{CHAT_AGAIN_WORDS, do_chat, false},
	{CHAT_AGAIN_DECISION, do_chat, false},
};

static const struct kind *
kind_of(struct slice name)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (slice_is(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

bool
rebuild_alone(struct slice name)
{
	const struct kind *k = kind_of(name);
	return k != NULL && k->alone;
}

int
rebuild_input(struct rebuild *b, const struct input *in, struct err *e)
{
	const struct kind *k = kind_of(in->kind);
	if (k == NULL)
		return err_set(e, ERR_MESSAGE, "a newer docket wrote this kind of input");
	struct again a = {.b = b, .in = in};
	a.data = json_loadb(in->data.data, in->data.len, 0, NULL);
	a.words = in->words.len > 0 && in->words.data[0] == '['
			  ? json_loadb(in->words.data, in->words.len, JSON_ALLOW_NUL, NULL)
			  : NULL;
	int r = json_is_object(a.data)
			? k->again(&a, e)
			: err_set(e, ERR_MESSAGE, "what is recorded of it is damaged");
	json_decref(a.data);
	json_decref(a.words);
	return r;
}
