/*
 * What stands between a version and its delivery: open lines of the checklist, faults of files, and
 * the client's banned phrases in every text that can be read. Looked for again each time, so that a
 * rule of today holds for the files of yesterday.
 */
#include "checks.h"

#include "docket/base/utf8.h"
#include "docket/domain/closeout.h"
#include "docket/message/mail.h"

enum {
	TEXT_MAX = 1 << 20, /* as much of a page as the mail reader takes */
	PROBE = 4096,       /* a NUL in here: no text */
	BRIEF_COPY = FIELD_COPY_OR_OFFER,
};

/* Text by its bytes: no NUL, unless it says that it is UTF-16. */
static const char *
charset_of(struct slice bytes)
{
	struct slice head = slice_sub(bytes, 0, PROBE);
	if (slice_starts(head, "\xff\xfe") || slice_starts(head, "\xfe\xff"))
		return "; charset=utf-16";
	if (slice_index(head, '\0') >= 0)
		return NULL;
	return utf8_valid(bytes) ? "; charset=utf-8" : "";
}

/* The words of a file, by the reader of mails: it knows character sets and HTML. */
static int
words_of(struct pool *pool, struct slice bytes, struct slice *out, struct err *e)
{
	struct artwork look = artwork_look(bytes);
	bool page = look.type != NULL &&
	            (strcmp(look.type, "html") == 0 || strcmp(look.type, "svg") == 0);
	const char *charset = charset_of(bytes);
	slice_list own = {0};
	struct mail *m;
	if ((look.type != NULL && !page) || charset == NULL || bytes.len > TEXT_MAX)
		return 0;
	struct str raw;
	str_init(&raw, TEXT_MAX + PROBE);
	str_addf(&raw, "Content-Type: text/%s%s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
	         page ? "html" : "plain", charset);
	str_add(&raw, bytes);
	int r = mail_setup(e);
	if (r == 0)
		r = mail_read(pool, str_slice(&raw), &own, &mail_limits_default, &m, e);
	if (r == 0)
		*out = pool_copy(pool, m->body);
	str_clear(&raw);
	return r < 0 ? -1 : 1;
}

int
checks_words(struct pool *pool, const client_rule_list *rules, struct slice bytes,
             client_rule_list *found_out, struct err *e)
{
	struct slice text = SLICE_NONE;
	client_rule_list found = {0};
	int got = words_of(pool, bytes, &text, e);
	if (got <= 0)
		return got;
	const struct client_rule *r;
	VEC_EACH(r, rules)
		if (wording_has(pool, text, r->phrase))
			VEC_ADD(&found, pool, *r);
	*found_out = found;
	return 1;
}

static void
put_phrases(struct pool *pool, struct checks *k, struct slice where, const client_rule_list *found)
{
	const struct client_rule *r;
	VEC_EACH(r, found) {
		struct check_fault f = {.where = where, .since = r->at, .words = true};
		f.what = pool_slicef(pool, "says \"%.*s\", which the client does not want",
		                     SLICE_ARG(r->phrase));
		VEC_ADD(&k->faults, pool, f);
	}
}

static int
check_file(struct store *s, struct pool *pool, const client_rule_list *rules,
           const struct version_file *f, struct checks *k, struct err *e)
{
	struct str bytes;
	char sha[65];
	client_rule_list found = {0};
	if (rules->len == 0)
		return 0;
	if (f->sha.len == 0 || f->size > TEXT_MAX) {
		VEC_ADD(&k->unread, pool, f->name);
		return 0;
	}
	str_init(&bytes, TEXT_MAX);
	int r = blob_read(s, slice_cstr(f->sha, sha, sizeof(sha)), TEXT_MAX, &bytes, e);
	if (r == 0)
		r = checks_words(pool, rules, str_slice(&bytes), &found, e);
	if (r == 1)
		put_phrases(pool, k, f->name, &found);
	else if (r == 0)
		VEC_ADD(&k->unread, pool, f->name);
	str_clear(&bytes);
	return r < 0 ? -1 : 0;
}

/* The words of the brief that are meant to be printed. */
static void
check_brief(struct pool *pool, const client_rule_list *rules, const struct job *j, struct checks *k)
{
	client_rule_list found = {0};
	const struct client_rule *r;
	VEC_EACH(r, rules)
		if (j->brief[BRIEF_COPY].given && wording_has(pool, j->brief[BRIEF_COPY].value, r->phrase))
			VEC_ADD(&found, pool, *r);
	put_phrases(pool, k, SLICE_LIT("the copy in the brief"), &found);
}

const struct qa_tick *
checks_tick(const struct checks *k, int64_t line)
{
	const struct qa_tick *t;
	VEC_EACH(t, &k->ticks)
		if (t->position == line)
			return t;
	return NULL;
}

static void
judge(struct checks *k)
{
	const struct qa_tick *waiver = checks_tick(k, 0);
	size_t lines = k->kit != NULL ? k->kit->qa.len : 0, standing = 0;
	for (size_t i = 0; i < k->faults.len; i++) {
		k->faults.at[i].waived = waiver != NULL && waiver->at >= k->faults.at[i].since;
		standing += !k->faults.at[i].waived;
	}
	k->open = 0;
	for (size_t i = 0; i < lines; i++)
		k->open += checks_tick(k, (int64_t)i + 1) == NULL;
	k->passed = k->open == 0 && standing == 0;
}

struct artwork_name
checks_name(const struct job *j, int64_t version)
{
	ptrdiff_t dash = slice_rindex(j->ref, '-');
	size_t code = dash < 0 ? 0 : (size_t)dash;
	return (struct artwork_name){slice_sub(j->ref, 0, code), slice_sub(j->ref, code + 1, j->ref.len), version};
}

/* Whether the last part of a link is the name of a file: "hero.png" is, "x7Gh2?dl=1" is not. */
static bool
names_a_file(struct slice name)
{
	ptrdiff_t dot = slice_rindex(name, '.');
	size_t ending = dot < 1 ? 0 : name.len - (size_t)dot - 1;
	return ending >= 2 && ending <= 4 && slice_index(name, '/') < 0;
}

/* What the kit says of the copies behind links, which came after the submission; and of sizes that no file
 * has, where copies are among them. */
static void
check_copies(struct pool *pool, const struct job *j, const struct version *v, struct checks *k)
{
	struct artwork_name names = checks_name(j, v->number);
	VEC(struct artwork) looks = {0};
	const struct version_file *f, *last = NULL;
	VEC_EACH(f, &v->files) {
		char type[16];
		struct artwork look = {f->type.len > 0 ? slice_cstr(f->type, type, sizeof(type)) : NULL,
		                       f->width, f->height};
		VEC_ADD(&looks, pool, ((struct artwork){NULL, f->width, f->height}));
		if (f->fetch != FETCH_KEPT)
			continue;
		last = f;
		struct check_fault bad = {.where = f->name, .since = f->fetched};
		bad.what = artwork_fault(pool, k->kit, names_a_file(f->name) ? &names : NULL, f->name, &look);
		if (bad.what.len > 0)
			VEC_ADD(&k->faults, pool, bad);
	}
	struct slice missing = last != NULL ? artwork_missing(pool, k->kit, looks.at, looks.len) : SLICE_NONE;
	if (missing.len > 0)
		VEC_ADD(&k->faults, pool,
		        ((struct check_fault){.where = last->name, .since = last->fetched,
		                              .what = pool_slicef(pool, "missing sizes: %.*s", SLICE_ARG(missing))}));
}

int
checks_of(struct intake *in, struct pool *pool, const struct job *j, const struct version *v,
          struct checks *out, struct err *e)
{
	struct store *s = in->env.store;
	struct checks k = {.kit = life_kit(in, j)};
	client_rule_list rules = {0};
	if (qa_of_version(s, pool, v->id, &k.ticks, e) < 0 ||
	    client_rules(s, pool, j->client, &rules, e) < 0)
		return -1;
	for (size_t i = 0; i < v->files.len; i++) {
		const struct version_file *f = &v->files.at[i];
		if (f->fault.len > 0)
			VEC_ADD(&k.faults, pool,
			        ((struct check_fault){.where = f->name, .what = f->fault, .since = v->at}));
		if (check_file(s, pool, &rules, f, &k, e) < 0)
			return -1;
	}
	check_copies(pool, j, v, &k);
	check_brief(pool, &rules, j, &k);
	judge(&k);
	*out = k;
	return 0;
}

void
checks_say_open(const struct checks *k, struct str *out)
{
	const struct check_fault *f;
	VEC_EACH(f, &k->faults)
		if (!f->waived)
			str_addf(out, "%s%.*s: %.*s", out->len > 0 ? "; " : "", SLICE_ARG(f->where),
			         SLICE_ARG(f->what));
	if (k->open == 0)
		return;
	str_addf(out, "%sline%s ", out->len > 0 ? "; " : "", k->open == 1 ? "" : "s");
	bool first = true;
	for (size_t i = 0; k->kit != NULL && i < k->kit->qa.len; i++) {
		if (checks_tick(k, (int64_t)i + 1) != NULL)
			continue;
		str_addf(out, "%s%zu", first ? "" : ", ", i + 1);
		first = false;
	}
	str_adds(out, " of the checklist open");
}
