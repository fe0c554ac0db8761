/*
 * What the team learnt from a job: answers to the three questions of its closeout, by mail or by
 * command; an accepted answer is a proposed change of the kit, and only somebody who may writes a
 * file, beside the kit: the kit itself is changed by a person.
 */
#include "cmd.h"
#include "life.h"

#include "docket/base/asset.h"
#include "docket/base/file.h"
#include "docket/base/utf8.h"
#include "docket/domain/kit_change.h"
#include "docket/store/closeout.h"

#include <unistd.h>

enum { WORDS_MAX = 2000, KIT_MAX = 1 << 20 };

static int
keep(struct life *l, int64_t number, struct slice words, struct err *e)
{
	struct retro r = {.job = l->job->id, .number = number, .words = utf8_cut(words, WORDS_MAX),
	                  .said_by = l->actor, .message = l->message, .at = l->now};
	char data[32];
	snprintf(data, sizeof(data), "{\"question\":%lld}", (long long)number);
	return retro_put(l->in->env.store, &r, e) < 0 ||
	                       life_event(l, "retro", slice_of(data), r.words, e) < 0
	               ? -1
	               : 0;
}

static const char *
question(struct intake *in, int64_t number)
{
	char key[32];
	snprintf(key, sizeof(key), "retro.%lld", (long long)number);
	return templates_word(in->env.templates, in->env.conf->agency.lang, key);
}

static int
print_retro(struct cmd *c, const struct job *j, struct err *e)
{
	retro_list all = {0};
	const struct retro *r;
	if (retro_of_job(c->store, c->pool, j->id, &all, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(r, &all) {
			json_open(&w);
			json_put_int(&w, "number", r->number);
			json_put_cstr(&w, "question", question(c->in, r->number));
			json_put_text(&w, "words", r->words);
			json_put_text(&w, "by", r->said_by);
			json_put_int(&w, "at", r->at);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	for (int64_t n = 1; n <= RETRO_QUESTIONS; n++) {
		str_addf(c->out, "%lld. %s\n", (long long)n, question(c->in, n));
		VEC_EACH(r, &all)
			if (r->number == n)
				str_addf(c->out, "   %.*s\n", SLICE_ARG(r->words));
	}
	return 0;
}

/* The file of a kit: the agency's own, else the one docket was built with. 0, -1. */
static int
kit_text(struct cmd *c, struct slice name, struct slice *out, struct err *e)
{
	const char *folder = c->in->env.conf->kits;
	struct slice path = folder != NULL ? pool_slicef(c->pool, "%s/%.*s.yaml", folder, SLICE_ARG(name))
	                                   : SLICE_NONE;
	struct str text;
	if (folder == NULL || access(pool_cstr(c->pool, path), R_OK) != 0) {
		const struct asset *a = asset_find(
		        pool_cstr(c->pool, pool_slicef(c->pool, "config/kits/%.*s.yaml", SLICE_ARG(name))));
		*out = a != NULL ? a->text : SLICE_NONE;
		return a != NULL ? 0 : err_set(e, ERR_NOFILE, "there is no kit '%.*s'", SLICE_ARG(name));
	}
	str_init(&text, KIT_MAX);
	int r = file_read(pool_cstr(c->pool, path), &text, e);
	*out = pool_copy(c->pool, str_slice(&text));
	str_clear(&text);
	return r;
}

static int
change_of(struct cmd *c, const struct kit_proposal *k, struct kit_change *out, struct err *e)
{
	struct slice text;
	if (kit_text(c, k->kit, &text, e) < 0)
		return -1;
	return kit_change(c->pool, text, k->number, k->words, out, e);
}

static void
print_diff(struct cmd *c, const struct kit_proposal *k, const struct kit_change *change)
{
	str_addf(c->out, "--- %.*s.yaml\n+++ %.*s.yaml\n%.*s", SLICE_ARG(k->kit), SLICE_ARG(k->kit),
	         SLICE_ARG(change->diff));
}

/* retro accept JOB N */
static int
propose(struct cmd *c, struct err *e)
{
	struct job j;
	retro_list all = {0};
	const struct retro *r, *said = NULL;
	int64_t number = 0;
	struct kit_change change;
	if (c->count != 3 || !slice_int(c->words[2], &number))
		return err_set(e, ERR_USAGE, "usage: retro accept JOB N");
	if (cmd_job(c, 1, &j, e) < 0 || retro_of_job(c->store, c->pool, j.id, &all, e) < 0 ||
	    cmd_needs_role(c, ROLE_OWNER | ROLE_OPS | ROLE_ACCOUNT, "turning an answer into a proposal",
	                   e) < 0)
		return -1;
	VEC_EACH(r, &all)
		if (r->number == number)
			said = r;
	if (said == NULL)
		return err_set(e, ERR_NOFILE, "nobody answered question %lld of %.*s", (long long)number,
		               SLICE_ARG(j.ref));
	struct kit_proposal k = {.job = j.id, .number = number, .kit = j.kit, .words = said->words,
	                         .said_by = c->actor, .at = c->now};
	struct life l = life_by_command(c, &j);
	if (change_of(c, &k, &change, e) < 0 || kit_proposal_add(c->store, &k, e) < 0)
		return -1;
	struct slice data = pool_slicef(c->pool, "{\"question\":%lld,\"proposal\":%lld}",
	                                (long long)number, (long long)k.id);
	if (life_event(&l, "retro-accepted", data, SLICE_NONE, e) < 0)
		return -1;
	str_addf(c->out, "proposal %lld; an owner or ops accepts it with kit accept %lld\n",
	         (long long)k.id, (long long)k.id);
	print_diff(c, &k, &change);
	return 0;
}

int
cmd_retro(struct cmd *c, struct err *e)
{
	struct job j;
	int64_t number = 0;
	if (slice_iis(c->words[0], "accept"))
		return propose(c, e);
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 1)
		return print_retro(c, &j, e);
	struct slice words = slice_trim(cmd_rest(c, 2));
	if (!slice_int(c->words[1], &number) || number < 1 || number > RETRO_QUESTIONS || words.len == 0)
		return err_set(e, ERR_USAGE, "usage: retro JOB [1|2|3 WORDS…] | retro accept JOB N");
	if (j.state != JOB_DELIVERED && j.state != JOB_ARCHIVED)
		return err_set(e, ERR_REFUSED, "%.*s is in %s: its questions come with the closeout",
		               SLICE_ARG(j.ref), job_state_name(j.state));
	struct life l = life_by_command(c, &j);
	if (keep(&l, number, words, e) < 0)
		return -1;
	str_addf(c->out, "kept; retro accept %.*s %lld makes it a proposal for the kit %.*s\n",
	         SLICE_ARG(j.ref), (long long)number, SLICE_ARG(j.kit));
	return 0;
}

static int
print_proposals(struct cmd *c, struct err *e)
{
	kit_proposal_list all = {0};
	const struct kit_proposal *k;
	struct json w;
	if (kit_proposals_open(c->store, c->pool, &all, e) < 0)
		return -1;
	if (c->from->json) {
		json_begin(&w, c->out);
		json_list(&w);
	} else if (all.len == 0) {
		str_adds(c->out, "no proposals wait\n");
	}
	VEC_EACH(k, &all) {
		struct kit_change change = {.diff = SLICE_NONE};
		struct err stale = ERR_INIT; /* the kit went on without it */
		bool fits = change_of(c, k, &change, &stale) == 0;
		if (c->from->json) {
			json_open(&w);
			json_put_int(&w, "id", k->id);
			json_put_text(&w, "job", k->ref);
			json_put_text(&w, "kit", k->kit);
			json_put_text(&w, "words", k->words);
			json_put_text(&w, "diff", change.diff);
			json_close(&w);
			continue;
		}
		str_addf(c->out, "%lld  from %.*s: %.*s\n", (long long)k->id, SLICE_ARG(k->ref),
		         SLICE_ARG(k->words));
		if (fits)
			print_diff(c, k, &change);
		else
			str_addf(c->out, "fits no more: %s\n", stale.text);
	}
	if (c->from->json) {
		json_list_end(&w);
		str_addc(c->out, '\n');
	}
	return 0;
}

/* Beside the kit, under a name that is no kit's: a person looks at it and takes it over. */
static int
write_proposed(struct cmd *c, const struct kit_proposal *k, struct err *e)
{
	const char *folder = c->in->env.conf->kits;
	struct kit_change change;
	if (folder == NULL)
		return err_set(e, ERR_REFUSED, "the kits in use are docket's own; set kits: to a folder, and "
		                               "the change is written there");
	if (change_of(c, k, &change, e) < 0)
		return -1;
	struct slice path = pool_slicef(c->pool, "%s/%.*s.yaml.proposed-%lld", folder, SLICE_ARG(k->kit),
	                                (long long)k->id);
	if (!c->in->env.rebuilds && file_write(pool_cstr(c->pool, path), change.text, 0644, e) < 0)
		return -1;
	str_addf(c->out, "written: %.*s\n", SLICE_ARG(path));
	print_diff(c, k, &change);
	str_addf(c->out, "look at it, then: mv %.*s %s/%.*s.yaml, and restart docket\n", SLICE_ARG(path),
	         folder, SLICE_ARG(k->kit));
	return 0;
}

int
cmd_kit(struct cmd *c, struct err *e)
{
	struct kit_proposal k;
	int64_t id = 0;
	if (c->count == 1 && slice_iis(c->words[0], "proposals"))
		return print_proposals(c, e);
	bool accept = slice_iis(c->words[0], "accept"), drop = slice_iis(c->words[0], "drop");
	if (c->count != 2 || (!accept && !drop) || !slice_int(c->words[1], &id))
		return err_set(e, ERR_USAGE, "usage: kit proposals | kit accept N | kit drop N");
	if (cmd_needs_role(c, ROLE_OWNER | ROLE_OPS, "changing kits", e) < 0)
		return -1;
	int got = kit_proposal_get(c->store, c->pool, id, &k, e);
	if (got < 0)
		return -1;
	if (got == 0 || k.state != PROPOSAL_OPEN)
		return err_set(e, ERR_NOFILE, "%lld is no open proposal; 'kit proposals' lists them",
		               (long long)id);
	if (accept && write_proposed(c, &k, e) < 0)
		return -1;
	char data[64];
	snprintf(data, sizeof(data), "{\"proposal\":%lld}", (long long)id);
	struct ledger_entry entry = {.job = k.job, .at = c->now, .actor = c->actor,
	                             .kind = accept ? "kit-proposed" : "kit-dropped",
	                             .message = c->from->message, .data = slice_of(data)};
	if (kit_proposal_set(c->store, id, accept ? PROPOSAL_WRITTEN : PROPOSAL_DROPPED, e) < 0 ||
	    ledger_add(c->store, &entry, e) < 0)
		return -1;
	if (drop)
		str_addf(c->out, "proposal %lld is dropped\n", (long long)id);
	return 0;
}

/* The number at the head of the question that was quoted. */
static int64_t
number_of(const struct said_answer *a)
{
	struct slice q = slice_trim(a->question);
	while (q.len > 0 && strchr("?> ", q.data[0]) != NULL)
		q = slice_sub(q, 1, q.len);
	if (a->number != 0)
		return a->number;
	return q.len > 1 && q.data[0] >= '1' && q.data[0] <= '3' && (q.data[1] == '.' || q.data[1] == ')')
	               ? q.data[0] - '0'
	               : 0;
}

int
member_retro(struct ctx *c, size_t *kept_out, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	const struct said_answer *a;
	size_t kept = 0;
	VEC_EACH(a, &c->r->answers) {
		int64_t n = number_of(a);
		if (n < 1 || n > RETRO_QUESTIONS || slice_trim(a->text).len == 0)
			continue;
		if (keep(&l, n, slice_trim(a->text), e) < 0)
			return -1;
		kept++;
	}
	*kept_out = kept;
	return 0;
}
