/*
 * What a mail about a job is answered with: the questions its brief leaves open, numbered, or the
 * confirmation that all is there. Composing and sending is answer.c's.
 */
#include "answer.h"
#include "glossary.h"

/* The notes that both a prompt and a confirmation carry. */
static struct answer
of_message(struct ctx *c, struct job *j, const char *kind)
{
	struct answer a = {.kind = kind, .mode_kind = kind, .job = j,
	                   .to = c->contact.id != 0 ? &c->contact : NULL,
	                   .to_name = c->contact.name.len > 0 ? c->contact.name : c->name,
	                   .to_address = c->address, .cause = c->row.id,
	                   .cause_id = c->r->message_id, .references = &c->r->references,
	                   .also = NULL, .original = c->r->text, .values = value_new(c->pool)};
	wall_show_cause(c, &a.shows);
	if (c->forwarded) { /* the client's own mail is not the one that reached us */
		a.cause_id = SLICE_NONE;
		a.references = NULL;
		a.original = c->r->forward.body;
	} else {
		addr_list *also = pool_alloc(c->pool, sizeof(*also));
		for (size_t i = 0; i < c->r->to.len; i++)
			VEC_ADD(also, c->pool, c->r->to.at[i]);
		for (size_t i = 0; i < c->r->cc.len; i++)
			VEC_ADD(also, c->pool, c->r->cc.at[i]);
		a.also = also;
	}
	int64_t last = 0, when = 0;
	struct err e = ERR_INIT;
	if (c->answered.id != 0 &&
	    outbox_last_answer(c->store, j->id, c->address, &last, &when, &e) == 0)
		a.answers_ours = last == c->answered.id;
	return a;
}

/*
 * One question for all vague wishes of a mail: they mostly mean one thing. Numbered `number` among the
 * others, or with 0 beside them; what they meant last time is offered. 1 put, 0 there is none, -1.
 */
static int
put_vague(struct ctx *c, struct value *v, const char *lang, unsigned number, struct err *e)
{
	slice_list cores = {0};
	struct slice ask, known;
	enum { PHRASES_MAX = 3, PHRASES_BYTES = 400 }; /* what one sentence can quote */
	glossary_phrases(c->in, c->pool, c->r, NULL, &cores);
	if (glossary_ask(c->in, c->pool, c->client.id, &cores, lang, &ask, &known, e) < 0)
		return -1;
	const char *between = templates_word(c->in->env.templates, lang, "quotes.between");
	struct str phrases;
	str_init(&phrases, PHRASES_BYTES);
	for (size_t i = 0; i < c->r->vague.len && i < PHRASES_MAX; i++) {
		struct slice one = c->r->vague.at[i];
		if (phrases.len + one.len + strlen(between) > PHRASES_BYTES)
			break;
		str_adds(&phrases, i > 0 ? between : "");
		str_add(&phrases, one);
	}
	if (phrases.len > 0) {
		struct value *row = value_item(v, "vague");
		value_text(row, "phrase", pool_copy(c->pool, str_slice(&phrases)));
		value_text(row, "ask", ask);
		value_int(row, "n", number);
	}
	int put = phrases.len > 0;
	str_clear(&phrases);
	return put;
}

static int
ask_to_call(struct ctx *c, struct job *j, struct err *e)
{
	struct note n = {.kind = "team-note", .headline = SAY("note.call"),
	                 .job = j->id, .client = j->client, .cause = c->row.id, .ref = j->ref,
	                 .quote = c->r->text};
	n.lines[n.line_count++] = SAY_OF("note.call.asked", {pool_slicef(c->pool, "%d", j->prompts)});
	unsigned missing = job_missing(j);
	struct str open;
	str_init(&open, 400);
	for (int f = 0; f < BRIEF_FIELDS; f++)
		if (missing & (1U << (unsigned)f))
			str_addf(&open, "%s%s", open.len > 0 ? ", " : "", brief_field_names[f]);
	n.lines[n.line_count++] = SAY_OF("note.call.open", {pool_copy(c->pool, str_slice(&open))});
	str_clear(&open);
	n.next = SAY_OF("note.call.next", {j->ref});
	return notify_team(c->in, c->pool, &n, e);
}

struct slice
put_word(struct pool *pool, struct slice text, const char *mark, struct slice word)
{
	ptrdiff_t at = slice_find(text, slice_of(mark));
	if (at < 0)
		return text;
	struct slice rest = slice_sub(text, (size_t)at + strlen(mark), text.len);
	return pool_slicef(pool, "%.*s%.*s%.*s", (int)at, text.data, SLICE_ARG(word), SLICE_ARG(rest));
}

/* Numbers the open questions of the prompt and keeps what each number meant. */
static int
put_questions(struct ctx *c, struct job *j, const char *lang, struct value *v, int *fields,
              unsigned *count_out)
{
	unsigned missing = job_missing(j);
	char kit_name[64];
	const struct kit *kit = kits_find(c->in->env.kits, slice_cstr(j->kit, kit_name, sizeof(kit_name)));
	unsigned n = 0;
	for (int f = 0; f < BRIEF_FIELDS && (int)n < c->in->env.conf->limits.questions; f++) {
		if (!(missing & (1U << (unsigned)f)))
			continue;
		struct value *q = value_item(v, "questions");
		fields[n] = f;
		n++;
		value_int(q, "n", n);
		const struct brief_field *b = &j->brief[f];
		if (f == BRIEF_DEADLINE && b->given && b->alt_date.len == 10) {
			struct brief_field other = *b;
			other.date = b->alt_date;
			struct slice one = templates_date(c->in->env.templates, c->pool, lang,
			                                  answer_civil(b), "");
			struct slice two = templates_date(c->in->env.templates, c->pool, lang,
			                                  answer_civil(&other), "");
			struct slice ask = slice_of(templates_word(c->in->env.templates, lang, "ask.either"));
			ask = put_word(c->pool, ask, "{text}", b->value);
			ask = put_word(c->pool, ask, "{a}", one);
			value_text(q, "text", put_word(c->pool, ask, "{b}", two));
		} else {
			value_cstr(q, "text", kit_question(c->in->env.kits, kit, brief_field_names[f], lang));
		}
		j->asked |= 1U << (unsigned)f;
	}
	value_int(v, "question_count", n);
	*count_out = n;
	return 0;
}

int
answer_prompt(struct ctx *c, struct job *j, bool first, struct err *e)
{
	unsigned missing = job_missing(j);
	const char *lang = job_lang(c->in, j);
	struct answer a = of_message(c, j, missing != 0 ? "prompt" : "confirm");
	struct value *v = a.values;
	answer_brief(c->in, j, lang, v);
	if (wall_show_brief(c->in, c->pool, &a.shows, j, e) < 0)
		return -1;
	int64_t outbox = 0;
	if (missing == 0) {
		answer_deadline(c->in, c->pool, j, v);
		value_cstr(v, "next_step", templates_word(c->in->env.templates, lang,
		                                          j->state == JOB_READY ? "next.ready" : "next.scoping"));
		return answer_client(c->in, c->pool, &a, &outbox, e);
	}
	if (j->prompts >= c->in->env.conf->limits.prompts)
		return ask_to_call(c, j, e);
	int fields[BRIEF_FIELDS];
	unsigned n = 0;
	put_questions(c, j, lang, v, fields, &n);
	bool room = (int)n < c->in->env.conf->limits.questions;
	int vague = put_vague(c, v, lang, room ? n + 1 : 0, e);
	if (vague < 0)
		return -1;
	value_int(v, "question_count", n + (unsigned)(vague == 1 && room));
	answer_deadline(c->in, c->pool, j, v);
	value_flag(v, "again", !first);
	value_flag(v, "urgent_note", j->urgent && !j->urgent_granted);
	const struct attachment *at;
	VEC_EACH(at, &c->r->attachments) {
		if (at->decoration || at->left_out)
			continue;
		struct value *row = value_item(v, "assets_received");
		value_text(row, "name", at->name);
		value_int(row, "size", (int64_t)at->size);
	}
	if (answer_client(c->in, c->pool, &a, &outbox, e) < 0)
		return -1;
	if (outbox == 0)
		return 0;
	if (!a.replaced)
		j->prompts++;
	for (unsigned i = 0; i < n; i++)
		if (question_put(c->store, j->id, outbox, i + 1, fields[i], e) < 0)
			return -1;
	if (vague == 1 && room && question_put(c->store, j->id, outbox, n + 1, QUESTION_VAGUE, e) < 0)
		return -1;
	return event_add(c->in, j->id, "asked", SLICE_LIT("docket"), c->row.id, c->now, SLICE_NONE, e);
}
