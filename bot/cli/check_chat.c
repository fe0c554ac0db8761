/* `docket check` for http and chat: asks each platform who we are there and what right is missing.
 */
#include "docket/cli/chat.h"

#include "docket/base/clock.h"
#include "docket/wire/chat_entry.h"
#include "docket/wire/http_serve.h"

#include <jansson.h>
#include <unistd.h>

enum {
	STEPS_MAX = 16,
	LINES_MAX = 16 << 10,
	ERRANDS_MAX = 4, /* a token, keys: each may need the other first */
	HEALTH_MS = 3000,
};

struct ask {
	const struct conf *conf;
	check_say *say;
	void *arg;
	struct http_calls *http;
};

/* The lines an adapter wrote, one by one. */
static void
say_lines(const struct ask *a, enum check_says how, const char *name, const struct str *lines)
{
	struct slice rest = str_slice(lines), line;
	char text[512];
	while (slice_line(&rest, &line))
		if (!slice_blank(line))
			a->say(a->arg, how, name, slice_cstr(line, text, sizeof(text)));
}

/* Tokens and keys that the adapter needs before it can ask. */
static bool
run_errands(const struct ask *a, struct chat_entry *en, const char *name)
{
	struct clock clock = clock_program();
	for (int i = 0; i < ERRANDS_MAX && en->adapter->wants != NULL; i++) {
		struct err e = ERR_INIT;
		struct chat_result got = {.status = CHAT_OK};
		struct http_call *c = http_call_new();
		int wants = en->adapter->wants(en->self, c->pool, clock_now(&clock), &c->out);
		int r = wants == 1 ? http_call_wait(a->http, c, &e) : 0;
		char why[CHAT_WHY_MAX];
		bool away = wants == 1 && r == 0 && c->result.status == 0;
		if (wants == 1 && r == 0)
			en->adapter->took(en->self, &c->result, clock_now(&clock), &got);
		if (away)
			got.why = pool_slicef(c->pool, "no answer: %.*s",
					      SLICE_ARG(c->result.why));
		slice_cstr(r < 0 ? slice_of(e.text) : got.why, why, sizeof(why));
		http_call_free(c);
		if (wants != 1)
			return true;
		if (r < 0 || away || got.status != CHAT_OK) {
			a->say(a->arg, away ? CHECK_AWAY : CHECK_WRONG, name, why);
			return false;
		}
	}
	return true;
}

static void
ask_platform(const struct ask *a, struct chat_entry *en, const char *name)
{
	bool said = false;
	for (unsigned step = 0; step < STEPS_MAX && en->adapter->check != NULL; step++) {
		struct err e = ERR_INIT;
		struct str lines;
		struct http_call *c = http_call_new();
		if (en->adapter->check(en->self, c->pool, step, &c->out) != 1) {
			http_call_free(c);
			break;
		}
		str_init(&lines, LINES_MAX);
		int r = http_call_wait(a->http, c, &e);
		bool away = r == 0 && c->result.status == 0;
		if (away) {
			str_addf(&lines, "no answer: %.*s", SLICE_ARG(c->result.why));
			r = -1;
		} else if (r == 0) {
			r = en->adapter->checked(en->self, c->pool, step, &c->result, &lines);
		} else {
			str_adds(&lines, e.text);
		}
		say_lines(a, r >= 0 ? CHECK_OK : away ? CHECK_AWAY : CHECK_WRONG, name, &lines);
		said |= lines.len > 0;
		str_clear(&lines);
		http_call_free(c);
		if (r < 0)
			return; /* what builds on it would fail as well */
	}
	if (!said)
		a->say(a->arg, CHECK_OK, name,
		       "its settings are complete; there is nothing to ask");
}

static void
check_entry(const struct ask *a, const struct conf_chat *chat, bool offline)
{
	struct clock clock = clock_program();
	struct chat_entry en;
	struct chat_entry_as as = {.public_url = a->conf->http.public_url, .clock = &clock};
	struct err e = ERR_INIT;
	char name[96];
	(void)snprintf(name, sizeof(name), "chat %s", chat->name);
	if (chat_entry_open(&en, chat, &as, &e) < 0) {
		const char *text = e.text;
		size_t len = strlen(name);
		if (strncmp(text, name, len) == 0 && strncmp(text + len, ": ", 2) == 0)
			text += len + 2;
		a->say(a->arg, CHECK_WRONG, name, text);
		return;
	}
	bool listens = a->conf->http.listen != NULL;
	if (!chat_entry_uses(&en, CONF_TRANSPORT_PUSH, listens) &&
	    !chat_entry_uses(&en, CONF_TRANSPORT_PULL, listens) &&
	    !chat_entry_uses(&en, CONF_TRANSPORT_SOCKET, listens) && en.adapter->caps.push)
		a->say(a->arg, CHECK_WRONG, name,
		       "the platform calls docket: set http.listen and http.public_url");
	if (offline)
		a->say(a->arg, CHECK_SKIP, name, "the platform is not asked");
	else if (run_errands(a, &en, name))
		ask_platform(a, &en, name);
	chat_entry_close(&en);
}

/* What a running docket says of its own chats. True: one runs there. */
static bool
ask_daemon(const struct ask *a)
{
	struct http_call *c = http_call_new();
	struct err e = ERR_INIT;
	const char *name;
	json_t *value;
	c->out.method = "GET";
	c->out.url = pool_slicef(c->pool, "http://%s/health", a->conf->http.listen);
	c->out.timeout_ms = HEALTH_MS;
	json_t *o = NULL;
	if (http_call_wait(a->http, c, &e) == 0 && c->result.status != 0)
		o = json_loadb(c->result.body.data, c->result.body.len, 0, NULL);
	bool runs = json_is_string(json_object_get(o, "status"));
	if (runs)
		a->say(a->arg, CHECK_OK, "http", "a docket runs and answers there");
	json_object_foreach(json_object_get(o, "chat"), name, value)
	{
		char what[96], text[200];
		const char *state = json_string_value(value);
		if (!runs || state == NULL || strcmp(state, "ok") == 0)
			continue;
		(void)snprintf(what, sizeof(what), "chat %s", name);
		(void)snprintf(text, sizeof(text), "the running docket finds it %s", state);
		a->say(a->arg, CHECK_AWAY, what, text);
	}
	json_decref(o);
	http_call_free(c);
	return runs;
}

static void
check_port(const struct ask *a)
{
	const char *listen = a->conf->http.listen;
	struct err e = ERR_INIT;
	char text[400];
	int fd = -1;
	if (listen == NULL || ask_daemon(a))
		return;
	if (http_listen(listen, &fd, &e) < 0) {
		a->say(a->arg, CHECK_WRONG, "http", e.text);
		return;
	}
	close(fd);
	(void)snprintf(text, sizeof(text), "%s is free%s%s", listen,
		       a->conf->http.public_url != NULL ? "; the world reaches it as " : "",
		       a->conf->http.public_url != NULL ? a->conf->http.public_url : "");
	a->say(a->arg, CHECK_OK, "http", text);
}

void
check_chat(const struct conf *conf, bool offline, check_say *say, void *arg)
{
	struct ask a = {.conf = conf, .say = say, .arg = arg};
	struct err e = ERR_INIT;
	if (conf->chat.len == 0 && conf->http.listen == NULL)
		return;
	if (http_calls_new(&a.http, &e) < 0) {
		say(arg, CHECK_WRONG, "chat", e.text);
		return;
	}
	check_port(&a);
	for (size_t i = 0; i < conf->chat.len; i++)
		check_entry(&a, &conf->chat.at[i], offline);
	http_calls_free(a.http);
}
