/*
 * The glossary of a client: a wish such as "more premium" is asked about once; the answer is kept with
 * the client and offered the next time somebody of them uses the phrase.
 */
#include "glossary.h"

#include "docket/base/utf8.h"
#include "docket/domain/glossary.h"
#include "docket/domain/scope.h"
#include "docket/store/profile.h"

enum {
	MEANING_MAX = 300, /* bytes; what a phrase means is a line */
	PHRASES_MAX = 5,   /* of one mail */
};

static void
add_once(struct pool *pool, slice_list *out, struct slice core)
{
	for (size_t i = 0; i < out->len; i++)
		if (slice_ieq(out->at[i], core))
			return;
	if (core.len > 0 && out->len < PHRASES_MAX)
		VEC_ADD(out, pool, core);
}

void
glossary_phrases(const struct intake *in, struct pool *pool, const struct reading *from,
                 const struct revision *r, slice_list *out)
{
	struct slice quote = r != NULL && r->sources.len > 0 ? r->sources.at[0].quote : SLICE_NONE;
	for (size_t i = 0; from != NULL && i < from->vague.len; i++)
		if (r == NULL || slice_ifind(quote, from->vague.at[i]) >= 0)
			add_once(pool, out, glossary_core(in->env.phrases, pool, from->vague.at[i]));
	if (r != NULL && out->len == 0)
		add_once(pool, out, glossary_core(in->env.phrases, pool, quote.len > 0 ? quote : r->summary));
}

int
glossary_ask(struct intake *in, struct pool *pool, int64_t client, const slice_list *phrases,
             const char *lang, struct slice *ask_out, struct slice *known_out, struct err *e)
{
	struct glossary_row row;
	*ask_out = slice_of(templates_word(in->env.templates, lang, "ask.vague"));
	*known_out = SLICE_NONE;
	for (size_t i = 0; i < phrases->len && known_out->len == 0; i++) {
		int got = glossary_get(in->env.store, pool, client, phrases->at[i], &row, e);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		struct slice ask = slice_of(templates_word(in->env.templates, lang, "ask.again"));
		ask = put_word(pool, ask, "{phrase}", row.phrase);
		*ask_out = put_word(pool, ask, "{meaning}", row.meaning);
		*known_out = row.meaning;
	}
	return 0;
}

struct slice
glossary_hear(const struct intake *in, struct pool *pool, struct slice text, struct slice known)
{
	struct scope_heard h = {.text = slice_trim(text)};
	enum scope_said said = scope_answer(in->env.phrases, &h);
	if (known.len > 0 && said == SCOPE_YES)
		return known;
	struct slice rest = h.text, line = SLICE_NONE;
	slice_line(&rest, &line);
	line = slice_trim(line);
	if (said == SCOPE_NO && slice_index(line, ' ') < 0)
		return SLICE_NONE; /* a bare no says what it does not mean */
	return pool_copy(pool, utf8_cut(line.len > 0 ? line : h.text, MEANING_MAX));
}

int
glossary_learn(struct ctx *c, const slice_list *phrases, struct slice meaning, struct err *e)
{
	struct glossary_row row = {.meaning = meaning, .contact = c->contact.id, .message = c->row.id,
	                           .at = c->now};
	for (size_t i = 0; i < phrases->len; i++) {
		row.phrase = phrases->at[i];
		struct slice words = pool_slicef(c->pool, "%.*s: %.*s", SLICE_ARG(row.phrase), SLICE_ARG(meaning));
		if (glossary_set(c->store, c->client.id, &row, e) < 0 ||
		    client_event_by_mail(c, "glossary", SLICE_LIT("{\"what\":\"learnt\"}"), words, e) < 0)
			return -1;
	}
	return 0;
}

int
glossary_of_prompt(struct ctx *c, const struct job *j, struct err *e)
{
	question_list asked = {0};
	slice_list phrases = {0};
	struct inbox_row m;
	struct reading *then;
	struct err bad = ERR_INIT;
	struct slice said = SLICE_NONE, ask, known;
	if (c->answered.job != j->id || c->answered.cause == 0 || c->r->answers.len == 0)
		return 0;
	if (question_get(c->store, c->pool, j->id, c->answered.id, &asked, e) < 0)
		return -1;
	for (size_t i = 0; i < asked.len; i++) {
		for (size_t k = 0; asked.at[i].field == QUESTION_VAGUE && k < c->r->answers.len; k++) {
			const struct said_answer *a = &c->r->answers.at[k];
			if ((a->number != 0 ? a->number : quoted_number(a->question)) == asked.at[i].number)
				said = a->text;
		}
	}
	int got = said.len > 0 ? inbox_get(c->store, c->pool, c->answered.cause, &m, e) : 0;
	if (got < 0 || (got == 1 && reading_parse(c->pool, m.reading, &then, &bad) < 0))
		return got < 0 ? -1 : 0;
	if (got == 0)
		return 0;
	glossary_phrases(c->in, c->pool, then, NULL, &phrases);
	if (glossary_ask(c->in, c->pool, c->client.id, &phrases, job_lang(c->in, j), &ask, &known, e) < 0)
		return -1;
	struct slice meaning = glossary_hear(c->in, c->pool, said, known);
	if (meaning.len == 0 || phrases.len == 0)
		return 0;
	if (glossary_learn(c, &phrases, meaning, e) < 0 ||
	    event_add(c->in, j->id, "meaning", actor_of(c), c->row.id, c->now,
	              pool_slicef(c->pool, "%.*s: %.*s", SLICE_ARG(phrases.at[0]), SLICE_ARG(meaning)), e) < 0)
		return -1;
	return 1;
}
