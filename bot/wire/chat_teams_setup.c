/* What a person has to do in Azure and Teams, and the app's manifest. */
#include "chat_teams.h"

static const char GUIDE[] =
	"Microsoft Teams: the bot calls docket by HTTPS, so docket needs a public address.\n\n"
	"1. portal.azure.com, \"Create a resource\", \"Azure Bot\". Type of app: Single Tenant,\n"
	"   \"Create new Microsoft App ID\"; the free price tier is enough.\n"
	"2. In the bot: \"Configuration\". Messaging endpoint:\n"
	"     %s\n"
	"   Copy \"Microsoft App ID\" (app below) and \"App Tenant ID\" (tenant below).\n"
	"3. \"Manage Password\" beside the app id, \"New client secret\". Copy its Value, which "
	"is\n"
	"   shown once, into a file teams.secret beside docket.yaml: chmod 600 teams.secret\n"
	"   It ends after 24 months at most: note the date; docket says when it is refused.\n"
	"4. \"Channels\": add Microsoft Teams. Remove Web Chat and Direct Line; docket refuses "
	"them\n"
	"   anyway, because anybody could write there.\n"
	"5. Save the manifest below as manifest.json, put it with two pictures, color.png "
	"(192x192)\n"
	"   and outline.png (32x32, white on transparent), into a zip file, and in Teams choose\n"
	"   \"Apps\", \"Manage your apps\", \"Upload an app\". Your administrator may have to "
	"allow "
	"that.\n"
	"   Add it to a team that only the agency is in. It may then read what is said under its\n"
	"   cards without being named each time; without that permission: @docket and the words.\n"
	"6. The room: in the channel's menu \"Copy link\". The part between /channel/ and the next "
	"/\n"
	"   is its id; write %%3A as : and %%40 as @ (19:...@thread.tacv2).\n"
	"7. docket.yaml:\n\n"
	"   chat:\n"
	"     - name: %s\n"
	"       platform: teams\n"
	"       app: %s\n"
	"       tenant: %s\n"
	"       secret: {file: teams.secret}\n"
	"       room: \"19:...@thread.tacv2\"\n\n"
	"8. docket check, then in the channel: @docket help\n\n"
	"Without Azure, an outgoing webhook answers in public channels but has no buttons and\n"
	"says nothing by itself: the team's menu, \"Manage team\", \"Apps\", \"Create an outgoing\n"
	"webhook\", callback URL as in step 2; the security token it shows goes into a file:\n"
	"hook_token: {file: teams.token}, instead of app, tenant and secret.\n\n";

static void
commands(struct json *w)
{
	static const char *const list[][2] = {
		{"mine", "What waits for you"},
		{"status", "Where a job stands: status ACME-042"},
		{"list", "Jobs that are open"},
		{"show", "All about a job: show ACME-042"},
		{"find", "Search jobs, briefs and lists"},
		{"help", "Every command"},
	};
	json_key(w, "commandLists");
	json_list(w);
	json_open(w);
	json_key(w, "scopes");
	json_raw(w, SLICE_LIT("[\"team\",\"groupChat\",\"personal\"]"));
	json_key(w, "commands");
	json_list(w);
	for (size_t i = 0; i < COUNT(list); i++) {
		json_open(w);
		json_put_cstr(w, "title", list[i][0]);
		json_put_cstr(w, "description", list[i][1]);
		json_close(w);
	}
	json_list_end(w);
	json_close(w);
	json_list_end(w);
}

static void
manifest(struct str *out, const struct conf *c, const char *app)
{
	struct json w;
	const char *site =
		c->http.public_url != NULL ? c->http.public_url : "https://docket.example";
	json_begin(&w, out);
	json_open(&w);
	json_put_cstr(&w, "$schema",
		      "https://developer.microsoft.com/json-schemas/teams/v1.17/"
		      "MicrosoftTeams.schema.json");
	json_put_cstr(&w, "manifestVersion", "1.17");
	json_put_cstr(&w, "version", "1.0.0");
	json_put_cstr(&w, "id", app);
	json_key(&w, "developer");
	json_open(&w);
	json_put_cstr(&w, "name", c->agency.name != NULL ? c->agency.name : "docket");
	json_put_cstr(&w, "websiteUrl", site);
	json_put_cstr(&w, "privacyUrl", site);
	json_put_cstr(&w, "termsOfUseUrl", site);
	json_close(&w);
	json_key(&w, "icons");
	json_raw(&w, SLICE_LIT("{\"color\":\"color.png\",\"outline\":\"outline.png\"}"));
	json_key(&w, "name");
	json_raw(&w, SLICE_LIT("{\"short\":\"docket\",\"full\":\"docket, the creative desk\"}"));
	json_key(&w, "description");
	json_raw(&w,
		 SLICE_LIT("{\"short\":\"Jobs, reviews and approvals\",\"full\":\"Whose move it "
			   "is, what is missing, what was approved, by whom and on which "
			   "version.\"}"));
	json_put_cstr(&w, "accentColor", "#1F4E5F");
	json_key(&w, "bots");
	json_list(&w);
	json_open(&w);
	json_put_cstr(&w, "botId", app);
	json_key(&w, "scopes");
	json_raw(&w, SLICE_LIT("[\"team\",\"groupChat\",\"personal\"]"));
	json_put_bool(&w, "supportsFiles", false);
	json_put_bool(&w, "isNotificationOnly", false);
	commands(&w);
	json_close(&w);
	json_list_end(&w);
	json_key(&w, "authorization");
	json_raw(&w, SLICE_LIT("{\"permissions\":{\"resourceSpecific\":["
			       "{\"name\":\"ChannelMessage.Read.Group\",\"type\":\"Application\"},"
			       "{\"name\":\"ChatMessage.Read.Chat\",\"type\":\"Application\"}]}}"));
	json_key(&w, "webApplicationInfo");
	json_open(&w);
	json_put_cstr(&w, "id", app);
	json_put_cstr(&w, "resource", "https://RscBasedStoreApp");
	json_close(&w);
	json_key(&w, "validDomains");
	json_raw(&w, SLICE_LIT("[]"));
	json_close(&w);
	str_addc(out, '\n');
}

int
teams_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	static const char NO_APP[] = "00000000-0000-0000-0000-000000000000";
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "teams";
	const char *app = chat != NULL && chat->app != NULL ? chat->app : NO_APP;
	const char *tenant = chat != NULL && chat->tenant != NULL ? chat->tenant : NO_APP;
	char url[600];
	if (c->http.public_url == NULL)
		return err_set(e, ERR_CONFIG,
			       "set http.public_url first: the address under which Teams reaches "
			       "docket, https://docket.your-agency.com");
	(void)snprintf(url, sizeof(url), "%s/chat/%s", c->http.public_url, name);
	str_addf(out, GUIDE, url, name, app, tenant);
	if (app == NO_APP)
		str_adds(out,
			 "The manifest, with your app id for the zeros (set app, and this prints "
			 "it so):\n\n");
	manifest(out, c, app);
	return 0;
}
