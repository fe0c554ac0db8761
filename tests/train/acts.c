/*
 * Learns the weights of bot/understand/model.c from labelled texts; `make model` runs it. What it
 * learns goes to standard output, as a file of templates/model:
 *
 *   learn TEXTS.tsv...              acts.tsv, of clauses; with the sentences of replies: sentences.tsv
 *   learn --items TEXTS.tsv...      items.tsv, of feedback, by the features of judge_feature.c
 *   learn --brief TEXTS.tsv...      brief.tsv, of briefs, by the features of fields_learnt.c
 *   learn --decision FEATURES...    decision.tsv, of whole replies, by what whole.c prints
 *   learn --intent FEATURES...      intent.tsv, of whole mails, likewise
 *
 * --weak N leaves out weights below N units, not 2. TEXTS.tsv... --without K TEXTS.tsv... leaves out
 * fold K of the last. --hold learns from four fifths of the blocks, and says how it reads the fifth
 * that it has not seen.
 *
 * A text is LABEL<TAB>CLAUSE in a file whose name is its language; "# ..." opens a block: one
 * author's voice. Whole blocks are held out, so that what is measured is a voice never heard.
 * Multinomial logistic regression by AdaGrad, weights drawn to zero; fixed order, fixed seed, no
 * function of the machine's mathematics library but sqrt, which IEEE 754 defines to the last bit.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docket/base/asset.h"
#include "docket/base/hash.h"

#include "../../bot/understand/lexicon.h"
#include "../../bot/understand/judge.h"
#include "../../bot/understand/told.h"
#include "../../bot/understand/whole.h"
#include "train.h"

enum {
	EPOCHS = 40,
	SEEN_MIN = 2, /* a feature of one text alone teaches nothing */
	SEEN_LETTERS_MIN = 3,
	CODE_LIMIT = 46, /* see model.c */
	SEED = 20260512
};
static const double rate = 0.5, margin = 0.35;
static double decay = 1.5e-5;
static int weak = 2; /* units: weights below it in every kind are noise */

struct text {
	int label, lang;
	unsigned fold; /* TRAIN_FOLDS: of none, never held out */
	struct slice clause;
	uint32_t *feature; /* numbers of names */
	size_t count;	   /* of kept features */
	size_t all;	   /* of all features: what the sums are shrunk by */
};
struct name {
	struct slice text;
	unsigned seen, last; /* by how many texts; number of the last one + 1 */
	bool kept;
};
struct work {
	struct pool *pool;
	struct understanding *u;
	features_fn *features;
	const struct model_kinds *kinds;
	VEC(struct text) texts;
	VEC(struct name) names;
	uint32_t *slot;
	size_t slots;
	unsigned blocks;
	bool whole; /* what is read now is never held out */
	struct hash_ctx hash;
	VEC(uint32_t) now; /* features of the text that is being read */
	double (*w)[MODEL_KINDS_MAX], (*g)[MODEL_KINDS_MAX];
};

/* --- texts --- */

static void
grow_slots(struct work *k)
{
	k->slots = k->slots ? 2 * k->slots : 1u << 16;
	k->slot = pool_array(k->pool, k->slots, sizeof(*k->slot));
	for (size_t i = 0; i < k->names.len; i++) {
		struct slice n = k->names.at[i].text;
		size_t at = word_hash(n.data, n.len) & (k->slots - 1);
		while (k->slot[at])
			at = (at + 1) & (k->slots - 1);
		k->slot[at] = (uint32_t)i + 1;
	}
}

static void
collect(void *arg, const struct feature *f)
{
	struct work *k = arg;
	char buf[FEATURE_MAX];
	struct slice name = slice_make(buf, feature_name(f, buf));
	if (2 * k->names.len >= k->slots)
		grow_slots(k);
	size_t at = word_hash(name.data, name.len) & (k->slots - 1);
	while (k->slot[at] && !slice_eq(k->names.at[k->slot[at] - 1].text, name))
		at = (at + 1) & (k->slots - 1);
	if (!k->slot[at]) {
		VEC_ADD(&k->names, k->pool, ((struct name){pool_copy(k->pool, name), 0, 0, false}));
		k->slot[at] = (uint32_t)k->names.len;
	}
	struct name *n = &k->names.at[k->slot[at] - 1];
	if (n->last != k->texts.len + 1) {
		n->seen++;
		n->last = (unsigned)k->texts.len + 1;
	}
	VEC_ADD(&k->now, k->pool, k->slot[at] - 1);
}

static int
label_of(const struct work *k, struct slice name)
{
	for (size_t i = 0; i < k->kinds->count; i++)
		if (slice_is(name, k->kinds->name[i]))
			return (int)i;
	return -1;
}

static struct slice
take_file(struct work *k, const char *path)
{
	struct slice text = train_file(k->pool, path);
	hash_feed(&k->hash, text);
	return text;
}

/* A text whose features are those just collected. */
static void
add_text(struct work *k, struct text t)
{
	t.all = k->now.len;
	t.feature = pool_array(k->pool, t.all + 1, sizeof(*t.feature));
	if (t.all)
		memcpy(t.feature, k->now.at, t.all * sizeof(*t.feature));
	VEC_ADD(&k->texts, k->pool, t);
	k->now.len = 0;
}

static void
read_texts(struct work *k, const char *path)
{
	struct slice text = take_file(k, path), line, label;
	unsigned number = 0, fold = 0;
	const char *base = strrchr(path, '/');
	int lang = lang_of(slice_sub(slice_of(base ? base + 1 : path), 0, 2));
	while (slice_line(&text, &line)) {
		number++;
		if (slice_starts(line, "#")) {
			k->blocks++;
			fold = train_fold(slice_trim(slice_sub(line, 1, line.len)));
			continue;
		}
		if (slice_blank(line))
			continue;
		struct text t = {.lang = lang, .fold = k->whole ? TRAIN_FOLDS : fold};
		if (!slice_cut(&line, '\t', &label) || (t.label = label_of(k, label)) < 0 ||
		    slice_blank(line)) {
			fprintf(stderr, "acts: %s:%u: not LABEL<TAB>CLAUSE\n", path, number);
			exit(1);
		}
		t.clause = line;
		const struct doc *d = doc_new(k->u, k->pool, line, lang);
		k->features(d, 0, d->tok_count, collect, k);
		add_text(k, t);
	}
}

/* LABEL<TAB>BLOCK<TAB>FEATURE<TAB>FEATURE..., as tests/train/whole.c prints them. */
static void
read_given(struct work *k, const char *path)
{
	struct slice text = take_file(k, path), line, label, block, name;
	int64_t number;
	while (slice_line(&text, &line)) {
		struct text t = {.lang = LANG_EN};
		if (!slice_cut(&line, '\t', &label) || (t.label = label_of(k, label)) < 0 ||
		    !slice_cut(&line, '\t', &block) || !slice_int(block, &number))
			train_die(path, "a line is not LABEL<TAB>BLOCK<TAB>FEATURE...");
		t.fold = (unsigned)number % TRAIN_FOLDS;
		if ((unsigned)number >= k->blocks)
			k->blocks = (unsigned)number + 1;
		while (slice_cut(&line, '\t', &name)) {
			struct feature f = feature_of(name.data[0], slice_sub(name, 2, name.len));
			collect(k, &f);
		}
		add_text(k, t);
	}
}

/* Leaves out what too few texts have; a text held out is not seen. */
static void
keep_features(struct work *k, unsigned held)
{
	for (size_t i = 0; i < k->names.len; i++)
		k->names.at[i].seen = k->names.at[i].last = 0;
	for (size_t i = 0; i < k->texts.len; i++) {
		const struct text *t = &k->texts.at[i];
		for (size_t f = 0; t->fold != held && f < t->all; f++) {
			struct name *n = &k->names.at[t->feature[f]];
			n->seen += n->last != i + 1;
			n->last = (unsigned)i + 1;
		}
	}
	for (size_t i = 0; i < k->names.len; i++) {
		struct name *n = &k->names.at[i];
		n->kept = n->seen >= (n->text.data[0] == 'c' ? SEEN_LETTERS_MIN : SEEN_MIN);
	}
}

/* --- learning --- */

/* e to the x, the same on every machine: x/1024 by its series, squared ten times. */
static double
power(double x)
{
	double y = x < -60 ? -60 : x, sum = 1;
	y /= 1024;
	sum = 1 + y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4)));
	for (int i = 0; i < 10; i++)
		sum *= sum;
	return sum;
}

static void
predict(const struct work *k, const struct text *t, double p[MODEL_KINDS_MAX])
{
	double top, all = 0, shrink = 1 / sqrt((double)t->all);
	memset(p, 0, k->kinds->count * sizeof(*p));
	for (size_t f = 0; f < t->all; f++)
		if (k->names.at[t->feature[f]].kept)
			for (size_t l = 0; l < k->kinds->count; l++)
				p[l] += k->w[t->feature[f]][l];
	top = p[0];
	for (size_t l = 1; l < k->kinds->count; l++)
		top = p[l] > top ? p[l] : top;
	for (size_t l = 0; l < k->kinds->count; l++)
		all += p[l] = power((p[l] - top) * shrink);
	for (size_t l = 0; l < k->kinds->count; l++)
		p[l] /= all;
}

static void
learn_one(struct work *k, const struct text *t)
{
	double p[MODEL_KINDS_MAX], shrink = 1 / sqrt((double)t->all);
	predict(k, t, p);
	p[t->label] -= 1;
	for (size_t f = 0; f < t->all; f++) {
		uint32_t n = t->feature[f];
		if (!k->names.at[n].kept)
			continue;
		for (size_t l = 0; l < k->kinds->count; l++) {
			double g = p[l] * shrink + decay * k->w[n][l];
			k->g[n][l] += g * g;
			k->w[n][l] -= rate * g / (margin + sqrt(k->g[n][l]));
		}
	}
}

static void
learn(struct work *k, unsigned held)
{
	size_t n = 0, *order = pool_array(k->pool, k->texts.len + 1, sizeof(*order));
	uint64_t seed = SEED;
	keep_features(k, held);
	k->w = pool_array(k->pool, k->names.len, sizeof(*k->w));
	k->g = pool_array(k->pool, k->names.len, sizeof(*k->g));
	for (size_t i = 0; i < k->texts.len; i++)
		if (k->texts.at[i].fold != held && k->texts.at[i].all)
			order[n++] = i;
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		for (size_t i = n; i > 1; i--) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			size_t j = (size_t)(seed >> 33) % i, keep = order[i - 1];
			order[i - 1] = order[j];
			order[j] = keep;
		}
		for (size_t i = 0; i < n; i++)
			learn_one(k, &k->texts.at[order[i]]);
	}
}

/* --- the file --- */

static int
by_name(const void *a, const void *b)
{
	return slice_cmp((*(const struct name *const *)a)->text,
			 (*(const struct name *const *)b)->text);
}

static void
write_model(struct work *k, struct str *out)
{
	const struct name **sorted = pool_array(k->pool, k->names.len, sizeof(*sorted));
	unsigned char sum[HASH_LEN];
	char hex[HASH_HEX];
	double largest = 0;
	size_t n = 0;
	for (size_t i = 0; i < k->names.len; i++)
		for (size_t l = 0; k->names.at[i].kept && l < k->kinds->count; l++)
			largest = fabs(k->w[i][l]) > largest ? fabs(k->w[i][l]) : largest;
	if (largest <= 0)
		train_die("nothing was learnt", "no texts?");
	for (size_t i = 0; i < k->names.len; i++)
		if (k->names.at[i].kept)
			sorted[n++] = &k->names.at[i];
	qsort(sorted, n, sizeof(*sorted), by_name);
	struct hash_ctx hash = k->hash;
	hash_end(&hash, sum);
	hash_hex(sum, HASH_LEN, hex);
	double unit = largest / CODE_LIMIT;
	str_addf(out, "# Written by `make model`; see bot/understand/model.h.\n");
	str_addf(out, "# texts %zu, blocks %u, sha256 %s\n", k->texts.len, k->blocks, hex);
	str_addf(out, "scale\t%.0f\t", unit * 1e6);
	for (size_t l = 0; l < k->kinds->count; l++)
		str_addf(out, "%s%s", l ? " " : "", k->kinds->name[l]);
	str_addf(out, "\n");
	for (size_t i = 0; i < n; i++) {
		char code[MODEL_KINDS_MAX + 1] = "";
		const double *w = k->w[sorted[i] - k->names.at];
		int strong = 0;
		for (size_t l = 0; l < k->kinds->count; l++) {
			double q = w[l] / unit;
			int whole = (int)(q < 0 ? q - 0.5 : q + 0.5);
			strong = abs(whole) > strong ? abs(whole) : strong;
			code[l] = (char)('O' + whole);
		}
		if (strong >= weak)
			str_addf(out, "%.*s\t%s\n", SLICE_ARG(sorted[i]->text), code);
	}
}

/* --- how it reads voices it has not heard --- */

struct score {
	unsigned said[MODEL_KINDS_MAX][MODEL_KINDS_MAX]; /* [label][best] */
	unsigned lifted[20], wrong[20], yes;		 /* by threshold k/20 of release + nod */
};

static void
judge_text(const struct work *k, const struct text *t, struct score *s)
{
	double p[MODEL_KINDS_MAX];
	size_t best = 0;
	predict(k, t, p);
	for (size_t l = 1; l < k->kinds->count; l++)
		best = p[l] > p[best] ? l : best;
	s->said[t->label][best]++;
	bool yes = t->label == SPEECH_RELEASE || t->label == SPEECH_NOD;
	double pyes = p[SPEECH_RELEASE] + p[SPEECH_NOD];
	s->yes += yes;
	for (unsigned i = 0; i < 20; i++) {
		if (pyes * 20 < i)
			break;
		s->lifted[i] += yes;
		s->wrong[i] += !yes;
	}
	if ((int)best != t->label)
		fprintf(stderr, "%s %.2f\t%s %.2f\t%.*s\n", k->kinds->name[t->label], p[t->label],
			k->kinds->name[best], p[best], SLICE_ARG(t->clause));
}

static void
print_score(const struct work *k, const struct score *s)
{
	unsigned right = 0, all = 0;
	printf("%-13s%7s%9s%8s   taken for\n", "", "texts", "precise", "found");
	for (size_t l = 0; l < k->kinds->count; l++) {
		unsigned row = 0, column = 0;
		for (size_t b = 0; b < k->kinds->count; b++) {
			row += s->said[l][b];
			column += s->said[b][l];
		}
		right += s->said[l][l];
		all += row;
		printf("%-13s%7u%9.2f%8.2f  ", k->kinds->name[l], row,
		       column ? s->said[l][l] / (double)column : 0,
		       row ? s->said[l][l] / (double)row : 0);
		for (size_t b = 0; b < k->kinds->count; b++)
			if (b != l && s->said[l][b] * 25 > row)
				printf(" %s %u", k->kinds->name[b], s->said[l][b]);
		printf("\n");
	}
	printf("right %.3f of %u\n", right / (double)(all ? all : 1), all);
	for (unsigned i = 10; i < 20 && k->kinds == &speech_kinds; i++)
		printf("release or nod over %.2f: %.3f of %u found, %u others\n", i / 20.0,
		       s->lifted[i] / (double)(s->yes ? s->yes : 1), s->yes, s->wrong[i]);
}

/* What can be learnt, by the option that asks for it; clauses of replies without one. */
static const struct {
	const char *option;
	features_fn *features; /* NULL: the files hold features */
	const struct model_kinds *kinds;
	double decay; /* 0: as it is */
} sets[] = {
	{"--items", judge_features, &speech_kinds, 0},
	{"--brief", told_features, &told_kinds, 0},
	/* what the clauses were learnt for knows much; each word beside it little */
	{"--decision", NULL, &whole_kinds[WHOLE_DECISION], 3e-4},
	{"--intent", NULL, &whole_kinds[WHOLE_INTENT], 0},
};

static bool
take_set(struct work *k, const char *option)
{
	for (size_t i = 0; i < COUNT(sets); i++)
		if (strcmp(option, sets[i].option) == 0) {
			k->features = sets[i].features;
			k->kinds = sets[i].kinds;
			decay = sets[i].decay > 0 ? sets[i].decay : decay;
			return true;
		}
	return false;
}

int
main(int argc, char **argv)
{
	struct work k = {.pool = pool_new(), .features = model_features, .kinds = &speech_kinds};
	struct err e = ERR_INIT;
	struct score s = {.yes = 0};
	unsigned without = TRAIN_FOLDS;
	bool hold = false;
	size_t count, n = 0;
	const struct asset *all = asset_all(&count);
	struct asset *lexicons = pool_array(k.pool, count, sizeof(*lexicons));
	for (size_t i = 0; i < count; i++) /* not the weights that are to be learnt */
		if (!slice_starts(slice_of(all[i].path), "templates/model/"))
			lexicons[n++] = all[i];
	if (understand_new(lexicons, n, NULL, 0, &k.u, &e) < 0)
		train_die("the lexicons", e.text);
	hash_begin(&k.hash);
	grow_slots(&k);
	for (int i = 1; i < argc; i++)
		k.whole = k.whole || strcmp(argv[i], "--without") == 0;
	for (int i = 1; i < argc; i++) {
		if (take_set(&k, argv[i])) {
			continue;
		} else if (strcmp(argv[i], "--hold") == 0) {
			hold = true;
		} else if (strcmp(argv[i], "--weak") == 0 && i + 1 < argc) {
			weak = atoi(argv[++i]);
		} else if (strcmp(argv[i], "--without") == 0 && i + 1 < argc) {
			without = (unsigned)atoi(argv[++i]);
			k.whole = false;
		} else if (k.features) {
			read_texts(&k, argv[i]);
		} else {
			read_given(&k, argv[i]);
		}
	}
	for (unsigned held = 0; hold && held < TRAIN_FOLDS; held++) {
		learn(&k, held);
		for (size_t i = 0; i < k.texts.len; i++)
			if (k.texts.at[i].fold == held && k.texts.at[i].all)
				judge_text(&k, &k.texts.at[i], &s);
	}
	if (hold) {
		print_score(&k, &s);
	} else {
		struct str out;
		str_init(&out, TRAIN_TEXTS_MAX);
		learn(&k, without);
		write_model(&k, &out);
		fwrite(str_cstr(&out), 1, out.len, stdout);
		str_clear(&out);
	}
	understand_free(k.u);
	pool_free(k.pool);
	return 0;
}
