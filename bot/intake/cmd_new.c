/* The command that opens a job by hand, also one like an earlier job. */
#include "cmd.h"
#include "life.h"
#include "like.h"

int
cmd_new(struct cmd *c, struct err *e)
{
	struct client client;
	struct job like = {.id = 0};
	bool kit_given = false;
	struct slice kit = SLICE_LIT("other");
	struct slice *left = pool_array(c->pool, c->count, sizeof(*left));
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++) {
		if (i > 0 && slice_starts(c->words[i], "kit=")) {
			kit = slice_sub(c->words[i], 4, c->words[i].len);
			kit_given = true;
		} else
			left[n++] = c->words[i];
	}
	c->words = left;
	c->count = n;
	size_t at = 0;
	struct slice ref = SLICE_NONE;
	if (n > 3 && slice_iis(left[n - 2], "like") && wall_next_ref(left[n - 1], &at, &ref)) {
		if (cmd_job(c, n - 1, &like, e) < 0)
			return -1;
		c->count = n - 2;
	}
	char name[64];
	if (kits_find(c->in->env.kits, slice_cstr(kit, name, sizeof(name))) == NULL)
		return err_set(e, ERR_USAGE, "there is no kit '%s'; the folder config/kits has them", name);
	int got = client_by_code(c->store, c->pool, c->words[0], &client, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no client '%.*s'; 'docket client list' shows them",
		               SLICE_ARG(c->words[0]));
	struct job j = {.client = client.id, .kit = kit, .title = cmd_rest(c, 1), .lang = client.lang,
	                .state = JOB_INTAKE, .owner = client.lead};
	if (j.title.len == 0)
		return err_set(e, ERR_USAGE, "usage: new CODE TITLE… [like JOB] [kit=KIT]");
	j.required = kit_required(c->in->env.kits, kit);
	if (job_create(c->store, c->pool, &j, c->now, e) < 0)
		return -1;
	struct ledger_entry opened = {.job = j.id, .at = c->now, .kind = "opened", .actor = c->actor,
	                              .message = c->from->message,
	                              .data = SLICE_LIT("{\"state\":\"intake\"}"), .text = j.title};
	struct brief_field b = {.given = true, .value = j.title, .message = c->from->message,
	                        .rule = SLICE_LIT("command")};
	struct life l = life_by_command(c, &j);
	if (ledger_add(c->store, &opened, e) < 0 ||
	    brief_set(c->in, c->pool, &j, FIELD_DELIVERABLE, &b, c->actor, c->now, e) < 0 ||
	    (like.id != 0 && like_copy(&l, &like, !kit_given, e) < 0) ||
	    job_save(c->store, &j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is open, in intake%s%.*s\n", SLICE_ARG(j.ref),
	         like.id != 0 ? ", like " : "", SLICE_ARG(like.ref));
	return 0;
}
