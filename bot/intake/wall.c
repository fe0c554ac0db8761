/*
 * The client wall at the door of the outbox (P12): recipients are resolved to the team or to a
 * client, the tags of what a mail shows are compared with each of them, and the composed text is
 * searched for other people's docket numbers and reply tokens. A mail that may not go is not queued.
 */
#include "wall.h"

#include "ctx.h"

/* Numbers and tokens looked up in one mail: more is no text that docket wrote, but a list for a person. */
enum { LOOKUPS_MAX = 1000 };

static int
reader_of(struct intake *in, struct pool *pool, struct slice address, struct wall_reader *out,
          struct err *e)
{
	struct store *s = in->env.store;
	struct member m;
	struct contact p;
	struct client c;
	*out = (struct wall_reader){.side = WALL_STRANGER};
	int got = member_by_address(s, pool, address, &m, e);
	if (got == 1 && m.active && (m.roles & ROLE_PARTNER))
		*out = (struct wall_reader){.side = WALL_PARTNER, .member = m.id};
	else if (got == 1 && m.active)
		out->side = WALL_TEAM;
	if (got != 0)
		return got < 0 ? -1 : 0;
	if ((got = contact_by_address(s, pool, address, &p, e)) == 1)
		*out = (struct wall_reader){.side = WALL_CLIENT, .client = p.client};
	if (got != 0)
		return got < 0 ? -1 : 0;
	struct slice domain = addr_domain(address);
	if (domain_is_public(domain))
		return 0;
	if ((got = client_by_domain(s, pool, domain, &c, e)) == 1)
		*out = (struct wall_reader){.side = WALL_CLIENT, .client = c.id};
	return got < 0 ? -1 : 0;
}

void
wall_show_job(struct pool *pool, wall_list *shows, const struct job *j)
{
	struct wall_part p = {.what = "the job", .ref = j->ref, .client = j->client};
	if (j->requester != 0) /* the title of a job opened by the client's own mail */
		p.words = j->title;
	VEC_ADD(shows, pool, p);
}

int
wall_show_brief(struct intake *in, struct pool *pool, wall_list *shows, const struct job *j,
                struct err *e)
{
	struct slice known = SLICE_NONE; /* mostly one person says everything */
	struct wall_reader by = {0};
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		const struct brief_field *b = &j->brief[f];
		if (!b->given)
			continue;
		struct wall_part p = {.what = brief_field_names[f], .ref = j->ref};
		if (b->by.len > 0 && !slice_eq(b->by, known)) {
			if (reader_of(in, pool, b->by, &by, e) < 0)
				return -1;
			known = b->by;
		}
		if (b->by.len > 0 && by.side == WALL_CLIENT) {
			p.client = by.client;
			p.words = b->value;
		}
		VEC_ADD(shows, pool, p);
	}
	return 0;
}

void
wall_show_cause(struct ctx *c, wall_list *shows)
{
	struct wall_part p = {.what = "the mail it answers", .client = c->client.id};
	p.ref = pool_slicef(c->pool, "m%lld", (long long)c->row.id);
	/* A member's forward is the member's choice of words, not a proof that the client said them. */
	p.words = c->forwarded ? SLICE_NONE : c->r->text;
	VEC_ADD(shows, c->pool, p);
	p.words = c->forwarded ? SLICE_NONE : c->r->subject;
	VEC_ADD(shows, c->pool, p);
}

/* Whether a line says who wrote what stands below it: "From: …", "On …, Erik <e@x.example> wrote:". */
static bool
is_attribution(struct slice line)
{
	static const char *const labels[] = {"from:", "von:", "de:"}; /* French and Spanish share one */
	while (line.len > 0 && (line.data[0] == '>' || line.data[0] == ' ' || line.data[0] == '*'))
		line = slice_sub(line, 1, line.len);
	line = slice_trim(line);
	for (size_t i = 0; i < COUNT(labels); i++)
		if (slice_istarts(line, labels[i]))
			return true;
	return line.len > 0 && line.data[line.len - 1] == ':';
}

/* The address in a line: what stands around its last @. */
static struct slice
address_in(struct slice line)
{
	static const char ends[] = " \t<>()[],;:\"'*";
	ptrdiff_t at = slice_rindex(line, '@');
	if (at < 0)
		return SLICE_NONE;
	size_t from = (size_t)at, to = (size_t)at + 1;
	while (from > 0 && strchr(ends, line.data[from - 1]) == NULL)
		from--;
	while (to < line.len && strchr(ends, line.data[to]) == NULL)
		to++;
	return slice_sub(line, from, to);
}

int
wall_mixed_thread(struct ctx *c, struct err *e)
{
	enum { AUTHORS_MAX = 200 }; /* a longer thread than anybody forwards */
	struct slice rest = c->r->forward.body, line, known = SLICE_NONE;
	for (size_t n = 0; c->forwarded && n < AUTHORS_MAX && slice_line(&rest, &line);) {
		struct slice who = is_attribution(line) ? address_in(line) : SLICE_NONE;
		struct wall_reader author;
		if (who.len == 0 || slice_ieq(who, known))
			continue;
		n++;
		known = who;
		if (reader_of(c->in, c->pool, who, &author, e) < 0)
			return -1;
		if (author.side == WALL_CLIENT && author.client != c->client.id)
			return 1;
	}
	return 0;
}

/* What one reader may not see of the tagged parts; empty if all of it. */
static struct slice
refused_part(struct pool *pool, const struct wall_mail *m, const struct wall_part *whole,
             const struct wall_reader *r)
{
	const char *why = wall_refuses(r, whole);
	if (why != NULL)
		return pool_slicef(pool, "%s %s", whole->what, why);
	if (r->side == WALL_PARTNER) /* whoever has the job has what was said about it */
		return SLICE_NONE;
	for (size_t i = 0; m->shows != NULL && i < m->shows->len; i++) {
		const struct wall_part *p = &m->shows->at[i];
		if ((why = wall_refuses(r, p)) != NULL)
			return pool_slicef(pool, "%s%s%.*s %s", p->what, p->ref.len > 0 ? " of " : "",
			                   SLICE_ARG(p->ref), why);
	}
	return SLICE_NONE;
}

static bool
is_rcpt(const struct outbox_new *o, struct slice address)
{
	for (size_t i = 0; i < o->rcpts.len; i++)
		if (slice_ieq(o->rcpts.at[i], address))
			return true;
	return false;
}

/* 1 with *why_out set when the job numbered `ref` is another client's. 0, -1. */
static int
foreign_ref(struct intake *in, struct pool *pool, struct slice ref, int64_t client,
            struct slice *why_out, struct err *e)
{
	struct job j;
	int got = job_by_ref(in->env.store, pool, ref, &j, e);
	if (got <= 0 || j.client == client)
		return got < 0 ? -1 : 0;
	*why_out = pool_slicef(pool, "its text names %.*s, which belongs to another client",
	                       SLICE_ARG(j.ref));
	return 1;
}

static int
foreign_token(struct intake *in, struct pool *pool, const struct outbox_new *o, struct slice token,
              struct slice *why_out, struct err *e)
{
	struct outbox_row row;
	int got = outbox_by_token(in->env.store, pool, token, &row, e);
	if (got <= 0 || is_rcpt(o, row.to))
		return got < 0 ? -1 : 0;
	*why_out = SLICE_LIT("its text holds the reply token of somebody else");
	return 1;
}

/* The second line of defence, for readers of one client. 1 with *why_out set, 0, -1. */
static int
search_text(struct intake *in, struct pool *pool, const struct wall_mail *m, int64_t client,
            struct slice *why_out, struct err *e)
{
	static const wall_list none = {0};
	const wall_list *shows = m->shows != NULL ? m->shows : &none;
	struct slice texts[] = {m->o->subject, m->text}, found, last = SLICE_NONE;
	size_t looked = 0;
	for (size_t i = 0; i < COUNT(texts); i++) {
		for (size_t at = 0, scan = 0; scan < 2;) {
			bool ref = scan == 0;
			if (!(ref ? wall_next_ref(texts[i], &at, &found)
			          : wall_next_token(texts[i], &at, &found))) {
				at = 0;
				scan++;
				continue;
			}
			if (slice_eq(found, last) || slice_eq(found, m->o->token))
				continue;
			last = found;
			if (++looked > LOOKUPS_MAX) {
				*why_out = SLICE_LIT("its text names more numbers than can be looked up");
				return 1;
			}
			if (wall_own_words(shows, client, found))
				continue;
			int got = ref ? foreign_ref(in, pool, found, client, why_out, e)
			              : foreign_token(in, pool, m->o, found, why_out, e);
			if (got != 0)
				return got;
		}
	}
	return 0;
}

/* The whole mail as a part: its job says which partners may have it. */
static int
whole_of(struct intake *in, struct pool *pool, const struct wall_mail *m, struct wall_part *out,
         struct err *e)
{
	struct job j;
	*out = (struct wall_part){.what = "it", .client = m->o->client, .internal = m->o->internal};
	int got = m->o->job != 0 ? job_get(in->env.store, pool, m->o->job, &j, e) : 0;
	if (got == 1) {
		out->ref = j.ref;
		out->maker = j.maker;
		out->owner = j.owner;
	}
	return got < 0 ? -1 : 0;
}

/*
 * A mail to a partner that is about no job, their list or the answer to a command, names no job but
 * their own. What they wrote themselves, and the answer repeats, is no news. 1 with *why_out, 0, -1.
 */
static int
search_for_partner(struct intake *in, struct pool *pool, const struct wall_mail *m, int64_t member,
                   struct slice *why_out, struct err *e)
{
	struct slice found;
	size_t at = 0, looked = 0;
	if (m->o->job != 0)
		return 0;
	while (wall_next_ref(m->text, &at, &found)) {
		struct job j;
		if (++looked > LOOKUPS_MAX) {
			*why_out = SLICE_LIT("its text names more numbers than can be looked up");
			return 1;
		}
		int got = job_by_ref(in->env.store, pool, found, &j, e);
		if (got < 0)
			return -1;
		if (got == 0 || job_is_with(&j, member) ||
		    slice_ifind(m->answered, found) >= 0)
			continue;
		*why_out = pool_slicef(pool, "its text names %.*s, which was not given to that partner",
		                       SLICE_ARG(j.ref));
		return 1;
	}
	return 0;
}

/* 1 with *why_out and the reader's number set when somebody may not see all of it; 0, -1. */
static int
judge(struct intake *in, struct pool *pool, const struct wall_mail *m, struct slice *why_out,
      struct err *e)
{
	int64_t searched = 0; /* the text was searched for this client */
	struct wall_part whole;
	if (whole_of(in, pool, m, &whole, e) < 0)
		return -1;
	for (size_t i = 0; i < m->o->rcpts.len; i++) {
		struct wall_reader r;
		if (reader_of(in, pool, m->o->rcpts.at[i], &r, e) < 0)
			return -1;
		*why_out = refused_part(pool, m, &whole, &r);
		if (why_out->len > 0)
			return 1;
		int found = r.side == WALL_PARTNER ? search_for_partner(in, pool, m, r.member, why_out, e) : 0;
		if (found != 0)
			return found;
		if (r.side != WALL_CLIENT || r.client == searched)
			continue;
		searched = r.client;
		int got = search_text(in, pool, m, r.client, why_out, e);
		if (got != 0)
			return got;
	}
	return 0;
}

/* The alarm names the mail, the reader and the reason; of the words themselves it repeats nothing. */
static int
refuse(struct intake *in, struct pool *pool, const struct wall_mail *m, struct slice why,
       struct err *e)
{
	const struct outbox_new *o = m->o;
	struct inbox_row cause;
	log_event(LOG_ALARM, "wall.refused", "kind=%s job=%lld", o->kind, (long long)o->job);
	in->walled++;
	slice_cstr(why, in->walled_why, sizeof(in->walled_why));
	int got = o->cause != 0 ? inbox_get(in->env.store, pool, o->cause, &cause, e) : 0;
	if (got < 0)
		return -1;
	if (got == 1 && cause.state == INBOX_RECORDED)
		in->walled_cause = o->cause; /* apply.c settles it as triage */
	if (o->job != 0 && event_add(in, o->job, "walled", SLICE_LIT("docket"), o->cause, o->created,
	                             why, e) < 0)
		return -1;
	struct wall_reader r;
	if (reader_of(in, pool, o->to, &r, e) < 0)
		return -1;
	if (o->internal && r.side != WALL_PARTNER)
		return 0; /* an alarm about it might be refused in turn */
	struct note n = {.kind = "alarm", .headline = SAY("note.walled"),
	                 .job = o->job, .client = o->client, .cause = o->cause,
	                 .alarm_most = in->env.conf->limits.triage_notes_hour};
	n.alarm_key = pool_cstr(pool, pool_slicef(pool, "wall:%lld", (long long)o->client));
	n.lines[n.line_count++] = SAY_OF("note.walled.what", {slice_of(o->kind), o->to, why});
	if (o->cause != 0)
		n.lines[n.line_count++] = SAY_OF("note.walled.cause", {pool_slicef(pool, "m%lld", (long long)o->cause)});
	n.next = SAY("note.walled.next");
	return notify_team(in, pool, &n, e);
}

int
wall_queue(struct intake *in, struct pool *pool, const struct wall_mail *m, int64_t *id_out,
           struct err *e)
{
	struct slice why = SLICE_NONE;
	int refused = judge(in, pool, m, &why, e);
	if (refused < 0)
		return -1;
	if (refused)
		return refuse(in, pool, m, why, e) < 0 ? -1 : 0;
	return outbox_add(in->env.store, m->o, id_out, e) < 0 ? -1 : 1;
}
