/* What a person has to do on Discord, with the request that registers the command. */
#include "chat_discord.h"

static const char GUIDE[] =
	"Discord: it calls docket by HTTPS, so docket needs a public address.\n\n"
	"1. https://discord.com/developers/applications, \"New Application\", name: docket.\n"
	"   \"General Information\": copy Application ID (app below) and Public Key (key below).\n"
	"2. \"Bot\": \"Reset Token\", copy the token into a file discord.token beside "
	"docket.yaml:\n"
	"   chmod 600 discord.token. Switch \"Public Bot\" off: nobody else should add it.\n"
	"3. Put it into your server: open\n"
	"     https://discord.com/oauth2/"
	"authorize?client_id=%s&scope=bot+applications.commands&permissions=52224\n"
	"   (52224: see channels, send messages, embed links, attach files).\n"
	"4. In Discord, \"User Settings\", \"Advanced\", switch Developer Mode on. Right-click "
	"the\n"
	"   server: \"Copy Server ID\" (tenant below). Right-click the team's channel: \"Copy\n"
	"   Channel ID\" (room below). If it is private, add docket to it.\n"
	"5. docket.yaml:\n\n"
	"   chat:\n"
	"     - name: %s\n"
	"       platform: discord\n"
	"       app: \"%s\"\n"
	"       key: %s\n"
	"       tenant: \"%s\"\n"
	"       room: \"%s\"\n"
	"       token: {file: discord.token}\n\n"
	"6. Start docket. Then \"General Information\", \"Interactions Endpoint URL\":\n"
	"     %s/chat/%s\n"
	"   and \"Save\": Discord tries the address at once, with a right and a wrong signature.\n"
	"7. Register the command, once:\n\n"
	"   curl -X POST %s/applications/%s/guilds/%s/commands \\\n"
	"     -H \"Authorization: Bot $(cat discord.token)\" -H \"Content-Type: application/json\" "
	"\\\n"
	"     -d '";

int
discord_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "discord";
	const char *app = chat != NULL && chat->app != NULL ? chat->app : "APPLICATION_ID";
	const char *key = chat != NULL && chat->key != NULL ? chat->key : "PUBLIC_KEY";
	const char *guild = chat != NULL && chat->tenant != NULL ? chat->tenant : "SERVER_ID";
	const char *room = chat != NULL && chat->room != NULL ? chat->room : "CHANNEL_ID";
	const char *word = chat != NULL && chat->command != NULL ? chat->command : "docket";
	const char *api =
		chat != NULL && chat->api != NULL ? chat->api : "https://discord.com/api/v10";
	struct json w;
	if (c->http.public_url == NULL)
		return err_set(e, ERR_CONFIG,
			       "set http.public_url first: the address under which Discord reaches "
			       "docket, https://docket.your-agency.com");
	str_addf(out, GUIDE, app, name, app, key, guild, room, c->http.public_url, name, api, app,
		 guild);
	json_begin(&w, out);
	json_open(&w);
	json_put_cstr(&w, "name", word);
	json_put_int(&w, "type", 1);
	json_put_cstr(&w, "description", "Jobs, reviews and approvals; help says what there is");
	json_key(&w, "options");
	json_list(&w);
	json_open(&w);
	json_put_int(&w, "type", 3);
	json_put_cstr(&w, "name", "words");
	json_put_cstr(&w, "description", "status ACME-042, mine, done R3, help");
	json_put_bool(&w, "required", false);
	json_put_int(&w, "max_length", 6000);
	json_close(&w);
	json_open(&w);
	json_put_int(&w, "type", 11); /* an attachment */
	json_put_cstr(&w, "name", "file");
	json_put_cstr(&w, "description", "comes with feedback; docket says that it has to be read");
	json_put_bool(&w, "required", false);
	json_close(&w);
	json_list_end(&w);
	json_close(&w);
	str_addf(out,
		 "'\n\n8. docket check says whether all of that fits. Then, on Discord: /%s "
		 "help\n\n"
		 "Discord names no mail addresses: each member types once\n"
		 "  /%s link-me you@your-agency.com\nand gets a code by mail. What is said under "
		 "a card reaches docket as a command:\n  /%s feedback ACME-042 ...\n",
		 word, word, word);
	return 0;
}
