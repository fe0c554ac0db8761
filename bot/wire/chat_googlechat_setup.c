/* What a person has to do in Google Cloud, and what of it is missing. */
#include "chat_googlechat.h"

static const char HEAD[] =
	"Google Chat needs a Google Workspace account; a Chat app lives in a Google Cloud "
	"project.\n\n"
	"1. https://console.cloud.google.com: make a project, \"docket\". \"APIs & Services\",\n"
	"   \"Enable APIs\": Google Chat API%s.\n"
	"2. \"IAM & Admin\", \"Service Accounts\", \"Create service account\", name: docket; no "
	"roles.\n"
	"   Open it, \"Keys\", \"Add key\", \"Create new key\", JSON. Keep the file as\n"
	"   googlechat.json beside docket.yaml: chmod 600 googlechat.json\n";
static const char PUSH[] =
	"3. \"Google Chat API\", \"Configuration\": name docket, an avatar's address, a "
	"description.\n"
	"   Functionality: join spaces and group conversations, one-to-one messages.\n"
	"   Connection settings: HTTP endpoint URL\n"
	"     %s\n"
	"   Authentication audience: HTTP endpoint URL.\n";
static const char PULL[] =
	"3. \"Pub/Sub\": create a topic docket-chat; give chat-api-push@system.gserviceaccount.com "
	"the\n"
	"   role Pub/Sub Publisher on it. Create a subscription docket (pull, 60 s to "
	"acknowledge);\n"
	"   give the service account of step 2 the role Pub/Sub Subscriber on it.\n"
	"   \"Google Chat API\", \"Configuration\": name docket, an avatar's address, a "
	"description.\n"
	"   Connection settings: Cloud Pub/Sub, the topic. Nothing calls docket then, and it "
	"needs\n"
	"   no public address; forms are not possible this way.\n";
static const char TAIL[] =
	"4. Commands on the same page: /%s (id 1)%s.\n"
	"   Visibility: your own domain or the people of the team. Save.\n"
	"5. In Google Chat make a space for the team alone, and add the app docket to it. The "
	"space's\n"
	"   address ends in /room/AAAA...: its name is spaces/AAAA...\n"
	"6. docket.yaml:\n\n"
	"   chat:\n"
	"     - name: %s\n"
	"       platform: googlechat\n"
	"       %s: %s\n"
	"       tenant: %s\n"
	"       room: %s\n"
	"       token: {file: googlechat.json}\n\n"
	"   tenant is your Workspace's domain: people of others are outsiders.%s\n"
	"7. docket check, then in the space: @docket help\n\n"
	"Google calls docket only for commands, buttons and messages that name it: feedback under "
	"a\n"
	"card begins with @docket.\n";

int
google_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "googlechat";
	const char *word = chat != NULL && chat->command != NULL ? chat->command : "docket";
	const char *tenant =
		chat != NULL && chat->tenant != NULL ? chat->tenant : "your-agency.com";
	const char *room = chat != NULL && chat->room != NULL ? chat->room : "spaces/AAAA...";
	bool pull = (chat != NULL &&
		     (chat->subscription != NULL || chat->transport == CONF_TRANSPORT_PULL)) ||
		    c->http.public_url == NULL;
	char url[600] = "projects/docket/subscriptions/docket";
	if (chat != NULL && chat->transport == CONF_TRANSPORT_PUSH && c->http.public_url == NULL)
		return err_set(e, ERR_CONFIG,
			       "set http.public_url first: the address under which Google reaches "
			       "docket; or take transport: pull, which needs none");
	if (!pull)
		(void)snprintf(url, sizeof(url), "%s/chat/%s", c->http.public_url, name);
	else if (chat != NULL && chat->subscription != NULL)
		(void)snprintf(url, sizeof(url), "%s", chat->subscription);
	str_addf(out, HEAD, pull ? " and Cloud Pub/Sub API" : "");
	if (pull)
		str_adds(out, PULL);
	else
		str_addf(out, PUSH, url);
	str_addf(out, TAIL, word, pull ? "" : ", and /new (id 2, \"Opens a dialog\") for the form",
		 name, pull ? "subscription" : "app", url, tenant, room,
		 pull ? ""
		      : "\n   If Google signs as another account than "
			"chat@system.gserviceaccount.com "
			"(the\n   configuration page names it), write it as user:.");
	str_addf(out,
		 "\n\nIn a space Google tells docket only what names it: under a job's card write\n"
		 "\"@%s\" and then what should change.\n",
		 word);
	return 0;
}

/* What is asked at a step; the token came before it. */
enum check_of { CHECK_API, CHECK_ROOM, CHECK_SUBSCRIPTION, CHECK_OVER };
static enum check_of
check_of(const struct google *g, unsigned step)
{
	enum check_of list[] = {CHECK_API, CHECK_OVER, CHECK_OVER, CHECK_OVER};
	size_t n = 1;
	if (g->conf->room != NULL)
		list[n++] = CHECK_ROOM;
	if (g->conf->subscription != NULL)
		list[n++] = CHECK_SUBSCRIPTION;
	return step < n ? list[step] : CHECK_OVER;
}

int
google_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	struct google *g = self;
	struct slice chat = google_based(g, p, "https://chat.googleapis.com", "/v1/");
	*out = (struct http_out){.method = "GET"};
	if (g->token.text == NULL)
		return 0;
	switch (check_of(g, step)) {
	case CHECK_API: out->url = pool_slicef(p, "%.*sspaces?pageSize=1", SLICE_ARG(chat)); break;
	case CHECK_ROOM: out->url = pool_slicef(p, "%.*s%s", SLICE_ARG(chat), g->conf->room); break;
	case CHECK_SUBSCRIPTION:
		out->url = pool_slicef(
			p, "%.*s%s",
			SLICE_ARG(google_based(g, p, "https://pubsub.googleapis.com", "/v1/")),
			g->conf->subscription);
		break;
	case CHECK_OVER: return 0;
	}
	chat_authorize(p, out, "Bearer", slice_of(g->token.text));
	return 1;
}

int
google_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
	       struct str *out)
{
	static const char *const refused[] = {
		[CHECK_API] = "the Chat API is not enabled in the key's project, or no Chat app is "
			      "configured there",
		[CHECK_ROOM] = "docket is not in the room that is set: add the app to that space",
		[CHECK_SUBSCRIPTION] = "the service account may not read the subscription: give it "
				       "the role Pub/Sub Subscriber",
		[CHECK_OVER] = ""};
	struct google *g = self;
	struct chat_result res;
	struct err e = ERR_INIT;
	enum check_of what = check_of(g, step);
	chat_judge(p, r, 0, "Google", &res);
	json_t *o = res.status == CHAT_OK ? chat_json(r->body, "Google", &e) : NULL;
	if (r->status == 403 || r->status == 404)
		str_adds(out, refused[what]);
	else if (res.status != CHAT_OK)
		str_add(out, res.why);
	else if (what == CHECK_API)
		str_addf(out, "signed in as %.*s", SLICE_ARG(g->email));
	else if (what == CHECK_ROOM)
		str_addf(out, "the room is %.*s", SLICE_ARG(chat_str(p, o, "displayName")));
	else
		str_adds(out, "the subscription can be read");
	json_decref(o);
	return res.status == CHAT_OK ? 0 : -1;
}
