/* The weekly summary of a client (P9): what stands in it, who reads it, and how it leaves (P14). */
#include "digest.h"

#include "docket/base/zone.h"
#include "docket/compose/mail_out.h"
#include "trust.h"

enum { CLIENT_MAX = 40 }; /* jobs in it: a longer list is read by nobody */

/*
 * Who gets a client's summary: its decision-maker, else whoever asked for the job that changed last
 * of those in it. 1, 0 nobody, -1.
 */
static int
client_reader(struct intake *in, struct pool *pool, const struct client *client, int64_t requester,
              struct contact *out, struct err *e)
{
	const int64_t ids[] = {client->decider, requester};
	for (size_t i = 0; i < COUNT(ids); i++) {
		int got = ids[i] != 0 ? contact_by_id(in->env.store, pool, ids[i], out, e) : 0;
		if (got < 0)
			return -1;
		if (got == 1 && out->client == client->id && out->undeliverable == 0 &&
		    out->gone == 0 && addr_sendable(out->address))
			return 1;
	}
	return 0;
}

/* The rows of a client's summary and their tags. *requester_out: of the one that changed last. */
static int
put_client_jobs(struct intake *in, struct pool *pool, const struct digest_turn *d, struct value *v,
                const char *lang, wall_list *shows, int64_t *requester_out, struct err *e)
{
	static const char *const sections[DIGEST_CLIENT_SECTIONS] = {
	        [DIGEST_SHIPPED] = "shipped", [DIGEST_YOUR_MOVE] = "your_move", [DIGEST_NEXT] = "next",
	};
	enum { WEEK = 7 };
	job_list jobs = {0};
	struct job_filter f = {.state = -1, .client = d->who.client};
	int64_t newest = 0;
	char key[64];
	if (job_select(in->env.store, pool, &f, &jobs, e) < 0)
		return -1;
	const struct job *j;
	VEC_EACH(j, &jobs) {
		enum digest_client_section section = digest_place_client(j, d->now - WEEK * CLOCK_DAY);
		if (section == DIGEST_UNSAID || shows->len >= CLIENT_MAX)
			continue;
		snprintf(key, sizeof(key), "state.%s", job_state_name(j->state));
		digest_put_job(value_item(v, sections[section]), j,
		        templates_word(in->env.templates, lang, key));
		wall_show_job(pool, shows, j);
		if (j->requester != 0 && j->changed >= newest) {
			newest = j->changed;
			*requester_out = j->requester;
		}
	}
	return 0;
}

/* Bytes and row of a client's summary; a draft of it goes to the lead. */
static int
queue_client(struct intake *in, struct pool *pool, struct outbox_new *o, const struct contact *to,
             const struct rendered *body, const wall_list *shows, struct err *e)
{
	struct slice own = slice_of(in->own_address);
	ptrdiff_t at = slice_rindex(own, '@');
	struct mail_out m = {
	        .from_name = slice_of(in->env.conf->outgoing.from_name),
	        .from_address = own,
	        .reply_to = pool_slicef(pool, "%.*s+%.*s@%s", (int)at, own.data, SLICE_ARG(o->token),
	                                in->own_domain),
	        .to_name = to->name,
	        .to_address = to->address,
	        .subject = body->subject,
	        .message_id = o->message_id,
	        .date = o->created,
	        .date_offset = zone_offset_at(zone_of(in, SLICE_NONE), o->created),
	        .origin = slice_of(in->install),
	        .text = body->text,
	        .html = body->html,
	        .lang = o->lang,
	};
	struct wall_mail door = {.o = o, .text = body->text, .shows = shows};
	struct str bytes;
	int64_t id = 0;
	str_init(&bytes, OUT_MAX);
	int r = mail_out_write(pool, &m, &bytes, e);
	o->subject = body->subject;
	o->bytes = str_slice(&bytes);
	VEC_ADD(&o->rcpts, pool, to->address);
	if (r == 0)
		r = wall_queue(in, pool, &door, &id, e);
	if (r == 1 && o->proposed) {
		struct proposal shown = {id, o->state == OUTBOX_QUEUED ? o->due : 0, body->subject,
		                         body->flowed};
		struct job none = {.client = o->client};
		struct answer a = {.kind = o->kind, .job = &none, .to_address = to->address};
		r = notify_draft(in, pool, &a, &shown, e);
	}
	str_clear(&bytes);
	return r < 0 ? -1 : (int)(id != 0);
}

/* Last week's summary that nobody has released yet says nothing any more. */
static int
drop_old_drafts(struct intake *in, struct pool *pool, int64_t client, struct err *e)
{
	outbox_list drafts = {0};
	const struct outbox_row *d;
	if (outbox_list_state(in->env.store, pool, OUTBOX_DRAFT, &drafts, e) < 0)
		return -1;
	VEC_EACH(d, &drafts)
		if (d->client == client && slice_is(d->kind, "digest-client") &&
		    outbox_cancel(in->env.store, d->id, e) < 0)
			return -1;
	return 0;
}

/* 1 queued or drafted, 0 there is nothing to say or nobody to say it to, -1. */
int
digest_send_client(struct intake *in, struct pool *pool, const struct digest_turn *d, struct err *e)
{
	struct client client;
	struct contact to;
	int got = client_by_id(in->env.store, pool, d->who.client, &client, e);
	enum conf_mode mode = CONF_NEVER;
	if (got < 0 || (got == 1 && trust_mode(in, client.id, "digest", &mode, e) < 0))
		return -1;
	if (mode == CONF_NEVER)
		return 0;
	wall_list shows = {0};
	int64_t requester = 0;
	struct value *v = value_new(pool);
	const char *lang = digest_lang(in, client.lang, SLICE_NONE);
	if (put_client_jobs(in, pool, d, v, lang, &shows, &requester, e) < 0)
		return -1;
	got = shows.len > 0 ? client_reader(in, pool, &client, requester, &to, e) : 0;
	if (got <= 0 || drop_old_drafts(in, pool, client.id, e) < 0)
		return got <= 0 ? got : -1;
	struct slice token = token_make(in, pool, 0, to.address, "digest");
	struct civil day = day_civil(d->day);
	digest_put_head(in, d, to.name, v);
	value_text(v, "client", client.name);
	value_text(v, "footer_token", token);
	struct outbox_new o = {.client = client.id, .kind = "digest-client", .mode_kind = "digest", .created = d->now,
	                       .due = d->now, .from = slice_of(in->own_address), .to = to.address,
	                       .lang = slice_of(lang), .token = token};
	/* No answer: it cannot loop, once a week, and takes nothing from the caps on answers. */
	o.state = mode == CONF_DRAFT ? OUTBOX_DRAFT : OUTBOX_QUEUED;
	o.proposed = mode == CONF_DRAFT || mode == CONF_DELAY;
	if (mode == CONF_DELAY)
		o.due += (int64_t)in->env.conf->delay_minutes * CLOCK_MINUTE;
	o.message_id = own_message_id(in, pool, token, 0, 0,
	                              pool_cstr(pool, pool_slicef(pool, "week %04d-%02d-%02d", day.year,
	                                                          day.month, day.day)));
	struct rendered body;
	if (templates_render(in->env.templates, pool, "digest-client", lang, v, &body, e) < 0)
		return -1;
	return queue_client(in, pool, &o, &to, &body, &shows, e);
}
