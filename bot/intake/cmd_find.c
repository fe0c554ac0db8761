/* `find`: words in briefs, in revision lists and in mails, best first. */
#include "cmd.h"

#include "docket/base/utf8.h"
#include "docket/store/search.h"

enum { FOUND_MAX = 30, HEAD_MAX = 60, WHO_MAX = 40 };

/* "R3", "m17", or "brief": what the other commands call it. */
static struct slice
name_of(struct cmd *c, const struct search_hit *f)
{
	switch (f->kind) {
	case SEARCH_REVISION: return pool_slicef(c->pool, "R%lld", (long long)f->number);
	case SEARCH_MAIL: return pool_slicef(c->pool, "m%lld", (long long)f->id);
	default: return SLICE_LIT("brief");
	}
}

static void
print_json(struct cmd *c, const search_hits *all)
{
	const struct search_hit *f;
	struct json w;
	json_begin(&w, c->out);
	json_list(&w);
	VEC_EACH (f, all) {
		json_open(&w);
		json_put_cstr(&w, "kind", search_kind_name(f->kind));
		json_put_text(&w, "job", f->ref);
		if (f->kind == SEARCH_REVISION)
			json_put_text(&w, "item", name_of(c, f));
		if (f->kind == SEARCH_MAIL) {
			json_put_text(&w, "message", name_of(c, f));
			json_put_text(&w, "from", f->who);
		}
		json_put_text(&w, f->kind == SEARCH_MAIL ? "subject" : "title", f->head);
		json_put_text(&w, "snippet", f->snippet);
		json_close(&w);
	}
	json_list_end(&w);
	str_addc(c->out, '\n');
}

int
cmd_find(struct cmd *c, struct err *e)
{
	const struct search_hit *f;
	search_hits all = {0};
	if (search_find(c->store, c->pool, cmd_rest(c, 0), c->partner, FOUND_MAX, &all, e) < 0)
		return -1;
	if (c->from->json) {
		print_json(c, &all);
		return 0;
	}
	if (all.len == 0)
		str_adds(c->out, "no brief, no revision list and no mail has these words\n");
	VEC_EACH (f, &all) {
		struct slice ref = f->ref.len > 0 ? f->ref : SLICE_LIT("-");
		struct slice name = name_of(c, f), head = utf8_cut(f->head, HEAD_MAX);
		struct slice who = utf8_cut(f->who, WHO_MAX);
		str_addf(c->out, "%.*s%*s  %.*s%*s", SLICE_ARG(ref), cmd_pad(ref, 10), "",
			 SLICE_ARG(name), cmd_pad(name, 6), "");
		str_addf(c->out, "  %.*s%s%.*s\n       %.*s\n", SLICE_ARG(who),
			 who.len > 0 && head.len > 0 ? "  " : "", SLICE_ARG(head),
			 SLICE_ARG(f->snippet));
	}
	return 0;
}
