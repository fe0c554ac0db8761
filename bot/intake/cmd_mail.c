/* Commands on messages and drafts: triage, repair, the answer to "why". */
#include "cmd.h"
#include "trail.h"

#include "docket/base/utf8.h"

static void
print_rows(struct cmd *c, const inbox_list *rows, const char *none)
{
	const struct inbox_row *m;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(m, rows) {
			json_open(&w);
			json_put_text(&w, "message", pool_slicef(c->pool, "m%lld", (long long)m->id));
			json_put_cstr(&w, "state", inbox_state_name(m->state));
			json_put_text(&w, "class", m->class_);
			json_put_text(&w, "from", m->sender);
			json_put_text(&w, "subject", m->subject);
			json_put_text(&w, "reason", m->reason);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return;
	}
	if (rows->len == 0)
		str_addf(c->out, "%s\n", none);
	VEC_EACH(m, rows)
		str_addf(c->out, "m%-5lld %-28.*s %.*s\n       %.*s\n", (long long)m->id,
		         SLICE_ARG(utf8_cut(m->sender, 40)), SLICE_ARG(utf8_cut(m->subject, 60)),
		         SLICE_ARG(m->reason));
}

/* Those that whoever types may see. */
static int
visible_rows(struct cmd *c, const inbox_list *all, inbox_list *out, struct err *e)
{
	const struct inbox_row *m;
	VEC_EACH(m, all) {
		int sees = cmd_sees_mail(c, m, e);
		if (sees < 0)
			return -1;
		if (sees)
			VEC_ADD(out, c->pool, *m);
	}
	return 0;
}

int
cmd_triage(struct cmd *c, struct err *e)
{
	inbox_list all = {0}, rows = {0};
	if (inbox_triage(c->store, c->pool, &all, e) < 0 ||
	    visible_rows(c, &all, &rows, e) < 0)
		return -1;
	print_rows(c, &rows, "nothing waits in triage");
	return 0;
}

int
cmd_why(struct cmd *c, struct err *e)
{
	struct inbox_row m;
	if (cmd_message(c, 0, &m, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_open(&w);
		json_put_text(&w, "message", pool_slicef(c->pool, "m%lld", (long long)m.id));
		json_put_cstr(&w, "state", inbox_state_name(m.state));
		json_put_text(&w, "class", m.class_);
		json_put_text(&w, "from", m.sender);
		json_put_text(&w, "subject", m.subject);
		json_put_text(&w, "message_id", m.message_id);
		json_put_text(&w, "auth", m.auth);
		json_put_text(&w, "reason", m.reason);
		json_put_text(&w, "blob", m.blob);
		json_put_int(&w, "same_as", m.same_as);
		json_key(&w, "trail");
		json_raw(&w, m.trail.len > 0 ? m.trail : SLICE_LIT("[]"));
		json_key(&w, "reading");
		json_raw(&w, m.reading.len > 0 ? m.reading : SLICE_LIT("null"));
		json_close(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	str_addf(c->out, "m%lld  %.*s\nfrom %.*s, %llu bytes, %s\n%.*s\n", (long long)m.id,
	         SLICE_ARG(m.subject), SLICE_ARG(m.sender), (unsigned long long)m.size,
	         inbox_state_name(m.state), SLICE_ARG(m.reason));
	struct job j;
	if (m.job != 0 && job_get(c->store, c->pool, m.job, &j, e) == 1)
		str_addf(c->out, "filed to %.*s\n", SLICE_ARG(j.ref));
	trail_print(m.trail, c->out);
	return 0;
}

int
cmd_replay(struct cmd *c, struct err *e)
{
	struct inbox_row m;
	if (cmd_message(c, 0, &m, e) < 0)
		return -1;
	if (m.state != INBOX_TRIAGE)
		return err_set(e, ERR_REFUSED, "m%lld is %s; only mails in triage can be read again",
		               (long long)m.id, inbox_state_name(m.state));
	if (inbox_replay(c->store, m.id, e) < 0)
		return -1;
	c->in->replayed = true;
	str_addf(c->out, "m%lld is read again\n", (long long)m.id);
	return 0;
}

int
cmd_move(struct cmd *c, struct err *e)
{
	struct inbox_row m;
	struct job j;
	if (cmd_message(c, 0, &m, e) < 0 || cmd_job(c, 1, &j, e) < 0)
		return -1;
	if (m.client != 0 && m.client != j.client)
		return err_set(e, ERR_REFUSED,
		               "m%lld is from another client than %.*s: their words must not meet",
		               (long long)m.id, SLICE_ARG(j.ref));
	if (inbox_set_job(c->store, m.id, j.id, j.client, e) < 0 ||
	    inbox_close_triage(c->store, m.id, e) < 0 ||
	    event_add(c->in, j.id, "moved-here", c->actor, m.id, c->now, SLICE_NONE, e) < 0)
		return -1;
	str_addf(c->out, "m%lld is filed to %.*s\n", (long long)m.id, SLICE_ARG(j.ref));
	return 0;
}

int
cmd_not_a_request(struct cmd *c, struct err *e)
{
	struct inbox_row m;
	struct job j;
	if (cmd_message(c, 0, &m, e) < 0)
		return -1;
	int got = m.job != 0 ? job_get(c->store, c->pool, m.job, &j, e) : 0;
	if (got < 0)
		return -1;
	if (got == 1) {
		ledger_list events = {0};
		if (ledger_of_job(c->store, c->pool, j.id, &events, e) < 0)
			return -1;
		if (events.len > 0 && events.at[0].message == m.id) {
			if (job_do(c->in, &j, EV_NOT_A_REQUEST, c->actor, m.id, SLICE_NONE, c->now, e) < 0 ||
			    job_save(c->store, &j, c->now, e) < 0)
				return -1;
			str_addf(c->out, "%.*s is cancelled; nobody is told\n", SLICE_ARG(j.ref));
		}
	}
	if (inbox_close_triage(c->store, m.id, e) < 0)
		return -1;
	str_addf(c->out, "m%lld is put aside\n", (long long)m.id);
	return 0;
}

/* Behind a mail that leaves by itself unless somebody drops it: when. */
static const char *
leaves(struct cmd *c, const struct outbox_row *r)
{
	if (r->state != OUTBOX_QUEUED)
		return "";
	if (r->waits != 0)
		return "  (waits: they had many mails just now)";
	struct civil at = zone_civil(zone_of(c->in, SLICE_NONE), r->due);
	return pool_cstr(c->pool, pool_slicef(c->pool, "  (leaves %02d:%02d)", at.hour, at.minute));
}

int
cmd_drafts(struct cmd *c, struct err *e)
{
	struct outbox_row d;
	int64_t id = 0;
	if (c->count == 2) {
		bool drop = slice_iis(c->words[0], "drop");
		if ((!drop && !slice_iis(c->words[0], "send")) || !slice_int(c->words[1], &id))
			return err_set(e, ERR_USAGE, "usage: drafts [send ID | drop ID]");
		int got = outbox_get(c->store, c->pool, id, &d, e);
		if (got < 0)
			return -1;
		if (got == 0 || d.internal || (d.state != OUTBOX_DRAFT && d.state != OUTBOX_QUEUED))
			return err_set(e, ERR_NOFILE, "%lld is no waiting draft; 'drafts' lists them",
			               (long long)id);
		if ((drop ? outbox_cancel(c->store, id, e) : outbox_release(c->store, id, c->now, e)) < 0)
			return -1;
		if (drop && correction_add(c->store, id, 3, c->from->member, SLICE_NONE, c->now, e) < 0)
			return -1;
		if (d.job != 0 && event_add(c->in, d.job, "draft", c->actor, c->from->message, c->now,
		                            drop ? SLICE_LIT("dropped") : SLICE_LIT("sent"), e) < 0)
			return -1;
		str_addf(c->out, "draft %lld is %s\n", (long long)id, drop ? "dropped" : "on its way");
		return 0;
	}
	outbox_list rows = {0};
	if (outbox_list_proposed(c->store, c->pool, c->now, &rows, e) < 0)
		return -1;
	const struct outbox_row *r;
	if (rows.len == 0)
		str_adds(c->out, "no drafts wait\n");
	VEC_EACH(r, &rows)
		str_addf(c->out, "%-5lld %-9.*s %-28.*s %.*s%s\n", (long long)r->id, SLICE_ARG(r->kind),
		         SLICE_ARG(r->to), SLICE_ARG(r->subject), leaves(c, r));
	return 0;
}
