/* One mail from clean structures to what it says. Leaves all rules to the files beside it. */
#include "context.h"

#include "docket/base/hash.h"
#include "docket/base/utf8.h"
#include "model.h"
#include "names.h"
#include "whole.h"

/* What people answer docket itself with is no part of reading a mail: plain phrases, which the
 * domain reads. */
#define LEXICON_OF_DOMAIN "answers.tsv"

/* Of a file …/LANG/lexicon/NAME.tsv, or …/LANG/NAME.tsv of the agency's own; -1: it is none. */
static int
lexicon_lang(struct slice path)
{
	struct slice dir = path, name;
	ptrdiff_t slash = slice_rindex(path, '/');
	if (slash < 0 || !slice_ends(path, ".tsv") || slice_ends(path, "/" LEXICON_OF_DOMAIN))
		return -1;
	dir = slice_sub(path, 0, (size_t)slash);
	if (slice_ends(dir, "/lexicon"))
		dir = slice_sub(dir, 0, dir.len - strlen("/lexicon"));
	slash = slice_rindex(dir, '/');
	name = slice_sub(dir, (size_t)(slash + 1), dir.len);
	for (int l = 0; l < LANG_DATES_COUNT; l++)
		if (slice_is(name, lang_names[l]))
			return l;
	return -1;
}

/* Loads the weights that the file holds, if it is one of them. */
static int
take_model(struct understanding *u, const struct asset *file, struct err *e)
{
	const struct {
		const char *path;
		const struct model_kinds *kinds;
		struct model **to;
	} models[] = {
		{"templates/model/acts.tsv", &speech_kinds, &u->model},
		{"templates/model/sentences.tsv", &speech_kinds, &u->sentences},
		{"templates/model/items.tsv", &speech_kinds, &u->items},
		{"templates/model/brief.tsv", &told_kinds, &u->told},
		{"templates/model/decision.tsv", &whole_kinds[WHOLE_DECISION],
		 &u->whole[WHOLE_DECISION]},
		{"templates/model/intent.tsv", &whole_kinds[WHOLE_INTENT], &u->whole[WHOLE_INTENT]},
	};
	for (size_t i = 0; i < COUNT(models); i++)
		if (slice_is(slice_of(file->path), models[i].path))
			return model_load(u->pool, file, models[i].kinds, models[i].to, e);
	return 0;
}

int
understand_new(const struct asset *assets, size_t asset_count, const struct kit_need *kits,
	       size_t kit_count, struct understanding **out, struct err *e)
{
	struct pool *pool = pool_new();
	struct understanding *u = pool_alloc(pool, sizeof(*u));
	u->pool = pool;
	u->build = pool_new();
	for (size_t i = 0; i < asset_count; i++) {
		struct slice path = slice_of(assets[i].path);
		if (take_model(u, &assets[i], e) < 0)
			goto fail;
		int lang = lexicon_lang(path);
		if (lang >= 0 && lexicon_add(u, lang, path, assets[i].text, e) < 0)
			goto fail;
	}
	lexicon_finish(u);
	pool_free(u->build);
	u->build = NULL;
	for (size_t i = 0; i < kit_count; i++) {
		(void)VEC_NEW(&u->kits, pool);
		u->kits.at[i].name = pool_copy(pool, slice_of(kits[i].name));
		u->kits.at[i].required = kits[i].required;
	}
	*out = u;
	return 0;
fail:
	pool_free(u->build);
	pool_free(pool);
	return -1;
}

void
understand_free(struct understanding *u)
{
	if (u)
		pool_free(u->pool);
}

unsigned
understand_required(const struct understanding *u, struct slice kit)
{
	const unsigned every = FIELD_BIT(FIELD_DELIVERABLE) | FIELD_BIT(FIELD_OBJECTIVE) |
			       FIELD_BIT(FIELD_DEADLINE) | FIELD_BIT(FIELD_APPROVER);
	for (size_t i = 0; i < u->kits.len; i++)
		if (slice_eq(u->kits.at[i].name, kit))
			return u->kits.at[i].required;
	return every;
}

static void
copy_mail(const struct mail *m, struct reading *r)
{
	r->class = m->class;
	r->class_rule = slice_of(m->class_rule);
	r->from = m->from.len ? m->from.at[0] : m->sender.len ? m->sender.at[0] : (struct addr){0};
	r->reply_to = m->reply_to.len ? m->reply_to.at[0] : (struct addr){0};
	r->to = m->to;
	r->cc = m->cc;
	r->delivered_to = m->delivered_to;
	r->subject = m->subject;
	r->subject_base = m->subject_base;
	r->message_id = m->message_id;
	r->in_reply_to = m->in_reply_to;
	r->references = m->references;
	r->has_date = m->has_date;
	r->date_ms = m->date_ms;
	r->date_offset = m->date_offset;
	r->text = m->text;
	r->quoted = m->quoted;
	r->signature = m->signature;
	r->forward = m->forward;
	memcpy(&r->attachments, &m->attachments, sizeof(r->attachments));
	memcpy(&r->auth, &m->auth, sizeof(r->auth));
	r->bounce = m->bounce;
	r->notice = m->notice;
	r->out_of_office = m->out_of_office;
	r->warnings = m->warnings;
	memcpy(r->content_sha256, m->content_sha256, sizeof(r->content_sha256));
}

/* White space and case of a list copy may differ; its words do not (P2.1). */
static void
hash_text(struct pool *pool, struct slice text, char out[HASH_HEX])
{
	struct slice folded = utf8_fold(pool, text);
	struct str flat;
	str_init(&flat, folded.len + 1);
	bool space = false;
	for (size_t i = 0; i < folded.len; i++) {
		char ch = folded.data[i];
		if (ch == ' ' || (ch >= '\t' && ch <= '\r')) {
			space = flat.len > 0;
			continue;
		}
		if (space)
			str_addc(&flat, ' ');
		space = false;
		str_addc(&flat, ch);
	}
	hash_sha256_hex(str_slice(&flat), out);
	str_clear(&flat);
}

/* "/verb args" in the first lines, nothing but commands before them. */
static void
commands_read(struct context *c)
{
	struct slice rest = c->mail->text, line;
	while (slice_line(&rest, &line) && c->r->commands.len < 50) {
		line = slice_trim(line);
		if (!line.len)
			continue;
		if (line.len < 2 || line.data[0] != '/' || line.data[1] < 'a' || line.data[1] > 'z')
			return;
		/* "/path/to/file" is none */
		size_t k = 1;
		while (k < line.len &&
		       ((line.data[k] >= 'a' && line.data[k] <= 'z') || line.data[k] == '-'))
			k++;
		if (k < line.len && line.data[k] != ' ' && line.data[k] != '\t')
			return;
		VEC_ADD(&c->r->commands, c->pool, utf8_cut(line, READING_SHORT_MAX));
	}
}

/*
 * "[ACME-042]" or "ACME-042" anywhere in a subject. Four digits and more only in brackets: beyond
 * 999 a bare one is as likely the number of an order or a contract ("FA-2207").
 */
static bool
names_job(struct slice s)
{
	for (size_t i = 0; i + 3 < s.len; i++) {
		size_t k = i;
		if (i && (((s.data[i - 1] | 32) >= 'a' && (s.data[i - 1] | 32) <= 'z') ||
			  s.data[i - 1] == '-'))
			continue;
		while (k < s.len && ((s.data[k] | 32) >= 'a' && (s.data[k] | 32) <= 'z'))
			k++;
		if (k - i < 2 || k - i > 8 || k + 2 >= s.len || s.data[k] != '-')
			continue;
		size_t digits = 0;
		while (k + 1 + digits < s.len && s.data[k + 1 + digits] >= '0' &&
		       s.data[k + 1 + digits] <= '9')
			digits++;
		if (digits == 3 || (digits > 3 && digits <= 5 && i && s.data[i - 1] == '['))
			return true;
	}
	return false;
}

static void
set_clues(struct context *c, int64_t fallback_ms, const struct zone *zone)
{
	const struct mail *m = c->mail;
	const struct zone *z = m->has_date ? zone_offset(m->date_offset) : zone ? zone : zone_utc();
	c->clue = (struct date_clue){.now = zone_civil(z, m->has_date ? m->date_ms : fallback_ms),
				     .lang = c->d->lang,
				     .has_offset = m->has_date,
				     .offset = m->date_offset};
	date_order(c->d, &c->clue);
}

/* Number of quote marks before a line, which are taken off it. */
static unsigned
quote_depth(struct slice *line)
{
	unsigned depth = 0;
	while (line->len && (line->data[0] == '>' || line->data[0] == ' ')) {
		depth += line->data[0] == '>';
		*line = slice_sub(*line, 1, line->len);
	}
	return depth;
}

/* The quoted text of the mail that is answered: what that one quoted in turn is left out. */
static struct slice
outer_quote(struct pool *pool, struct slice quoted)
{
	char *buf = pool_alloc(pool, quoted.len + 1);
	struct slice lines = quoted, line;
	unsigned outer = UINT32_MAX;
	size_t n = 0;
	while (slice_line(&lines, &line)) {
		unsigned depth = quote_depth(&line);
		if (line.len && depth < outer)
			outer = depth;
	}
	while (slice_line(&quoted, &line)) {
		struct slice rest = line;
		if (quote_depth(&rest) > outer)
			continue;
		if (rest.len)
			memcpy(buf + n, rest.data, rest.len);
		n += rest.len;
		buf[n++] = '\n';
	}
	return slice_make(buf, n);
}

enum { QUOTED_HEAD = 8 * 1024 }; /* of a mail that is answered or forwarded */

static bool
prompts_review(const struct doc *d)
{
	return doc_find(d, LEX_REVIEW_PROMPT, 0, d->tok_count) != NULL;
}

/* A mail of docket's, in this language or, if only so its prompt is found, in English. */
static struct doc *
prompt_doc(const struct context *c, struct slice text, int lang)
{
	struct doc *d = doc_asking(c->u, c->pool, text, lang);
	if (prompts_review(d) || d->lang == LANG_EN)
		return d;
	struct doc *en = doc_asking(c->u, c->pool, text, LANG_EN);
	return prompts_review(en) ? en : d;
}

/* A forward with hardly a word of its own is about what it forwards, unless that is our own review.
 */
static struct slice
text_to_read(const struct context *c)
{
	enum { HARDLY = 200 };
	const struct mail *m = c->mail;
	if (!m->forward.found || !m->forward.body.len || m->forward.message.len >= HARDLY)
		return m->text;
	const struct doc *d = prompt_doc(c, utf8_cut(m->forward.body, QUOTED_HEAD), -1);
	return prompts_review(d) && m->text.len ? m->text : m->forward.body;
}

static void
set_context(struct context *c)
{
	const struct mail *m = c->mail;
	c->docket_subject = names_job(m->subject);
	struct slice outer = outer_quote(c->pool, utf8_cut(m->quoted, QUOTED_HEAD));
	c->quoted = prompt_doc(c, outer, c->d->lang);
	c->review_quoted = prompts_review(c->quoted);
	c->reply =
		m->in_reply_to.len > 0 || m->quoted.len > 0 || m->subject_base.len < m->subject.len;
	if (m->forward.found)
		c->reply = false;
	c->review = c->review_quoted || (!m->quoted.len && c->reply);
	c->version = version_in(c->subject, true);
	if (!c->version && c->review_quoted)
		c->version = version_in(c->quoted, true);
}

enum { FEW_WORDS = 6 };

/* Words of the text that the language's lexicon knows as something a client says. */
static size_t
covered(const struct doc *d)
{
	size_t words = 0, upto = 0;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->tok < upto || m->class < LEX_LABEL || m->class == LEX_DATE ||
		    m->class >= LEX_JOIN)
			continue;
		words += m->tok_end - m->tok;
		upto = m->tok_end;
	}
	return words;
}

/* "Freigabe erteilt." has no function words: its language is the one whose lexicon knows it. */
static void
few_words(struct context *c)
{
	int quoted = doc_text_language(c->u, c->pool, utf8_cut(c->mail->quoted, 2000));
	int lang = doc_language(c->u, c->d, quoted);
	struct doc *best = lang == c->d->lang ? c->d : doc_in(c->u, c->d, lang);
	size_t best_words = covered(best);
	for (int l = 0; l < LANG_COUNT; l++) {
		struct doc *d = l == c->d->lang ? c->d : doc_in(c->u, c->d, l);
		size_t words = covered(d);
		if (words > best_words) {
			best = d;
			best_words = words;
		}
	}
	c->d = best;
}

/*
 * What who forwards adds in a few words of their own: "it's Wednesday 2/25 now, forget the date in
 * his note". A deadline said so replaces the one of the forwarded mail, other fields fill gaps.
 */
static void
forwarder_adds(struct context *c)
{
	enum { SURE = 4 };
	struct reading *own = pool_alloc(c->pool, sizeof(*own));
	struct context f = *c;
	f.r = own;
	f.d = doc_new(c->u, c->pool, c->mail->forward.message, -1);
	f.subject = doc_new(c->u, c->pool, SLICE_NONE, f.d->lang);
	f.deliverable_tok = f.deliverable_end = 0;
	f.deadline_score = 0;
	if (f.d->tok_count <= FEW_WORDS)
		return;
	fields_labelled(&f);
	fields_prose(&f);
	for (int i = 0; i < FIELD_COUNT; i++) {
		struct said_field *mine = &own->fields[i], *theirs = &c->r->fields[i];
		bool replaces = i == FIELD_DEADLINE && f.deadline_score >= SURE;
		if (i == FIELD_DELIVERABLE || !mine->given || (theirs->given && !replaces) ||
		    (i == FIELD_DEADLINE && !replaces))
			continue;
		*theirs = *mine;
	}
}

/*
 * Who reads the mail sees the HTML, docket the plain part. An approval that stands in one of them
 * only is none.
 */
static bool
parts_agree(const struct context *c, int64_t fallback_ms, const struct zone *zone)
{
	struct mail shown;
	struct reading other;

	if ((c->r->verdict != VERDICT_APPROVE && c->r->verdict != VERDICT_APPROVE_WITH_CHANGES) ||
	    !mail_other(c->pool, c->mail, &shown))
		return true;
	understand_mail(c->u, c->pool, &shown, fallback_ms, zone, &other);
	return other.verdict == c->r->verdict;
}

void
understand_mail(const struct understanding *u, struct pool *pool, const struct mail *m,
		int64_t fallback_ms, const struct zone *zone, struct reading *out)
{
	struct context c = {.u = u, .pool = pool, .mail = m, .r = out};
	struct slice text = text_to_read(&c);
	memset(out, 0, sizeof(*out));
	copy_mail(m, out);
	for (int f = 0; f < FIELD_COUNT; f++)
		out->fields[f].when.hour = -1;
	c.forwarded = text.data != m->text.data;
	if (text.len > DOC_TEXT_MAX) /* kept whole, but what stands behind was not looked at */
		VEC_ADD(&out->warnings, pool, SLICE_LIT("not-all-understood"));
	c.d = doc_new(u, pool, text, -1);
	if (c.d->tok_count <= FEW_WORDS)
		few_words(&c);
	c.subject = doc_new(u, pool, utf8_cut(m->subject_base, 1000), c.d->lang);
	out->lang = slice_of(lang_names[c.d->lang]);
	hash_text(pool, m->text, out->text_sha256);
	set_clues(&c, fallback_ms, zone);
	set_context(&c);
	commands_read(&c);
	answers_prompt(&c);
	brief_read(&c);
	if (c.forwarded)
		forwarder_adds(&c);
	vague_read(&c);
	c.only_deadline = says_only_deadline(&c);
	feedback_read(&c);
	notes_read(&c);
	if (!(c.question_count && !c.review_quoted))
		verdict_read(&c); /* who answers a prompt decides nothing */
	intent_read(&c);
	feedback_settle(&c);
	if (out->intent == INTENT_CHANGE_DEADLINE)
		fields_deadline_moved(&c);
	if (out->intent == INTENT_REQUEST || out->intent == INTENT_INFO)
		fields_open(&c);
	urgent_read(&c);
	brief_missing(&c);
	away_read(&c);
	if (text.len <= DOC_TEXT_MAX && *c.d->date_steps > DATE_STEPS_MAX)
		VEC_ADD(&out->warnings, pool, SLICE_LIT("not-all-understood"));
	if (out->intent != INTENT_REQUEST && out->intent != INTENT_INFO && !out->scope) {
		/* a date in feedback is not the job's deadline unless it was called that */
		for (int f = 0; f < FIELD_COUNT; f++)
			if (out->fields[f].given &&
			    !(f == FIELD_DEADLINE && out->intent == INTENT_CHANGE_DEADLINE))
				out->withheld |= FIELD_BIT(f);
	}
	if (out->intent != INTENT_REQUEST && out->intent != INTENT_INFO)
		out->kit = SLICE_NONE;
	if (out->intent == INTENT_REQUEST && ((!c.reply && !c.docket_subject) || c.asks_new)) {
		/* what a brief asks for is no revision of anything */
		out->items.len = out->maybe.len = 0;
		out->verdict = VERDICT_NONE;
		out->verdict_why = (struct found){.start = 0};
	}
	if (!parts_agree(&c, fallback_ms, zone))
		VEC_ADD(&out->warnings, pool, SLICE_LIT("parts-differ"));
	/* offsets are of mail.text: what was read elsewhere has none */
	if (text.data != m->text.data)
		for (int f = 0; f < FIELD_COUNT; f++)
			out->fields[f].value.start = out->fields[f].value.end = 0;
}
