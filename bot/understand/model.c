/*
 * The weights of the features, and what they say of a clause: each feature adds its weight to each
 * kind of speech; the sums, shrunk by the root of how many features there were, become shares of 1.
 * Features that no text had say nothing but count, so strange words make the answer less sure.
 */
#include "model.h"

#include <math.h>

const char *const speech_names[SPEECH_COUNT] = {
#define SPEECH(e, name) [SPEECH_##e] = name,
#include "model.def"
#undef SPEECH
};

static const char *const told_names[TOLD_COUNT] = {
#define TOLD(e, name) [TOLD_##e] = name,
#include "told.def"
#undef TOLD
};
const struct model_kinds speech_kinds = {speech_names, SPEECH_COUNT};
const struct model_kinds told_kinds = {told_names, TOLD_COUNT};

_Static_assert(SPEECH_COUNT <= (int)MODEL_KINDS_MAX && TOLD_COUNT <= (int)MODEL_KINDS_MAX,
	       "a row has a weight for each kind");

struct row {
	struct slice name; /* in the asset */
	int8_t weight[MODEL_KINDS_MAX];
};
struct slot {
	uint32_t hash;
	uint32_t row; /* its number + 1, 0: free */
};
struct model {
	struct row *row;
	size_t count;
	struct slot *slot; /* open addressing */
	size_t mask;
	const struct model_kinds *of;
	float scale; /* of one unit of weight */
	size_t column[MODEL_KINDS_MAX]; /* the kind that each code of a row speaks for */
	size_t columns;
	unsigned kinds; /* a bit for each of those: the others are never said */
};

/* --- reading the file --- */

/* Weights are letters: '!' is -46, 'O' is 0, '}' is 46. */
enum { CODE_ZERO = 'O', CODE_FIRST = '!', CODE_LAST = '}' };

static int
read_codes(const struct model *m, struct slice codes, int8_t weight[MODEL_KINDS_MAX])
{
	if (codes.len != m->columns)
		return -1;
	for (size_t i = 0; i < codes.len; i++) {
		if (codes.data[i] < CODE_FIRST || codes.data[i] > CODE_LAST)
			return -1;
		weight[m->column[i]] = (int8_t)(codes.data[i] - CODE_ZERO);
	}
	return 0;
}

static bool
is_name(struct slice name, const struct feature *f)
{
	size_t a = f->a.len, b = f->b.len;
	const char *s = name.data;
	return name.len == 2 + a + (b ? 1 + b : 0) && s[0] == f->kind &&
	       memcmp(s + 2, f->a.data, a) == 0 &&
	       (!b || (s[2 + a] == ' ' && memcmp(s + 3 + a, f->b.data, b) == 0));
}

static const struct row *
find(const struct model *m, const struct feature *f)
{
	size_t at = f->hash & m->mask;
	for (; m->slot[at].row; at = (at + 1) & m->mask)
		if (m->slot[at].hash == f->hash && is_name(m->row[m->slot[at].row - 1].name, f))
			return &m->row[m->slot[at].row - 1];
	return NULL;
}

static void
insert(struct model *m, size_t row)
{
	struct slice name = m->row[row].name;
	struct feature f = feature_of(name.data[0], slice_sub(name, 2, name.len));
	size_t at = f.hash & m->mask;
	while (m->slot[at].row)
		at = (at + 1) & m->mask;
	m->slot[at] = (struct slot){f.hash, (uint32_t)row + 1};
}

/*
 * "scale<TAB>MILLIONTHS<TAB>NAMES", the kinds in the order of the codes. A kind that is younger than
 * the file is missing there, and nothing is taken for it until it is learnt anew.
 */
static int
read_head(struct model *m, struct slice line)
{
	struct slice cell;
	int64_t scale;
	if (!slice_cut(&line, '\t', &cell) || !slice_is(cell, "scale") ||
	    !slice_cut(&line, '\t', &cell) || !slice_int(cell, &scale) || scale <= 0)
		return -1;
	m->scale = (float)scale / 1e6f;
	while (slice_cut(&line, ' ', &cell)) {
		size_t k = 0;
		while (k < m->of->count && !slice_is(cell, m->of->name[k]))
			k++;
		if (k == m->of->count || m->kinds >> k & 1)
			return -1;
		m->kinds |= 1u << k;
		m->column[m->columns++] = k;
	}
	return m->columns ? 0 : -1;
}

int
model_load(struct pool *pool, const struct asset *file, const struct model_kinds *kinds,
	   struct model **out, struct err *e)
{
	struct model *m = pool_alloc(pool, sizeof(*m));
	struct slice text = file->text, line, name;
	size_t lines = 0, slots = 1024, number = 0;
	for (size_t i = 0; i < text.len; i++)
		lines += text.data[i] == '\n';
	m->of = kinds;
	while (slots < 2 * lines)
		slots *= 2;
	m->row = pool_array(pool, lines + 1, sizeof(*m->row));
	m->slot = pool_array(pool, slots, sizeof(*m->slot));
	m->mask = slots - 1;
	while (slice_line(&text, &line)) {
		struct row *r = &m->row[m->count];
		number++;
		if (slice_starts(line, "# "))
			continue;
		if (m->scale <= 0) {
			if (read_head(m, line) < 0)
				return err_set(e, ERR_CONFIG, "%s:%zu: not the head of a model",
					       file->path, number);
			continue;
		}
		if (!slice_cut(&line, '\t', &name) || name.len < 2 ||
		    read_codes(m, line, r->weight) < 0)
			return err_set(e, ERR_CONFIG, "%s:%zu: not a feature and its weights",
				       file->path, number);
		r->name = name;
		insert(m, m->count++);
	}
	*out = m;
	return 0;
}

/* --- a clause --- */

/* Weights fit a byte: so many of them fit 16 bits, and those are added eight at a time. */
enum { PART_MAX = INT16_MAX / 128 };

struct sums {
	const struct model *m;
	int32_t sum[MODEL_KINDS_MAX];
	int16_t part[MODEL_KINDS_MAX]; /* of the last features, not yet in sum */
	unsigned parts;
	unsigned features, words, known;
};

static void
add_weights(int16_t *restrict part, const int8_t *restrict weight)
{
	for (size_t i = 0; i < MODEL_KINDS_MAX; i++)
		part[i] = (int16_t)(part[i] + weight[i]);
}

static void
add_part(struct sums *s)
{
	for (size_t i = 0; i < MODEL_KINDS_MAX; i++)
		s->sum[i] += s->part[i];
	memset(s->part, 0, sizeof(s->part));
	s->parts = 0;
}

static void
add_feature(void *arg, const struct feature *f)
{
	struct sums *s = arg;
	const struct row *r = find(s->m, f);
	s->features++;
	if (f->kind == 'w') {
		s->words++;
		s->known += r != NULL;
	}
	if (!r)
		return;
	add_weights(s->part, r->weight);
	if (++s->parts == PART_MAX)
		add_part(s);
}

struct token_span {
	features_fn *features;
	const struct doc *d;
	size_t from, to;
};

static void
features_of_span(const void *of, feature_fn *fn, void *arg)
{
	const struct token_span *s = of;
	s->features(s->d, s->from, s->to, fn, arg);
}

void
model_read_by(const struct model *m, features_fn *features, const struct doc *d, size_t from,
	      size_t to, struct model_said *out)
{
	const struct token_span s = {features, d, from, to};
	model_read_of(from < to ? m : NULL, features_of_span, &s, out);
}

void
model_read_of(const struct model *m, features_of_fn *features, const void *of,
	      struct model_said *out)
{
	struct sums s = {.m = m};
	float z[MODEL_KINDS_MAX], top = -INFINITY, all = 0;
	size_t kinds = m ? m->of->count : SPEECH_COUNT;
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < kinds; i++)
		out->p[i] = 1.0f / (float)kinds;
	if (!m)
		return;
	features(of, add_feature, &s);
	add_part(&s);
	for (size_t i = 0; i < kinds; i++) {
		z[i] = m->kinds >> i & 1
			       ? (float)s.sum[i] * m->scale / sqrtf((float)s.features)
			       : -INFINITY;
		if (z[i] > top) {
			top = z[i];
			out->best = (int)i;
		}
	}
	for (size_t i = 0; i < kinds; i++)
		all += out->p[i] = expf(z[i] - top);
	for (size_t i = 0; i < kinds; i++)
		out->p[i] /= all;
	out->known = s.words ? (float)s.known / (float)s.words : 0;
}

void
model_read(const struct model *m, const struct doc *d, size_t from, size_t to,
	   struct model_said *out)
{
	model_read_by(m, model_features, d, from, to, out);
}

float
model_sum(const struct model_said *s, unsigned bits)
{
	float sum = 0;
	for (size_t i = 0; i < SPEECH_COUNT; i++)
		if (bits >> i & 1)
			sum += s->p[i];
	return sum;
}

/* --- why --- */

enum { REASONS = 3 };

struct reasons {
	const struct model *m;
	enum speech speech;
	struct {
		int weight;
		size_t tok, tok_end;
	} best[REASONS];
};

/* How much more than the mean of all kinds it speaks for this one. */
static int
speaks_for(const struct row *r, enum speech s)
{
	int sum = 0;
	for (size_t i = 0; i < SPEECH_COUNT; i++)
		sum += r->weight[i];
	return r->weight[s] * SPEECH_COUNT - sum;
}

static void
add_reason(void *arg, const struct feature *f)
{
	struct reasons *k = arg;
	const struct row *r = find(k->m, f);
	size_t tok = f->tok, tok_end = f->tok_end;
	int w = r ? speaks_for(r, k->speech) : 0;
	size_t i;
	if (w <= 0 || tok >= tok_end || f->kind == 'c')
		return;
	for (i = 0; i < REASONS; i++) /* the same words are said once */
		if (k->best[i].weight > 0 && tok < k->best[i].tok_end && k->best[i].tok < tok_end)
			break;
	if (i < REASONS && w <= k->best[i].weight)
		return;
	if (i == REASONS)
		for (i = 0; i < REASONS - 1 && k->best[i].weight > 0; i++)
			;
	if (w <= k->best[i].weight)
		return;
	k->best[i].weight = w;
	k->best[i].tok = tok;
	k->best[i].tok_end = tok_end;
}

struct slice
model_why(const struct model *m, const struct doc *d, size_t from, size_t to, enum speech s,
	  struct pool *pool)
{
	struct reasons k = {.m = m, .speech = s};
	struct model_said said;
	model_read(m, d, from, to, &said);
	struct slice why =
		pool_slicef(pool, "model: %s .%02d", speech_names[s], (int)(said.p[s] * 99.5f));
	if (!m || from >= to)
		return why;
	model_features(d, from, to, add_reason, &k);
	for (size_t i = 0; i < REASONS; i++) {
		if (k.best[i].weight <= 0)
			continue;
		struct found f = doc_found(d, k.best[i].tok < from ? from : k.best[i].tok,
					   k.best[i].tok_end, SLICE_NONE);
		why = pool_slicef(pool, "%.*s%s '%.*s'", SLICE_ARG(why), i ? "," : ":",
				  SLICE_ARG(f.text));
	}
	return why;
}
