/* Who an account of Teams is, and what `docket check` asks. */
#include "chat_teams.h"

int
teams_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out)
{
	struct teams *t = self;
	struct slice where = a->handle.len > 0 ? a->handle : slice_of(t->conf->room);
	struct teams_target to = {.service = slice_of(t->service), .conversation = where};
	if (where.len == 0 || a->uid.len == 0 || t->token.text == NULL)
		return 0;
	out->method = "GET";
	out->url = teams_address(p, &to, "/members", a->uid);
	chat_authorize(p, out, "Bearer", slice_of(t->token.text));
	return 1;
}

int
teams_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
	       struct chat_result *out)
{
	struct teams *t = self;
	struct err e = ERR_INIT;
	chat_judge(p, r, 0, "Teams", out);
	json_t *o = out->status == CHAT_OK ? chat_json(r->body, "Teams", &e) : NULL;
	if (o == NULL)
		return out->status == CHAT_OK ? -1 : 0;
	struct slice name = chat_str(p, o, "userPrincipalName"), role = chat_str(p, o, "userRole"),
		     tenant = chat_str(p, o, "tenantId");
	a->display = chat_str(p, o, "name");
	a->email = chat_str(p, o, "email");
	if (a->email.len == 0)
		a->email = name;
	/* "jane_client.example#EXT#@ours.onmicrosoft.com" is how a directory writes its guests. */
	a->outsider = slice_iis(role, "guest") || slice_iis(role, "anonymous") ||
		      slice_ihas(name, "#EXT#") || t->conf->tenant == NULL ||
		      !slice_iis(a->tenant, t->conf->tenant) ||
		      (tenant.len > 0 && !slice_iis(tenant, t->conf->tenant));
	a->email_verified = !a->outsider && a->email.len > 0; /* the directory's word */
	json_decref(o);
	return 1;
}

/* The token came before it: the secret is good. */
int
teams_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	struct teams *t = self;
	struct teams_target room = {.service = slice_of(t->service),
				    .conversation = slice_of(t->conf->room)};
	*out = (struct http_out){.method = "GET"};
	if (t->conf->app == NULL || t->token.text == NULL || step > 1 ||
	    (step == 1 && room.conversation.len == 0))
		return 0;
	if (step == 0) {
		teams_ask_keys(t, p, out);
		return 1;
	}
	out->url = teams_address(p, &room, "/pagedmembers?pageSize=50", SLICE_NONE);
	chat_authorize(p, out, "Bearer", slice_of(t->token.text));
	return 1;
}

int
teams_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
	      struct str *out)
{
	struct teams *t = self;
	struct chat_result res;
	chat_judge(p, r, 0, "Microsoft", &res);
	if (step == 1 && (r->status == 403 || r->status == 404))
		str_adds(out,
			 "the bot is not in the room that is set: add the app to that team, and "
			 "take the room's id from a link to the channel");
	else if (res.status != CHAT_OK)
		str_add(out, res.why);
	else if (step == 0)
		str_addf(out, "the client secret of %s is good", t->conf->app);
	else
		str_adds(out, "the room can be written to");
	return res.status == CHAT_OK ? 0 : -1;
}
