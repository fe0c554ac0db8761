/*
 * Mail to a client: composed in the transaction that causes it, by the rules of when docket speaks
 * (P2.9, P12, P14). What it may not say by itself becomes a draft, a later send, or silence with an
 * alarm to the team.
 */
#include "answer.h"
#include "trust.h"

#include "docket/base/zone.h"
#include "docket/compose/mail_out.h"

const char *
job_lang(struct intake *in, const struct job *j)
{
	static const char *const known[] = {"en", "de", "fr", "es"};
	for (size_t i = 0; i < COUNT(known); i++)
		if (slice_is(j->lang, known[i]))
			return known[i];
	return in->env.conf->agency.lang;
}

struct slice
answer_first_name(struct slice name)
{
	name = slice_trim(name);
	ptrdiff_t comma = slice_index(name, ',');
	if (comma >= 0) /* "Doe, Jane" */
		name = slice_trim(slice_sub(name, (size_t)comma + 1, name.len));
	ptrdiff_t blank = slice_index(name, ' ');
	struct slice first = blank > 0 ? slice_sub(name, 0, (size_t)blank) : name;
	return slice_index(first, '@') >= 0 ? SLICE_NONE : first;
}

struct civil
answer_civil(const struct brief_field *b)
{
	int64_t day = 0, hh = -1, mm = 0;
	(void)day_parse(b->date, &day);
	if (b->time.len == 5) {
		slice_int(slice_sub(b->time, 0, 2), &hh);
		slice_int(slice_sub(b->time, 3, 5), &mm);
	}
	struct civil when = day_civil(day);
	when.hour = (int)hh;
	when.minute = (int)mm;
	return when;
}

/* The zone's name behind a time of day; nothing behind a mere date. */
static const char *
deadline_abbrev(struct intake *in, struct pool *pool, const struct job *j, struct civil when)
{
	const struct zone *z = job_zone(in, pool, j);
	return when.hour >= 0 ? pool_cstr(pool, slice_of(zone_abbrev(z, zone_instant(z, when)))) : "";
}

/* The deadline as it is echoed: in full, with the zone of the person it is said to. */
void
answer_deadline(struct intake *in, struct pool *pool, const struct job *j, struct value *v)
{
	const struct brief_field *b = &j->brief[BRIEF_DEADLINE];
	if (!b->given || b->date.len != 10 || b->alt_date.len > 0)
		return;
	struct civil when = answer_civil(b);
	value_date(v, "deadline", when, deadline_abbrev(in, pool, j, when));
}

void
answer_brief(struct intake *in, const struct job *j, const char *lang, struct value *v)
{
	unsigned missing = job_missing(j);
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const struct brief_field *b = &j->brief[f];
		if (!b->given || (missing & (1U << (unsigned)f)))
			continue;
		struct value *row = value_item(v, "fields");
		char key[64];
		snprintf(key, sizeof(key), "field.%s", brief_field_names[f]);
		value_cstr(row, "label", templates_word(in->env.templates, lang, key));
		value_text(row, "value", b->value);
	}
}

/* People on the thread who belong to the client: they may see the answer too. */
static int
copies(struct intake *in, struct pool *pool, const struct answer *a, slice_list *out,
       struct err *e)
{
	enum { COPIES_MAX = 10 }; /* a longer list is a broadcast: the sender alone is answered */
	slice_list found = {0};
	for (size_t i = 0; a->also != NULL && i < a->also->len; i++) {
		struct slice who = a->also->at[i].mailbox;
		struct contact contact;
		if (address_is_own(in, who) || slice_ieq(who, a->to_address) || !addr_sendable(who))
			continue;
		int got = contact_by_address(in->env.store, pool, who, &contact, e);
		if (got < 0)
			return -1;
		if (got == 1 && contact.client == a->job->client && contact.undeliverable == 0 &&
		    contact.gone == 0)
			VEC_ADD(&found, pool, who);
	}
	if (found.len <= COPIES_MAX)
		*out = found;
	return 0;
}

/* Above the caps: it waits, unless so much does that somebody must look. 1 go on, 0 silence, -1. */
static int
over_cap(struct intake *in, struct pool *pool, struct answer *a, struct outbox_new *o, const char *cap,
         struct err *e)
{
	int64_t waiting = 0;
	if (outbox_waiting_to(in->env.store, a->to_address, &waiting, e) < 0)
		return -1;
	a->waits = waiting < in->env.conf->limits.answers_per_address_day;
	o->waits = a->waits ? o->created : 0;
	o->about = a->about;
	if (a->job->id != 0 &&
	    event_add(in, a->job->id, a->waits ? "waits" : "silent", SLICE_LIT("docket"), a->cause,
	              o->created, slice_of(cap), e) < 0)
		return -1;
	struct note n = {.kind = "alarm", .headline = SAY("note.loop"),
	                 .job = a->job->id, .client = a->job->client, .cause = a->cause};
	n.alarm_key = pool_cstr(pool, pool_slicef(pool, "cap:%.*s", SLICE_ARG(a->to_address)));
	n.lines[n.line_count++] = SAY_OF("note.to", {a->to_address});
	n.lines[n.line_count++] = SAY_OF("note.loop.why", {slice_of(cap)});
	n.lines[n.line_count++] = SAY(a->waits ? "note.loop.waits" : "note.loop.filed");
	return notify_team(in, pool, &n, e) < 0 ? -1 : a->waits;
}

static struct slice
tagged_subject(struct pool *pool, const struct job *j, struct slice subject)
{
	struct slice tag = pool_slicef(pool, "[%.*s]", SLICE_ARG(j->ref));
	return slice_ifind(subject, tag) >= 0 ? subject
	                                      : pool_slicef(pool, "%.*s %.*s", SLICE_ARG(tag),
	                                                    SLICE_ARG(subject));
}

static int
write_mail(struct intake *in, struct pool *pool, const struct answer *a,
           const struct rendered *body, struct outbox_new *o, struct str *bytes, struct err *e)
{
	struct slice own = slice_of(in->own_address);
	ptrdiff_t at = slice_rindex(own, '@');
	const struct zone *z = zone_find(in->zone);
	struct mail_out m = {
	        .from_name = slice_of(in->env.conf->outgoing.from_name),
	        .from_address = own,
	        .reply_to = pool_slicef(pool, "%.*s+%.*s@%s", (int)at, own.data, SLICE_ARG(o->token),
	                                in->own_domain),
	        .to_name = a->to_name,
	        .to_address = a->to_address,
	        .subject = o->subject,
	        .message_id = o->message_id,
	        .in_reply_to = a->cause_id,
	        .date = o->created,
	        .date_offset = z != NULL ? zone_offset_at(z, o->created) : 0,
	        .automatic = !a->by_member,
	        .origin = slice_of(in->install),
	        .text = body->text,
	        .html = body->html,
	        .lang = o->lang,
	};
	for (size_t i = 0; a->references != NULL && i < a->references->len; i++)
		VEC_ADD(&m.references, pool, a->references->at[i]);
	if (a->cause_id.len > 0)
		VEC_ADD(&m.references, pool, a->cause_id);
	for (size_t i = 0; i < a->file_count && i < MAIL_OUT_FILES; i++) {
		m.attach[i].name = a->files[i].name;
		m.attach[i].type = a->files[i].type;
		m.attach[i].bytes = a->files[i].bytes;
		m.attach_count++;
	}
	if (copies(in, pool, a, &m.cc, e) < 0)
		return -1;
	VEC_ADD(&o->rcpts, pool, a->to_address);
	for (size_t i = 0; i < m.cc.len; i++)
		VEC_ADD(&o->rcpts, pool, m.cc.at[i]);
	return mail_out_write(pool, &m, bytes, e);
}

/* Decides state and due time of o. Returns 1 to go on, 0 to keep silent, -1. */
static int
decide(struct intake *in, struct pool *pool, struct answer *a, struct outbox_new *o,
       struct err *e)
{
	struct speak_facts facts = {.mode = CONF_AUTOMATIC, .now = o->created, .answers_ours = a->answers_ours || a->by_member,
	                            .coalesce_seconds = in->env.conf->limits.coalesce_seconds,
	                            .delay_minutes = in->env.conf->delay_minutes};
	int64_t last_id = 0;
	int64_t replaced = 0;
	/* A notice of our own is no answer: what waits for the caps is still to be said, and so is what an
	   open brief still asks. It takes the place of nothing, and nothing takes its. */
	bool answers = !a->by_member && !a->not_a_reply;
	if (o->coalesce.len > 0 && (answers || a->job->state != JOB_INTAKE) &&
	    outbox_coalesce(in->env.store, o->coalesce, answers, &replaced, e) < 0)
		return -1;
	if (!answers)
		o->coalesce = SLICE_NONE;
	if (a->renews && outbox_renew(in->env.store, o->token, o->kind, e) < 0)
		return -1;
	a->replaced = replaced > 0;
	if (!a->by_member && trust_mode(in, a->job->client, a->mode_kind, &facts.mode, e) < 0)
		return -1;
	if (outbox_last_answer(in->env.store, a->job->id, a->to_address, &last_id, &facts.last_answer,
	                       e) < 0)
		return -1;
	if (a->held && facts.mode != CONF_NEVER)
		facts.mode = CONF_DRAFT;
	enum speak speak = policy_speak(&facts, &o->due);
	if (speak == SPEAK_NEVER)
		return 0;
	o->state = speak == SPEAK_DRAFT ? OUTBOX_DRAFT : OUTBOX_QUEUED;
	o->proposed = facts.mode == CONF_DRAFT || facts.mode == CONF_DELAY;
	o->automatic = speak != SPEAK_DRAFT && !a->by_member && !a->not_a_reply;
	if (o->automatic) {
		const char *cap = NULL;
		if (spoken_count(in, a->job, a->to_address, &cap, e) < 0)
			return -1;
		if (cap != NULL)
			return over_cap(in, pool, a, o, cap, e);
	}
	return 1;
}

int
answer_client(struct intake *in, struct pool *pool, struct answer *a, int64_t *outbox_out,
              struct err *e)
{
	*outbox_out = 0;
	if (in->own_address == NULL || !addr_sendable(a->to_address))
		return 0;
	if (a->to != NULL && (a->to->undeliverable != 0 || a->to->gone != 0))
		return 0; /* the team was told when the bounce came */
	const char *lang = job_lang(in, a->job);
	value_text(a->values, "ref", a->job->ref);
	value_text(a->values, "title", a->job->title);
	value_text(a->values, "first_name", answer_first_name(a->to_name));
	value_cstr(a->values, "agency", in->env.conf->agency.name);
	struct slice token = token_make(in, pool, a->job->id, a->to_address,
	                                a->purpose != NULL ? a->purpose : "job");
	if (a->token_out != NULL)
		*a->token_out = token;
	value_text(a->values, "footer_token", token);
	struct outbox_new o = {.job = a->job->id, .client = a->job->client, .cause = a->cause,
	                       .kind = a->kind, .mode_kind = a->mode_kind, .created = clock_now(in->env.clock),
	                       .from = slice_of(in->own_address), .to = a->to_address,
	                       .lang = slice_of(lang), .token = token};
	if (a->purpose == NULL) /* a review mail takes nobody's place, and nothing takes its */
		o.coalesce = pool_slicef(pool, "%lld:%.*s", (long long)a->job->id, SLICE_ARG(a->to_address));
	o.message_id = own_message_id(in, pool, token, a->job->id, a->cause, a->kind);
	int go = decide(in, pool, a, &o, e);
	if (go <= 0)
		return go;
	struct rendered body;
	if (templates_render(in->env.templates, pool, a->kind, lang, a->values, &body, e) < 0)
		return -1;
	o.subject = tagged_subject(pool, a->job, body.subject);
	struct str bytes;
	str_init(&bytes, a->file_count > 0 ? OUT_FILES_MAX : OUT_MAX);
	int r = write_mail(in, pool, a, &body, &o, &bytes, e);
	o.bytes = str_slice(&bytes);
	if (r == 0) {
		struct wall_mail m = {.o = &o, .text = body.text, .shows = &a->shows};
		if (a->files_text.len > 0)
			m.text = pool_slicef(pool, "%.*s\n%.*s", SLICE_ARG(m.text), SLICE_ARG(a->files_text));
		wall_show_job(pool, &a->shows, a->job);
		r = wall_queue(in, pool, &m, outbox_out, e) < 0 ? -1 : 0;
	}
	struct proposal shown = {*outbox_out, o.state == OUTBOX_QUEUED ? o.due : 0, o.subject, body.flowed};
	if (r == 0 && *outbox_out != 0 && o.proposed)
		r = notify_draft(in, pool, a, &shown, e);
	str_clear(&bytes);
	return r;
}

/* To the requester. by_member: their own act of writing; else the modes decide what becomes of it. */
static int
notice(struct intake *in, struct pool *pool, struct job *j, struct answer *a, struct slice reason,
       struct err *e)
{
	struct contact to;
	int got = j->requester != 0 ? contact_by_id(in->env.store, pool, j->requester, &to, e) : 0;
	if (got <= 0)
		return got;
	a->mode_kind = "note";
	a->job = j;
	a->to = &to;
	a->to_name = to.name;
	a->to_address = to.address;
	struct outbox_row last;
	int64_t last_id = 0, when = 0, id = 0;
	if (outbox_last_answer(in->env.store, j->id, to.address, &last_id, &when, e) < 0)
		return -1;
	if (last_id != 0 && outbox_get(in->env.store, pool, last_id, &last, e) == 1)
		a->cause_id = last.message_id;
	value_text(a->values, "reason", reason);
	answer_deadline(in, pool, j, a->values);
	if (j->state == JOB_ON_HOLD && j->hold_until.len == 10) {
		struct brief_field until = {.date = j->hold_until};
		value_date(a->values, "until", answer_civil(&until), "");
	}
	return answer_client(in, pool, a, &id, e);
}

int
answer_notice(struct intake *in, struct pool *pool, struct job *j, const char *kind,
              struct slice reason, struct err *e)
{
	struct answer a = {.kind = kind, .by_member = true, .values = value_new(pool)};
	return notice(in, pool, j, &a, reason, e);
}

int
answer_new_deadline(struct intake *in, struct pool *pool, struct job *j,
                    const struct brief_field *before, struct slice reason, struct err *e)
{
	int64_t day = 0;
	struct answer a = {.kind = "deadline", .not_a_reply = true, .answers_ours = true,
	                   .values = value_new(pool)};
	if (before->given && before->alt_date.len == 0 && day_parse(before->date, &day)) {
		struct civil when = answer_civil(before);
		value_date(a.values, "before", when, deadline_abbrev(in, pool, j, when));
	}
	return notice(in, pool, j, &a, reason, e);
}
