/* `client show`, `set`, `glossary`, and the welcome that follows `client new` (P3). */
#include "cmd.h"
#include "onboard.h"
#include "retainer.h"

enum { MAY_SET = ROLE_ACCOUNT | ROLE_OWNER | ROLE_OPS, CHANGES_SHOWN = 5 };

int
client_welcome(struct cmd *c, const struct client *client, struct contact *who, struct err *e)
{
	int64_t outbox = 0;
	if (contact_add(c->store, who, c->now, e) < 0 ||
	    client_event(c, client->id,
	                 &(struct ledger_entry){.kind = "contact", .data = SLICE_LIT("{\"what\":\"added\"}"),
	                                        .text = who->address}, e) < 0 ||
	    onboard_begin(c->in, c->pool, client, who, &outbox, e) < 0)
		return -1;
	if (outbox != 0)
		str_addf(c->out, "the welcome questions go to %.*s\n", SLICE_ARG(who->address));
	else
		str_adds(c->out, "the welcome questions could not be written: is outgoing.from set?\n");
	return 0;
}

/* ---- show ---- */

struct looked {
	struct client client;
	struct member lead;
	struct contact decider;
	contact_list people;
	profile_list said;
	glossary_list words;
	struct burn burn;
	ledger_list changes; /* the newest of its chain */
	struct onboarding welcome;
	bool welcomed;
};

static int
look(struct cmd *c, struct looked *v, struct slice month, struct err *e)
{
	const struct client *cl = &v->client;
	int got = onboarding_get(c->store, cl->id, &v->welcome, e);
	v->welcomed = got == 1;
	if (got < 0 || lead_of(c->in, c->pool, cl->id, &v->lead, e) < 0 ||
	    (cl->decider != 0 && contact_by_id(c->store, c->pool, cl->decider, &v->decider, e) < 0) ||
	    contact_all(c->store, c->pool, cl->id, &v->people, e) < 0 ||
	    profile_all(c->store, c->pool, cl->id, &v->said, e) < 0 ||
	    glossary_all(c->store, c->pool, cl->id, &v->words, e) < 0 ||
	    burn_read(c->in, c->pool, cl, month, &v->burn, e) < 0 ||
	    ledger_of_client(c->store, c->pool, cl->id, &v->changes, e) < 0)
		return -1;
	if (v->changes.len > CHANGES_SHOWN) {
		v->changes.at += v->changes.len - CHANGES_SHOWN;
		v->changes.len = CHANGES_SHOWN;
	}
	return 0;
}

/* Welcome questions that have no answer yet, joined. */
static struct slice
still_open(struct cmd *c, const struct looked *v)
{
	struct slice open = SLICE_NONE;
	for (int f = 0; v->welcomed && f < ONBOARD_COUNT; f++) {
		bool said = false;
		for (size_t i = 0; i < v->said.len; i++)
			said |= slice_is(v->said.at[i].field, onboard_names[f]);
		if (!said)
			open = pool_slicef(c->pool, "%.*s%s%s", SLICE_ARG(open), open.len > 0 ? ", " : "",
			                   onboard_names[f]);
	}
	return open;
}

static struct slice
window_words(struct pool *pool, const struct client *cl)
{
	if (cl->window == 0)
		return SLICE_LIT("a round's window is as its kit says");
	if (cl->window == WINDOW_NONE)
		return SLICE_LIT("rounds are open until a word ends them");
	return pool_slicef(pool, "a round's window is %lld business day%s", (long long)cl->window,
	                   cl->window == 1 ? "" : "s");
}

static void
print_json(struct cmd *c, const struct looked *v)
{
	struct json w;
	const struct contact *p;
	const struct profile_row *r;
	const struct glossary_row *g;
	json_begin(&w, c->out);
	json_open(&w);
	json_put_text(&w, "code", v->client.code);
	json_put_text(&w, "name", v->client.name);
	json_put_text(&w, "zone", v->client.zone);
	json_put_text(&w, "lang", v->client.lang);
	json_put_text(&w, "lead", v->lead.handle);
	json_put_text(&w, "decider", v->decider.address);
	json_put_int(&w, "rounds", v->client.rounds);
	if (v->client.window != 0)
		json_put_int(&w, "window", v->client.window == WINDOW_NONE ? 0 : v->client.window);
	json_key(&w, "domains");
	json_list(&w);
	for (size_t i = 0; i < v->client.domains.len; i++)
		json_text(&w, v->client.domains.at[i]);
	json_list_end(&w);
	json_key(&w, "contacts");
	json_list(&w);
	VEC_EACH(p, &v->people) {
		json_open(&w);
		json_put_text(&w, "name", p->name);
		json_put_text(&w, "address", p->address);
		json_put_bool(&w, "bounced", p->undeliverable != 0);
		json_close(&w);
	}
	json_list_end(&w);
	json_key(&w, "said");
	json_open(&w);
	VEC_EACH(r, &v->said)
		json_put_text(&w, pool_cstr(c->pool, r->field), r->value);
	json_close(&w);
	json_put_text(&w, "open", still_open(c, v));
	json_key(&w, "glossary");
	json_list(&w);
	VEC_EACH(g, &v->words) {
		json_open(&w);
		json_put_text(&w, "phrase", g->phrase);
		json_put_text(&w, "meaning", g->meaning);
		json_close(&w);
	}
	json_list_end(&w);
	json_key(&w, "month");
	burn_json(&w, &v->burn);
	json_close(&w);
	str_addc(c->out, '\n');
}

static void
print_text(struct cmd *c, const struct looked *v)
{
	const struct client *cl = &v->client;
	const struct contact *p;
	const struct profile_row *r;
	const struct glossary_row *g;
	str_addf(c->out, "%.*s  %.*s\n", SLICE_ARG(cl->code), SLICE_ARG(cl->name));
	str_addf(c->out, "lead %.*s, zone %.*s, language %.*s, rounds included %lld\n",
	         SLICE_ARG(v->lead.handle), SLICE_ARG(cl->zone.len > 0 ? cl->zone : slice_of(c->in->zone)),
	         SLICE_ARG(cl->lang.len > 0 ? cl->lang : slice_of(c->in->env.conf->agency.lang)),
	         (long long)cl->rounds);
	str_addf(c->out, "%.*s\n", SLICE_ARG(window_words(c->pool, cl)));
	if (v->decider.id != 0)
		str_addf(c->out, "decides: %.*s\n", SLICE_ARG(v->decider.address));
	else
		str_addf(c->out, "decides: nobody yet; decider %.*s ADDRESS\n", SLICE_ARG(cl->code));
	for (size_t i = 0; i < cl->domains.len; i++)
		str_addf(c->out, "%s%.*s%s", i == 0 ? "domains: " : ", ", SLICE_ARG(cl->domains.at[i]),
		         i + 1 == cl->domains.len ? "\n" : "");
	str_addf(c->out, "contacts%s\n", v->people.len == 0 ? ": none" : "");
	VEC_EACH(p, &v->people)
		str_addf(c->out, "  %-32.*s %.*s%s\n", SLICE_ARG(p->address), SLICE_ARG(p->name),
		         p->undeliverable != 0 ? "  (mail to them bounced)" : "");
	if (v->said.len > 0)
		str_adds(c->out, "in their words\n");
	VEC_EACH(r, &v->said)
		str_addf(c->out, "  %-10.*s %.*s  (m%lld)\n", SLICE_ARG(r->field), SLICE_ARG(r->value),
		         (long long)r->message);
	struct slice open = still_open(c, v);
	if (open.len > 0)
		str_addf(c->out, "still open: %.*s\n", SLICE_ARG(open));
	if (v->words.len > 0)
		str_adds(c->out, "glossary\n");
	VEC_EACH(g, &v->words)
		str_addf(c->out, "  “%.*s” means %.*s\n", SLICE_ARG(g->phrase), SLICE_ARG(g->meaning));
	burn_print(c, &v->burn);
	if (v->changes.len > 0)
		str_addf(c->out, "last changes (client history %.*s has all)\n", SLICE_ARG(cl->code));
	cmd_history(c, &v->changes);
}

int
client_show(struct cmd *c, struct err *e)
{
	struct looked v = {.welcomed = false};
	if (c->count < 2 || c->count > 3)
		return err_set(e, ERR_USAGE, "usage: client show CODE [YYYY-MM]");
	if (cmd_client_of(c, 1, &v.client, e) < 0 ||
	    look(c, &v, c->count > 2 ? c->words[2] : SLICE_NONE, e) < 0)
		return -1;
	if (c->from->json)
		print_json(c, &v);
	else
		print_text(c, &v);
	return 0;
}

/* ---- set ---- */

static int
set_lead(struct cmd *c, struct client *cl, struct slice handle, struct err *e)
{
	struct member m;
	int got = member_by_handle(c->store, c->pool, handle, &m, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no member '%.*s'", SLICE_ARG(handle));
	cl->lead = m.id;
	return got < 0 ? -1 : 0;
}

static int
set_zone(struct client *cl, struct slice zone, struct err *e)
{
	char name[64];
	if (zone_find(slice_cstr(zone, name, sizeof(name))) == NULL)
		return err_set(e, ERR_USAGE, "'%.*s' is no time zone, as in Europe/Berlin", SLICE_ARG(zone));
	cl->zone = zone;
	return 0;
}

static int
set_lang(struct client *cl, struct slice lang, struct err *e)
{
	static const char *const known[] = {"en", "de", "fr", "es"};
	if (slice_among(lang, known, COUNT(known)) < 0)
		return err_set(e, ERR_USAGE, "docket writes en, de, fr and es, not '%.*s'", SLICE_ARG(lang));
	cl->lang = lang;
	return 0;
}

static int
set_window(struct client *cl, struct slice days, struct err *e)
{
	int64_t n = 0;
	bool none = slice_iis(days, "off"), kit = slice_iis(days, "kit");
	if (!none && !kit && (!slice_int(days, &n) || n < 1 || n > WINDOW_MOST))
		return err_set(e, ERR_USAGE, "window=%.*s: 1 to %d business days, off, or kit for what each kit "
		                             "says", SLICE_ARG(days), WINDOW_MOST);
	cl->window = none ? WINDOW_NONE : n;
	return 0;
}

/* One line of the client's chain; the values were checked, or are numbers. */
static int
set_event(struct cmd *c, const struct client *cl, const char *what, struct slice to, struct err *e)
{
	struct ledger_entry set = {.kind = "set", .data = pool_slicef(c->pool, "{\"what\":\"%s\",\"to\":\"%.*s\"}",
	                                                              what, SLICE_ARG(to))};
	return client_event(c, cl->id, &set, e);
}

/* What differs from before, each as an event of its own. */
static int
set_events(struct cmd *c, const struct client *old, const struct client *cl, struct err *e)
{
	struct member lead;
	if (!slice_eq(old->zone, cl->zone) && set_event(c, cl, "zone", cl->zone, e) < 0)
		return -1;
	if (!slice_eq(old->lang, cl->lang) && set_event(c, cl, "lang", cl->lang, e) < 0)
		return -1;
	if (old->rounds != cl->rounds &&
	    set_event(c, cl, "rounds", pool_slicef(c->pool, "%lld", (long long)cl->rounds), e) < 0)
		return -1;
	if (old->window != cl->window &&
	    set_event(c, cl, "window",
	              cl->window > 0 ? pool_slicef(c->pool, "%lld", (long long)cl->window)
	                             : slice_of(cl->window == 0 ? "kit" : "off"), e) < 0)
		return -1;
	if (old->lead == cl->lead)
		return 0;
	int got = member_by_id(c->store, c->pool, cl->lead, &lead, e);
	return got <= 0 ? got : set_event(c, cl, "lead", lead.handle, e);
}

int
client_history(struct cmd *c, struct err *e)
{
	struct client client;
	ledger_list events = {0};
	if (c->count != 2)
		return err_set(e, ERR_USAGE, "usage: client history CODE");
	if (cmd_client_of(c, 1, &client, e) < 0 ||
	    ledger_of_client(c->store, c->pool, client.id, &events, e) < 0)
		return -1;
	if (c->from->json) {
		const struct ledger_row *r;
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(r, &events) {
			json_open(&w);
			json_put_int(&w, "seq", r->seq);
			json_put_int(&w, "at", r->at);
			json_put_text(&w, "kind", r->kind);
			json_put_text(&w, "actor", r->actor);
			json_put_int(&w, "message", r->message);
			json_put_text(&w, "what", ledger_data(r, "what"));
			json_put_text(&w, "to", ledger_data(r, "to"));
			json_put_text(&w, "text", r->text);
			json_put_cstr(&w, "hash", r->hash);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	if (events.len == 0)
		str_addf(c->out, "nothing of %.*s was changed since docket keeps account of it\n",
		         SLICE_ARG(client.code));
	cmd_history(c, &events);
	return 0;
}

int
client_set(struct cmd *c, struct err *e)
{
	struct client cl;
	struct scope_terms terms = {0};
	if (c->count < 3)
		return err_set(e, ERR_USAGE, "usage: client set CODE rounds=N zone=Z lang=L lead=HANDLE window=DAYS");
	if (cmd_needs_role(c, MAY_SET, "client set", e) < 0 || cmd_client_of(c, 1, &cl, e) < 0)
		return -1;
	struct slice lead = cmd_pair(c, "lead"), zone = cmd_pair(c, "zone"), lang = cmd_pair(c, "lang");
	struct slice window = cmd_pair(c, "window");
	struct client old = cl;
	for (size_t i = 2; i < c->count; i++) {
		int got = scope_term(c->words[i], &terms, e);
		if (got < 0)
			return -1;
		if (got == 0 || terms.minutes + terms.deliverables > 0)
			return err_set(e, ERR_USAGE, "'%.*s' is nothing to set here; there are rounds, zone, lang, lead "
			                             "and window; hours by the month: retainer CODE hours=H",
			               SLICE_ARG(c->words[i]));
	}
	if (terms.rounds > 0)
		cl.rounds = terms.rounds;
	if ((lead.len > 0 && set_lead(c, &cl, lead, e) < 0) || (zone.len > 0 && set_zone(&cl, zone, e) < 0) ||
	    (lang.len > 0 && set_lang(&cl, lang, e) < 0) ||
	    (window.len > 0 && set_window(&cl, window, e) < 0) || client_update(c->store, &cl, e) < 0 ||
	    set_events(c, &old, &cl, e) < 0)
		return -1;
	str_addf(c->out, "%.*s: zone %.*s, language %.*s, rounds included %lld, %.*s\n", SLICE_ARG(cl.code),
	         SLICE_ARG(cl.zone), SLICE_ARG(cl.lang), (long long)cl.rounds,
	         SLICE_ARG(window_words(c->pool, &cl)));
	return 0;
}

/* ---- glossary ---- */

int
client_glossary(struct cmd *c, struct err *e)
{
	struct looked v = {.welcomed = false};
	const struct glossary_row *g;
	if (c->count < 2 || (c->count > 2 && !slice_iis(c->words[2], "forget")))
		return err_set(e, ERR_USAGE, "usage: client glossary CODE [forget PHRASE…]");
	if (cmd_client_of(c, 1, &v.client, e) < 0)
		return -1;
	if (c->count > 3) {
		struct slice phrase = cmd_rest(c, 3);
		if (cmd_needs_role(c, MAY_SET, "client glossary forget", e) < 0)
			return -1;
		int got = glossary_forget(c->store, v.client.id, phrase, e);
		if (got == 0)
			return err_set(e, ERR_NOFILE, "the glossary of %.*s has no “%.*s”",
			               SLICE_ARG(v.client.code), SLICE_ARG(phrase));
		struct ledger_entry gone = {.kind = "glossary", .data = SLICE_LIT("{\"what\":\"forgotten\"}"),
		                            .text = phrase};
		if (got < 0 || client_event(c, v.client.id, &gone, e) < 0)
			return -1;
		str_addf(c->out, "“%.*s” is asked about again\n", SLICE_ARG(phrase));
		return 0;
	}
	if (glossary_all(c->store, c->pool, v.client.id, &v.words, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(g, &v.words) {
			json_open(&w);
			json_put_text(&w, "phrase", g->phrase);
			json_put_text(&w, "meaning", g->meaning);
			json_put_int(&w, "message", g->message);
			json_put_int(&w, "at", g->at);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	if (v.words.len == 0)
		str_addf(c->out, "the glossary of %.*s is empty\n", SLICE_ARG(v.client.code));
	VEC_EACH(g, &v.words)
		str_addf(c->out, "“%.*s” means %.*s\n", SLICE_ARG(g->phrase), SLICE_ARG(g->meaning));
	return 0;
}
