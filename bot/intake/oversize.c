/*
 * A mail that was too large to take in whole: its text was read, its large files are named only
 * (wire/skeleton.h). Its sender is asked for a link, once for each such mail; the team hears of it.
 */
#include "ctx.h"

static struct slice
file_names(struct ctx *c)
{
	struct slice names = SLICE_NONE;
	const struct attachment *a;
	VEC_EACH (a, &c->r->attachments) {
		if (!a->left_out)
			continue;
		struct slice name = a->name.len > 0 ? a->name : a->type;
		names = pool_slicef(c->pool, "%.*s%s%.*s (%llu MB)", SLICE_ARG(names),
		                    names.len > 0 ? ", " : "", SLICE_ARG(name),
		                    (unsigned long long)(a->size >> 20));
	}
	return names;
}

/* 1 asked now, 0 there is no need to, -1. */
static int
ask_sender(struct ctx *c, struct err *e)
{
	struct job none = {.client = c->client.id, .ref = c->client.code, .lang = c->client.lang}, j = none;
	struct outbox_row before;
	char purpose[48];
	int64_t id = 0;
	if (c->who != WHO_CONTACT || c->forwarded || c->cc_only || strcmp(c->auth, "fail") == 0)
		return 0;
	int got = c->out.job != 0 ? job_get(c->store, c->pool, c->out.job, &j, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0 || j.client != c->client.id)
		j = none;
	snprintf(purpose, sizeof(purpose), "too-large:%lld", (long long)c->row.id);
	got = outbox_by_token(c->store, c->pool, token_make(c->in, c->pool, j.id, c->address, purpose), &before,
	                      e);
	if (got != 0)
		return got < 0 ? -1 : 1; /* the mail is read again */
	struct answer a = {.kind = "too-large", .mode_kind = "prompt", .job = &j, .to = &c->contact,
	                   .to_name = c->contact.name, .to_address = c->address, .cause = c->row.id,
	                   .cause_id = c->r->message_id, .references = &c->r->references,
	                   .answers_ours = true, .original = c->r->text, .purpose = purpose,
	                   .values = value_new(c->pool)};
	const struct attachment *at;
	wall_show_cause(c, &a.shows);
	VEC_EACH (at, &c->r->attachments) {
		if (!at->left_out)
			continue;
		struct value *row = value_item(a.values, "files");
		value_text(row, "name", at->name.len > 0 ? at->name : at->type);
		value_int(row, "size", (int64_t)at->size);
	}
	return answer_client(c->in, c->pool, &a, &id, e) < 0 ? -1 : id != 0;
}

int
oversize_told(struct ctx *c, struct err *e)
{
	if (!c->row.cut)
		return 0;
	int asked = ask_sender(c, e);
	if (asked < 0)
		return -1;
	bool own = c->who == WHO_MEMBER || c->forwarded;
	struct note n = {.kind = own ? "reply" : "team-note", .headline = SAY("note.too-large"), .job = c->out.job,
	                 .client = c->out.client, .cause = c->row.id, .from = c->address,
	                 .in_reply_to = c->r->message_id, .to_member = own ? c->member.id : 0,
	                 .answered = own ? c->r->text : SLICE_NONE};
	if (!own)
		n.lines[n.line_count++] = SAY_OF("note.from", {c->address});
	n.lines[n.line_count++] = SAY_OF("note.subject", {c->r->subject});
	n.lines[n.line_count++] = SAY_TEXT(file_names(c));
	if (own) /* that mail has lines only */
		n.lines[n.line_count++] = SAY("note.too-large.own");
	else
		n.next = SAY(asked ? "note.too-large.asked" : "note.too-large.unasked");
	trail_add(c, "fetch", "cut", "too large to take in whole: its files were left out");
	return notify_team(c->in, c->pool, &n, e);
}
