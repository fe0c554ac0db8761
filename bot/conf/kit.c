/* Reads delivery kits by a table of keys of their own. Which kit a mail means is decided elsewhere.
 */
#include "docket/conf/kit.h"

#include "docket/base/file.h"
#include "print.h"
#include "schema.h"
#include "valid.h"

#include <dirent.h>
#include <errno.h>

#define FIELDS                                                                                     \
	"deliverable objective audience deadline channels copy_or_offer specs references "         \
	"approver "                                                                                \
	"budget"
#define PLACEHOLDERS "client job version size title date lang"
#define AT(member)   offsetof(struct kit, member)
#define STAGE(m)     offsetof(struct kit_stage, m)
#define ASK(lang)    offsetof(struct kit_question, ask[lang])
#define BUILT_IN     "config/kits/"

enum { KITS_MAX = 200 };

const char *const kit_langs[KIT_LANGS] = {"en", "de", "fr", "es"};

/* "1080x1080", "210x297mm", each with a label behind a blank. */
static const char *
size_fault(const char *v)
{
	struct slice s = slice_of(v), width, height;
	ptrdiff_t blank = slice_index(s, ' ');
	int64_t n;

	if (blank >= 0)
		s = slice_sub(s, 0, (size_t)blank);
	if (slice_ends(s, "mm"))
		s = slice_sub(s, 0, s.len - 2);
	height = s;
	if (!slice_cut(&height, 'x', &width) || !slice_int(width, &n) || n < 1 ||
	    !slice_int(height, &n) || n < 1)
		return "must be WIDTHxHEIGHT in pixels, or with mm, and a label if you like "
		       "(1080x1350 feed)";
	return NULL;
}

static const char *
format_fault(const char *v)
{
	for (; *v != '\0'; v++)
		if (!(*v >= 'a' && *v <= 'z') && !(*v >= '0' && *v <= '9'))
			return "must be a file ending in small letters, such as png";
	return NULL;
}

static const char *
naming_fault(const char *v)
{
	static const char wrong[] = "may hold {client}, {job}, {version}, {size}, {title}, {date}, "
				    "{lang}, letters, digits, and - _ . only";
	struct slice rest = slice_of(v);

	for (size_t i = 0; i < rest.len; i++) {
		struct slice words = SLICE_LIT(PLACEHOLDERS), word, name;
		ptrdiff_t end;
		bool known = false;

		if (rest.data[i] != '{') {
			if (!(rest.data[i] >= 'a' && rest.data[i] <= 'z') &&
			    !(rest.data[i] >= 'A' && rest.data[i] <= 'Z') &&
			    !(rest.data[i] >= '0' && rest.data[i] <= '9') &&
			    strchr("-_.", rest.data[i]) == NULL)
				return wrong;
			continue;
		}
		name = slice_sub(rest, i + 1, rest.len);
		end = slice_index(name, '}');
		if (end < 0)
			return wrong;
		name = slice_sub(name, 0, (size_t)end);
		while (!known && slice_cut(&words, ' ', &word))
			known = slice_eq(word, name);
		if (!known)
			return wrong;
		i += name.len + 1;
	}
	return NULL;
}

static const struct key keys[] = {
	{.path = "title",
	 .type = KEY_MAP,
	 .must = true,
	 .noun = "language",
	 .sample = "",
	 .prose = "What people call it, in the middle of a sentence."},
	{.path = "title.en",
	 .type = KEY_TEXT,
	 .at = AT(title[0]),
	 .max = 60,
	 .must = true,
	 .prose = "English; also where another language is left out."},
	{.path = "title.de", .type = KEY_TEXT, .at = AT(title[1]), .max = 60, .prose = "German."},
	{.path = "title.fr", .type = KEY_TEXT, .at = AT(title[2]), .max = 60, .prose = "French."},
	{.path = "title.es", .type = KEY_TEXT, .at = AT(title[3]), .max = 60, .prose = "Spanish."},
	{.path = "required",
	 .type = KEY_CHOICES,
	 .at = AT(required),
	 .words = FIELDS,
	 .min = 1,
	 .max = 10,
	 .must = true,
	 .prose = "The fields of the brief that must be known before work starts."},
	{.path = "questions",
	 .type = KEY_NAMED,
	 .at = AT(questions),
	 .size = sizeof(struct kit_question),
	 .words = FIELDS,
	 .noun = "field",
	 .prose =
		 "How a client is asked for a field. Without one, the words of the kit \"other\"."},
	{.path = "questions.*", .type = KEY_MAP, .noun = "language", .prose = "One question."},
	{.path = "questions.*.en",
	 .type = KEY_TEXT,
	 .at = ASK(0),
	 .max = 300,
	 .must = true,
	 .prose = "In English; also where another language is left out."},
	{.path = "questions.*.de",
	 .type = KEY_TEXT,
	 .at = ASK(1),
	 .max = 300,
	 .prose = "In German."},
	{.path = "questions.*.fr",
	 .type = KEY_TEXT,
	 .at = ASK(2),
	 .max = 300,
	 .prose = "In French."},
	{.path = "questions.*.es",
	 .type = KEY_TEXT,
	 .at = ASK(3),
	 .max = 300,
	 .prose = "In Spanish."},
	{.path = "route",
	 .type = KEY_MAPS,
	 .at = AT(route),
	 .size = sizeof(struct kit_stage),
	 .min = 1,
	 .max = 12,
	 .must = true,
	 .prose = "The reviews a version passes, in order."},
	{.path = "route.name",
	 .type = KEY_TEXT,
	 .at = STAGE(name),
	 .max = 32,
	 .must = true,
	 .fault = valid_name,
	 .prose = "The stage: creative, copy, account, client, legal, or a word of your own."},
	{.path = "route.role",
	 .type = KEY_CHOICE,
	 .at = STAGE(role),
	 .words = "account creative copy ops owner client legal",
	 .must = true,
	 .prose = "Whose yes it takes."},
	{.path = "route.rule",
	 .type = KEY_CHOICE,
	 .at = STAGE(rule),
	 .words = "any all order",
	 .preset = "any",
	 .prose = "Where several people have that role: one of them, all, or all in order."},
	{.path = "qa",
	 .type = KEY_TEXTS,
	 .at = AT(qa),
	 .min = 1,
	 .max = 40,
	 .must = true,
	 .prose = "The checklist before delivery. Each line is ticked by somebody else than the "
		  "maker."},
	{.path = "naming",
	 .type = KEY_TEXT,
	 .at = AT(naming),
	 .max = 120,
	 .preset = "{client}-{job}-{version}",
	 .fault = naming_fault,
	 .prose = "How files are named, without their ending. {client}, {job}, {version}, {size}, "
		  "{title}, {date} and {lang} stand for themselves."},
	{.path = "formats",
	 .type = KEY_TEXTS,
	 .at = AT(formats),
	 .max = 30,
	 .fault = format_fault,
	 .prose = "File endings that may be delivered. Without them, any."},
	{.path = "sizes",
	 .type = KEY_TEXTS,
	 .at = AT(sizes),
	 .max = 60,
	 .fault = size_fault,
	 .prose = "Sizes that a delivery usually has. Pixels, or mm for print, with a label if you "
		  "like: 1080x1350 feed."},
	{.path = "maker",
	 .type = KEY_CHOICE,
	 .at = AT(maker),
	 .words = "creative copy",
	 .preset = "creative",
	 .prose = "Whose work it is: the role that docket suggests makers from."},
	{.path = "hours",
	 .type = KEY_REAL,
	 .at = AT(hours),
	 .min = 0,
	 .max = 2000,
	 .preset = "4",
	 .prose = "The usual effort in hours."},
	{.path = "review",
	 .type = KEY_INT,
	 .at = AT(review_days),
	 .min = 1,
	 .max = 30,
	 .preset = "2",
	 .prose = "Business days that a client has for a review; sooner where the deadline is near."},
	{.path = "stage",
	 .type = KEY_INT,
	 .at = AT(stage_hours),
	 .min = 1,
	 .max = 400,
	 .preset = "8",
	 .prose = "Business hours that each review stage of your own has for its word."},
	{.path = "window",
	 .type = KEY_INT,
	 .at = AT(window_days),
	 .min = 0,
	 .max = 60,
	 .preset = "5",
	 .prose = "Business days in which a client's comments count for a round; then its list goes to "
		  "the team. 0: only somebody's word ends a round."},
	{.path = "sla",
	 .type = KEY_INT,
	 .at = AT(sla_hours),
	 .min = 1,
	 .max = 2000,
	 .preset = "40",
	 .prose = "Business hours from a complete brief to the first version."},
};

/* Stages are told apart by name. */
static void
check_route(const struct kit *kit, const struct tree *root, struct faults *f)
{
	const struct tree *route = tree_get(root, "route");

	for (size_t i = 1; i < kit->route.len; i++)
		for (size_t j = 0; j < i; j++) {
			const struct tree *at = tree_get(route->items.at[i], "name");

			if (kit->route.at[i].name != NULL && kit->route.at[j].name != NULL &&
			    at != NULL && strcmp(kit->route.at[i].name, kit->route.at[j].name) == 0)
				fault_add(f, at->line, at->col,
					  "the route has a stage '%s' already",
					  kit->route.at[i].name);
		}
}

/* Every other kit leans on "other": it must be able to ask for everything. */
static void
check_other(const struct kit *kit, const struct tree *root, struct faults *f)
{
	struct slice fields = SLICE_LIT(FIELDS), field;

	if (strcmp(kit->name, "other") != 0)
		return;
	while (slice_cut(&fields, ' ', &field)) {
		bool asked = false;

		for (size_t i = 0; i < kit->questions.len; i++)
			asked = asked || slice_is(field, kit->questions.at[i].field);
		if (!asked)
			fault_add(f, root->line, root->col,
				  "the kit 'other' needs a question for '%.*s', because all kits "
				  "fall back to it",
				  SLICE_ARG(field));
	}
}

/* A kit with that name, emptied: the later file replaces the earlier. */
static struct kit *
slot(struct kits *k, const char *name)
{
	struct kit *kit = NULL;

	for (size_t i = 0; i < k->all.len && kit == NULL; i++)
		if (strcmp(k->all.at[i].name, name) == 0)
			kit = &k->all.at[i];
	if (kit == NULL)
		kit = VEC_NEW(&k->all, k->pool);
	*kit = (struct kit){.name = name};
	return kit;
}

static int
read_kit(struct kits *k, const char *path, struct slice text, struct str *faults, struct err *e)
{
	struct slice name = slice_of(strrchr(path, '/') + 1);
	const struct tree *root;
	const char *wrong;
	struct kit *kit;
	struct faults f;

	/* Text and values of the tree stay: faults and kits point into them. */
	name = pool_copy(k->pool, slice_sub(name, 0, name.len - strlen(".yaml")));
	fault_init(&f, k->pool, pool_cstr(k->pool, slice_of(path)), text);
	wrong = name.len == 0 ? "must not be empty" : valid_name(name.data);
	if (wrong != NULL)
		fault_add(&f, 1, 1, "the name of a kit's file %s", wrong);
	if (tree_read(text, &f, &root) == 0) {
		struct schema s = {keys, COUNT(keys), NULL, &f};

		kit = slot(k, name.data);
		schema_fill(&s, root, kit);
		check_route(kit, root, &f);
		check_other(kit, root, &f);
	}
	return fault_report(&f, faults, e);
}

static int
read_built_in(struct kits *k, struct str *faults, struct err *e)
{
	const struct asset *assets;
	size_t count;
	int status = 0;

	assets = asset_all(&count);
	for (size_t i = 0; i < count; i++) {
		struct slice path = slice_of(assets[i].path);

		if (slice_starts(path, BUILT_IN) && slice_ends(path, ".yaml") &&
		    read_kit(k, assets[i].path, assets[i].text, faults, e) < 0)
			status = -1;
	}
	return status;
}

static int
read_file(struct kits *k, const char *path, struct str *faults, struct err *e)
{
	struct str text;
	int status;

	str_init(&text, TREE_BYTES_MAX + 1);
	status = file_read(path, &text, e);
	if (status == 0)
		status = read_kit(k, path, pool_copy(k->pool, str_slice(&text)), faults, e);
	else if (faults != NULL && e != NULL)
		str_addf(faults, "%s\n", e->text);
	str_clear(&text);
	return status;
}

static int
is_kit_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && slice_ends(slice_of(entry->d_name), ".yaml");
}

static int
read_folder(struct kits *k, const char *folder, struct str *faults, struct err *e)
{
	struct dirent **names;
	int status = 0, count;

	count = scandir(folder, &names, is_kit_file, alphasort);
	if (count < 0)
		return err_errno(e, ERR_CONFIG, errno, "%s: the folder of kits cannot be read",
				 folder);
	if (count > KITS_MAX)
		status = err_set(e, ERR_CONFIG, "%s: more than %d kits", folder, KITS_MAX);
	for (int i = 0; i < count; i++) {
		const char *path = pool_slicef(k->pool, "%s/%s", folder, names[i]->d_name).data;

		if (count <= KITS_MAX && read_file(k, path, faults, e) < 0)
			status = -1;
		free(names[i]);
	}
	free(names);
	return status;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct kit *)a)->name, ((const struct kit *)b)->name);
}

int
kits_load(const char *folder, struct kits **out, struct str *faults, struct err *e)
{
	struct pool *pool = pool_new();
	struct kits *k = pool_alloc(pool, sizeof(*k));
	int status;

	k->pool = pool;
	status = read_built_in(k, faults, e);
	if (folder != NULL && read_folder(k, folder, faults, e) < 0)
		status = -1;
	if (status == 0 && kits_find(k, "other") == NULL)
		status =
			err_set(e, ERR_CONFIG, "there is no kit 'other'; all kits fall back to it");
	if (status < 0) {
		pool_free(pool);
		return -1;
	}
	qsort(k->all.at, k->all.len, sizeof(k->all.at[0]), by_name);
	*out = k;
	return 0;
}

void
kits_free(struct kits *k)
{
	if (k != NULL)
		pool_free(k->pool);
}

const struct kit *
kits_find(const struct kits *k, const char *name)
{
	const struct kit *kit;

	VEC_EACH (kit, &k->all)
		if (strcmp(kit->name, name) == 0)
			return kit;
	return NULL;
}

static int
lang_index(const char *lang)
{
	for (int i = 0; i < KIT_LANGS; i++)
		if (lang != NULL && strcmp(kit_langs[i], lang) == 0)
			return i;
	return 0;
}

static const char *
asks(const struct kit *kit, const char *field, int lang)
{
	const struct kit_question *q;

	VEC_EACH (q, &kit->questions)
		if (strcmp(q->field, field) == 0)
			return q->ask[lang];
	return NULL;
}

const char *
kit_question(const struct kits *k, const struct kit *kit, const char *field, const char *lang)
{
	const struct kit *from[2] = {kit, kits_find(k, "other")};
	int langs[2] = {lang_index(lang), 0};

	/* General words in the reader's language come before sharp ones in English. */
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < 2; i++) {
			const char *ask = from[i] != NULL ? asks(from[i], field, langs[l]) : NULL;

			if (ask != NULL)
				return ask;
		}
	return "";
}

const char *
kit_title(const struct kit *kit, const char *lang)
{
	const char *title = kit->title[lang_index(lang)];

	return title != NULL ? title : kit->title[0];
}
