/* `digest`: the caller's own list as it stands now. */
#include "cmd.h"
#include "digest.h"
#include "life.h"

#include "docket/base/utf8.h"

static const char *const section_names[DIGEST_SECTIONS] = {
        [DIGEST_DUE] = "due",      [DIGEST_ON_YOU] = "waiting on you", [DIGEST_ON_CLIENT] = "waiting on clients",
        [DIGEST_ON_PARTNER] = "waiting on partners",
        [DIGEST_OVERDUE] = "late", [DIGEST_TRIAGE] = "triage",
};

static void
print_json(struct cmd *c, const digest_items *items, int64_t drafts)
{
	struct json w;
	const struct digest_item *i;
	json_begin(&w, c->out);
	json_open(&w);
	json_key(&w, "lines");
	json_list(&w);
	VEC_EACH(i, items) {
		json_open(&w);
		json_put_cstr(&w, "section", section_names[i->section]);
		if (i->job != NULL) {
			json_put_text(&w, "ref", i->job->ref);
			json_put_text(&w, "title", i->job->title);
			json_put_cstr(&w, "state", job_state_name(i->job->state));
			json_put_text(&w, "deadline", i->job->brief[BRIEF_DEADLINE].date);
			if (i->partner != NULL)
				json_put_text(&w, "partner", i->partner->handle);
			if (i->review_due != 0)
				json_put_int(&w, "review_due_ms", i->review_due);
			if (i->reminded != 0)
				json_put_int(&w, "reminded_ms", i->reminded);
		} else {
			json_put_text(&w, "message", pool_slicef(c->pool, "m%lld", (long long)i->mail->id));
			json_put_text(&w, "from", i->mail->sender);
			json_put_text(&w, "subject", i->mail->subject);
			json_put_text(&w, "reason", i->mail->reason);
		}
		json_close(&w);
	}
	json_list_end(&w);
	json_put_int(&w, "drafts", drafts);
	json_close(&w);
	str_addc(c->out, '\n');
}

/* ", review due 2026-05-13 17:00, late, reminded 2026-05-14, unanswered" */
static struct slice
review_text(struct cmd *c, const struct digest_item *item, const struct zone *z)
{
	struct slice due = item->review_due != 0 ? due_text(c->pool, z, item->review_due) : SLICE_NONE;
	struct slice day = item->reminded != 0
	                           ? due_day(c->pool, z, item->reminded)
	                           : SLICE_NONE;
	return pool_slicef(c->pool, "%s%.*s%s%s%.*s%s", due.len > 0 ? ", review due " : "",
	                   SLICE_ARG(due), due.len > 0 && item->review_due < c->now ? ", late" : "",
	                   day.len > 0 ? ", reminded " : "", SLICE_ARG(day),
	                   day.len > 0 ? ", unanswered" : "");
}

int
cmd_digest(struct cmd *c, struct err *e)
{
	struct member m;
	digest_items items = {0};
	int64_t drafts = 0;
	if (c->from->member == 0)
		return err_set(e, ERR_USAGE, "digest needs a person: docket digest --as HANDLE");
	int got = member_by_id(c->store, c->pool, c->from->member, &m, e);
	if (got <= 0 || digest_collect(c->in, c->pool, &m, &items, &drafts, e) < 0)
		return got == 0 ? err_set(e, ERR_NOFILE, "there is no such member") : -1;
	if (c->from->json) {
		print_json(c, &items, drafts);
		return 0;
	}
	if (items.len == 0 && drafts == 0)
		str_adds(c->out, "nothing waits for you\n");
	for (size_t i = 0; i < items.len; i++) {
		const struct digest_item *item = &items.at[i];
		if (i == 0 || items.at[i - 1].section != item->section)
			str_addf(c->out, "%s\n", section_names[item->section]);
		if (item->job != NULL)
			str_addf(c->out, "  %-12.*s %.*s, %s%s%.*s%s%.*s%.*s\n", SLICE_ARG(item->job->ref),
			         SLICE_ARG(utf8_cut(item->job->title, 60)), job_state_name(item->job->state),
			         item->deadline != DIGEST_NEVER ? ", due " : "",
			         SLICE_ARG(item->deadline != DIGEST_NEVER
			                           ? item->job->brief[BRIEF_DEADLINE].date
			                           : SLICE_NONE),
			         item->partner != NULL ? ", with the partner " : "",
			         SLICE_ARG(item->partner != NULL ? item->partner->handle : SLICE_NONE),
			         SLICE_ARG(review_text(c, item, zone_of(c->in, m.zone))));
		else
			str_addf(c->out, "  m%-11lld %.*s, %.*s\n", (long long)item->mail->id,
			         SLICE_ARG(utf8_cut(item->mail->sender, 40)), SLICE_ARG(item->mail->reason));
	}
	if (drafts > 0)
		str_addf(c->out, "%lld draft%s: docket drafts\n", (long long)drafts, drafts == 1 ? "" : "s");
	return 0;
}
