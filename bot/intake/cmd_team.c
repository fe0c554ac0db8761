/*
 * Commands on the agency's own people and its partners: who they are, what a week of theirs has,
 * when they are off. Only the local shell adds somebody.
 */
#include "cmd.h"
#include "load.h"

#include "docket/base/zone.h"
#include "docket/domain/effort.h"

enum {
	NAME_COLUMNS = 28,
	WEEK_MAX = 80 * 60,   /* minutes: nobody agrees to more */
	AWAY_DAYS_MAX = 400,  /* a year's leave; a longer one is a slip of the finger */
	AWAY_AHEAD = 3 * 366, /* days: nobody plans further */
};

static int
known_zone(struct slice zone, struct err *e)
{
	char name[64];
	if (zone.len == 0 || zone_find(slice_cstr(zone, name, sizeof(name))) != NULL)
		return 0;
	return err_set(e, ERR_USAGE, "'%.*s' is no zone; write it as Europe/Berlin",
		       SLICE_ARG(zone));
}

/* "creative,copy" as bits. Of a partner only those that make things. */
static int
read_roles(struct slice text, bool partner, unsigned *out, struct err *e)
{
	struct slice role;
	*out = partner ? ROLE_PARTNER : 0;
	while (slice_cut(&text, ',', &role)) {
		unsigned bit = role_of(slice_trim(role));
		if (partner && bit != 0 && !(bit & (ROLE_CREATIVE | ROLE_COPY)))
			return err_set(e, ERR_REFUSED,
				       "a partner makes things: creative or copy, not %.*s",
				       SLICE_ARG(role));
		if (bit == 0 || bit == ROLE_PARTNER)
			return err_set(
				e, ERR_USAGE,
				"'%.*s' is no role; there are account, creative, copy, ops, owner; "
				"'partner add' adds a freelancer",
				SLICE_ARG(role));
		*out |= bit;
	}
	return 0;
}

static int
client_word(struct cmd *c, struct slice code, int64_t *out, struct err *e)
{
	struct client client;
	if (slice_iis(code, "any")) {
		*out = 0;
		return 0;
	}
	int got = client_by_code(c->store, c->pool, code, &client, e);
	if (got == 1)
		*out = client.id;
	return got == 0 ? err_set(e, ERR_NOFILE, "there is no client '%.*s'", SLICE_ARG(code))
			: (got < 0 ? -1 : 0);
}

struct team_words {
	struct slice roles, zone, lang, hours, client, active;
};

/* "--zone Z" as in the first docket, or "zone=Z". */
static struct slice
either(struct cmd *c, const char *name)
{
	struct slice option = cmd_option(c, name), pair = cmd_pair(c, name);
	return pair.len > 0 ? pair : option;
}

static struct team_words
take_words(struct cmd *c)
{
	return (struct team_words){.roles = either(c, "roles"),
				   .zone = either(c, "zone"),
				   .lang = either(c, "lang"),
				   .hours = either(c, "hours"),
				   .client = either(c, "client"),
				   .active = either(c, "active")};
}

/* What was said goes into m; the rest of it stays. */
static int
apply_words(struct cmd *c, const struct team_words *w, struct member *m, struct err *e)
{
	bool partner = (m->roles & ROLE_PARTNER) != 0;
	if (w->zone.len > 0)
		m->zone = w->zone;
	if (w->lang.len > 0)
		m->lang = w->lang;
	if (w->roles.len > 0 && read_roles(w->roles, partner, &m->roles, e) < 0)
		return -1;
	if (w->hours.len > 0 &&
	    (!effort_parse(w->hours, &m->week) || m->week <= 0 || m->week > WEEK_MAX))
		return err_set(e, ERR_USAGE,
			       "'%.*s' are no weekly hours; write hours=32, at most %d",
			       SLICE_ARG(w->hours), WEEK_MAX / 60);
	if (w->active.len > 0) {
		m->active = slice_iis(w->active, "yes");
		if (!m->active && !slice_iis(w->active, "no"))
			return err_set(e, ERR_USAGE, "active is yes or no");
	}
	if (w->client.len > 0) {
		if (!partner)
			return err_set(e, ERR_USAGE,
				       "%.*s is no partner: members work for every client",
				       SLICE_ARG(m->handle));
		if (client_word(c, w->client, &m->client, e) < 0)
			return -1;
	}
	return known_zone(w->zone, e);
}

/* Roles and who is active are the owner's; weekly hours ops' too; zone and language everybody's
 * own. */
static int
may_set(struct cmd *c, const struct team_words *w, const struct member *m, struct err *e)
{
	unsigned roles = 0;
	if (cmd_roles(c, &roles, e) < 0)
		return -1;
	if (roles & ROLE_OWNER)
		return 0;
	if (w->roles.len > 0 || w->active.len > 0)
		return err_set(e, ERR_REFUSED, "roles, and who is active, are the owner's word");
	if (roles & ROLE_OPS)
		return 0;
	if (w->hours.len > 0 || w->client.len > 0 || m->id != c->from->member)
		return err_set(e, ERR_REFUSED, "that is the word of ops or the owner");
	return 0;
}

static int
team_list(struct cmd *c, bool partners, struct err *e)
{
	member_list all = {0};
	struct json w;
	const struct member *m;
	char roles[80], week[EFFORT_TEXT];
	size_t count = 0;
	if (member_all(c->store, c->pool, &all, e) < 0)
		return -1;
	json_begin(&w, c->out);
	if (c->from->json)
		json_list(&w);
	VEC_EACH (m, &all) {
		struct client client = {0};
		if (partners && !(m->roles & ROLE_PARTNER))
			continue;
		count++;
		if (m->client != 0 && client_by_id(c->store, c->pool, m->client, &client, e) < 0)
			return -1;
		(void)role_names(m->roles, roles, sizeof(roles));
		if (c->from->json) {
			json_open(&w);
			json_put_text(&w, "handle", m->handle);
			json_put_text(&w, "address", m->address);
			json_put_text(&w, "name", m->name);
			json_put_cstr(&w, "roles", roles);
			json_put_text(&w, "zone", m->zone);
			json_put_int(&w, "week_minutes", m->week);
			json_put_bool(&w, "active", m->active);
			json_put_text(&w, "client", client.code);
			json_close(&w);
			continue;
		}
		str_addf(c->out, "%-10.*s %-30.*s %.*s%*s %s%s%s%s%.*s%s\n", SLICE_ARG(m->handle),
			 SLICE_ARG(m->address), SLICE_ARG(m->name), cmd_pad(m->name, NAME_COLUMNS),
			 "", roles, m->week != 0 ? ", " : "",
			 m->week != 0 ? effort_text(m->week, week) : "",
			 client.code.len > 0 ? ", for " : "", SLICE_ARG(client.code),
			 m->active ? "" : ", not active");
	}
	if (c->from->json) {
		json_list_end(&w);
		str_addc(c->out, '\n');
	} else if (count == 0) {
		str_adds(c->out,
			 partners ? "no partners\n"
				  : "no members yet: docket member add HANDLE ADDRESS NAME --roles "
				    "account\n");
	}
	return 0;
}

static int
team_add(struct cmd *c, const struct team_words *w, bool partner, struct err *e)
{
	struct member m = {
		.active = true, .handle = c->words[1], .address = c->words[2], .name = c->words[3]};
	if (!c->from->shell)
		return err_set(e, ERR_REFUSED, "people are added from the local shell only");
	if (partner)
		m.roles = ROLE_PARTNER |
			  ROLE_CREATIVE; /* most of them draw; roles=copy says otherwise */
	if (apply_words(c, w, &m, e) < 0 || member_add(c->store, &m, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%s %.*s added\n", partner ? "partner" : "member", SLICE_ARG(m.handle));
	return 0;
}

/* Who is gone may still own jobs: nobody else would look at them. */
static int
say_left_over(struct cmd *c, const struct member *m, struct err *e)
{
	struct job_filter f = {.state = -1, .open_only = true, .owner = m->id};
	job_list jobs = {0};
	if (job_select(c->store, c->pool, &f, &jobs, e) < 0)
		return -1;
	if (jobs.len > 0)
		str_addf(c->out, "mind: %zu open job%s still theirs; list %.*s shows them\n",
			 jobs.len, jobs.len == 1 ? " is" : "s are", SLICE_ARG(m->handle));
	return 0;
}

static int
team_set(struct cmd *c, const struct team_words *w, bool partner, struct err *e)
{
	struct member m;
	int got = member_by_handle(c->store, c->pool, c->words[1], &m, e);
	if (got < 0)
		return -1;
	if (got == 0 || (partner && !(m.roles & ROLE_PARTNER)))
		return err_set(e, ERR_NOFILE, "there is no %s '%.*s'",
			       partner ? "partner" : "member", SLICE_ARG(c->words[1]));
	if (may_set(c, w, &m, e) < 0 || apply_words(c, w, &m, e) < 0 ||
	    member_save(c->store, &m, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is set\n", SLICE_ARG(m.handle));
	return m.active ? 0 : say_left_over(c, &m, e);
}

static int
team(struct cmd *c, bool partner, struct err *e)
{
	if (slice_iis(c->words[0], "list"))
		return team_list(c, partner, e);
	struct team_words w = take_words(c);
	bool said =
		w.roles.len + w.zone.len + w.lang.len + w.hours.len + w.client.len + w.active.len >
		0;
	if (c->count == 4 && slice_iis(c->words[0], "add"))
		return team_add(c, &w, partner, e);
	if (c->count == 2 && slice_iis(c->words[0], "set") && said)
		return team_set(c, &w, partner, e);
	const char *verb = partner ? "partner" : "member";
	return err_set(e, ERR_USAGE,
		       "usage: %s list | %s add HANDLE ADDRESS NAME [roles=a,b] [zone=Z] | "
		       "%s set HANDLE hours=32 zone=Z",
		       verb, verb, verb);
}

int
cmd_member(struct cmd *c, struct err *e)
{
	return team(c, false, e);
}

int
cmd_partner(struct cmd *c, struct err *e)
{
	return team(c, true, e);
}

/* ---- days off ---- */

static int
away_print(struct cmd *c, struct err *e)
{
	away_list rows = {0};
	const struct away_row *a;
	struct json w;
	if (away_from(c->store, c->pool, c->partner, load_today(c->in, SLICE_NONE) - 1, &rows, e) <
	    0)
		return -1;
	json_begin(&w, c->out);
	if (c->from->json)
		json_list(&w);
	VEC_EACH (a, &rows) {
		struct member m;
		if (member_by_id(c->store, c->pool, a->member, &m, e) != 1)
			return -1;
		struct slice first = day_text(c->pool, a->first),
			     last = day_text(c->pool, a->last);
		if (c->from->json) {
			json_open(&w);
			json_put_int(&w, "id", a->id);
			json_put_text(&w, "member", m.handle);
			json_put_text(&w, "first", first);
			json_put_text(&w, "last", last);
			json_put_text(&w, "words", a->words);
			json_close(&w);
			continue;
		}
		str_addf(c->out, "%-4lld %-10.*s %.*s to %.*s  %.*s\n", (long long)a->id,
			 SLICE_ARG(m.handle), SLICE_ARG(first), SLICE_ARG(last),
			 SLICE_ARG(a->words));
	}
	if (c->from->json) {
		json_list_end(&w);
		str_addc(c->out, '\n');
	} else if (rows.len == 0) {
		str_adds(c->out, "nobody is off\n");
	}
	return 0;
}

/* Their own days, or ops', the account leads' and the owner's word. */
static int
may_plan(struct cmd *c, int64_t member, struct err *e)
{
	unsigned roles = 0;
	if (c->from->member == member)
		return 0;
	if (cmd_roles(c, &roles, e) < 0)
		return -1;
	if (c->partner == 0 && (roles & (ROLE_OPS | ROLE_OWNER | ROLE_ACCOUNT)))
		return 0;
	return err_set(e, ERR_REFUSED,
		       "days off of others are the word of ops, an account lead or the "
		       "owner");
}

static int
away_call_off(struct cmd *c, struct err *e)
{
	struct away_row a;
	int64_t id = 0;
	int got = slice_int(c->words[1], &id) ? away_get(c->store, c->pool, id, &a, e) : 0;
	if (got == 1 && c->partner != 0 && a.member != c->partner)
		got = 0;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "'%.*s' are no days off; 'away list' numbers them",
			       SLICE_ARG(c->words[1]));
	if (got < 0 || may_plan(c, a.member, e) < 0 ||
	    away_drop(c->store, id, c->actor, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s to %.*s are working days again\n",
		 SLICE_ARG(day_text(c->pool, a.first)), SLICE_ARG(day_text(c->pool, a.last)));
	return 0;
}

/* "2026-05-14", "today", "tomorrow". */
static int
day_word(struct cmd *c, size_t index, const struct member *m, int64_t *out, struct err *e)
{
	struct slice word = index < c->count ? c->words[index] : SLICE_NONE;
	int64_t today = load_today(c->in, m->zone);
	*out = today;
	if (slice_iis(word, "today"))
		return 0;
	if (slice_iis(word, "tomorrow")) {
		*out = today + 1;
		return 0;
	}
	if (!day_parse(word, out))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as 2026-05-14",
			       SLICE_ARG(word));
	if (*out > today + AWAY_AHEAD || *out < today - AWAY_DAYS_MAX)
		return err_set(e, ERR_REFUSED, "%.*s is too far away: is the year right?",
			       SLICE_ARG(word));
	return 0;
}

int
cmd_away(struct cmd *c, struct err *e)
{
	struct member m;
	if (c->count == 1 && slice_iis(c->words[0], "list"))
		return away_print(c, e);
	if (c->count == 2 && slice_iis(c->words[0], "drop"))
		return away_call_off(c, e);
	bool me = slice_iis(c->words[0], "me");
	if (me && c->from->member == 0)
		return err_set(e, ERR_USAGE, "who is 'me'? Write the handle, or --as HANDLE");
	int got = me ? member_by_id(c->store, c->pool, c->from->member, &m, e)
		     : member_by_handle(c->store, c->pool, c->words[0], &m, e);
	if (got == 1 && c->partner != 0 && m.id != c->partner)
		got = 0;
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE,
			       "there is no member '%.*s'; usage: away HANDLE|me FROM [to TO]",
			       SLICE_ARG(c->words[0]));
	struct away_row a = {.member = m.id};
	size_t words = 2;
	if (may_plan(c, m.id, e) < 0 || day_word(c, 1, &m, &a.first, e) < 0)
		return -1;
	a.last = a.first;
	if (c->count > 2 && slice_iis(c->words[2], "to")) {
		if (day_word(c, 3, &m, &a.last, e) < 0)
			return -1;
		words = 4;
	}
	if (a.last < a.first || a.last - a.first >= AWAY_DAYS_MAX)
		return err_set(e, ERR_USAGE, "the last day off comes %s",
			       a.last < a.first ? "before the first"
						: "more than a year after the first");
	a.words = cmd_rest(c, words);
	if (away_add(c->store, &a, c->actor, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is off %.*s to %.*s (away drop %lld calls it off)\n",
		 SLICE_ARG(m.handle), SLICE_ARG(day_text(c->pool, a.first)),
		 SLICE_ARG(day_text(c->pool, a.last)), (long long)a.id);
	return 0;
}
