/* Open entries of `chat:`, see chat_entry.h. */
#include "docket/wire/chat_entry.h"

#include "docket/base/log.h"
#include "docket/base/rand.h"

enum {
	SECRET_MAX = 8192, /* a service account's key is the longest */
	ERRAND_RUN_MAX = 4,
	PAUSE_MS = 5 * 1000,
	PAUSE_MOST_MS = 5 * 60 * 1000,
};

static int
read_secret(struct pool *pool, const struct conf_secret *s, const char *what, struct slice *out,
	    struct err *e)
{
	char buf[SECRET_MAX];
	*out = SLICE_NONE;
	if (s->file == NULL && s->env == NULL && s->command == NULL)
		return 0;
	int r = conf_secret_read(s, buf, sizeof(buf), e);
	if (r == 0)
		*out = pool_copy(pool, slice_of(buf));
	explicit_bzero(buf, sizeof(buf));
	return r < 0 ? err_wrap(e, "%s", what) : 0;
}

int
chat_entry_open(struct chat_entry *en, const struct conf_chat *conf, const struct chat_entry_as *as,
		struct err *e)
{
	*en = (struct chat_entry){.conf = conf, .clock = as->clock};
	en->adapter = chat_adapter_of(conf->platform);
	if (en->adapter == NULL)
		return err_set(e, ERR_CONFIG, "chat %s: docket does not speak %s yet", conf->name,
			       conf->platform);
	en->pool = pool_new();
	struct chat_setup setup = {
		.conf = conf, .public_url = as->public_url, .quick = as->quick};
	const struct {
		const struct conf_secret *from;
		const char *name;
		struct slice *to;
	} secrets[] = {
		{&conf->token, "token", &setup.token},
		{&conf->secret, "secret", &setup.secret},
		{&conf->app_token, "app_token", &setup.app_token},
		{&conf->hook_token, "hook_token", &setup.hook_token},
		{&conf->webhook, "webhook", &setup.webhook},
	};
	int r = 0;
	for (size_t i = 0; r == 0 && i < COUNT(secrets); i++)
		r = read_secret(en->pool, secrets[i].from, secrets[i].name, secrets[i].to, e);
	if (r == 0)
		r = en->adapter->open(&setup, &en->self, e);
	if (r < 0) {
		en->self = NULL;
		chat_entry_close(en);
		return err_wrap(e, "chat %s", conf->name);
	}
	return 0;
}

void
chat_entry_close(struct chat_entry *en)
{
	http_call_free(en->errand);
	en->errand = NULL;
	if (en->self != NULL && en->adapter->close != NULL)
		en->adapter->close(en->self);
	en->self = NULL;
	pool_free(en->pool);
	en->pool = NULL;
}

const struct chat_caps *
chat_entry_caps(const struct chat_entry *en)
{
	return en->adapter->caps_of != NULL ? en->adapter->caps_of(en->self) : &en->adapter->caps;
}

static void
rest(struct chat_entry *en, int64_t now)
{
	int64_t ms = PAUSE_MS;
	for (int i = 1; i < en->errand_failures && ms < PAUSE_MOST_MS; i++)
		ms *= 2;
	if (ms > PAUSE_MOST_MS)
		ms = PAUSE_MOST_MS;
	en->errand_after = now + ms + (int64_t)rand_below((uint64_t)ms / 4 + 1);
}

static void
errand_done(struct http_call *c)
{
	struct chat_entry *en = c->arg;
	int64_t now = clock_now(en->clock);
	struct chat_result result = {.status = CHAT_OK};
	en->errand = NULL;
	en->errands++;
	en->adapter->took(en->self, &c->result, now, &result);
	en->health = result.status;
	slice_cstr(result.why, en->why, sizeof(en->why));
	if (result.status == CHAT_OK) {
		en->errand_failures = 0;
		/* One errand may lead to the next (keys, a token, a talk); more than that is the
		   same one wanted again, because it changed nothing. */
		en->errand_after = ++en->errand_run < ERRAND_RUN_MAX ? 0 : now + CLOCK_SECOND;
	} else {
		en->errand_failures++;
		rest(en, now);
		if (result.status == CHAT_LATER && result.not_before > en->errand_after)
			en->errand_after = result.not_before;
		log_event(result.status == CHAT_REAUTH ? LOG_ALARM : LOG_WARN, "chat.errand",
			  "chat=%s why=%s", en->conf->name, en->why);
	}
	http_call_free(c);
}

int
chat_entry_refresh(struct chat_entry *en, struct http_calls *http)
{
	struct err e = ERR_INIT;
	if (en->adapter->wants == NULL)
		return 0;
	if (en->errand != NULL)
		return 1;
	int64_t now = clock_now(en->clock);
	struct http_call *c = http_call_new();
	if (en->adapter->wants(en->self, c->pool, now, &c->out) != 1) {
		http_call_free(c);
		en->errand_run = 0;
		return 0;
	}
	c->done = errand_done;
	c->arg = en;
	/* A clock that was set back does not silence it for long. */
	bool wait = now < en->errand_after && en->errand_after - now <= CLOCK_HOUR;
	if (wait || http_call_start(http, c, &e) < 0) {
		if (!wait) {
			en->errand_failures++;
			rest(en, now);
			log_event(LOG_WARN, "chat.errand", "chat=%s why=%s", en->conf->name,
				  e.text);
		}
		http_call_free(c);
		return -1;
	}
	en->errand = c;
	return 1;
}

bool
chat_entry_uses(const struct chat_entry *en, enum conf_transport way, bool listens)
{
	const struct chat_caps *caps = chat_entry_caps(en);
	enum conf_transport wanted = en->conf->transport;
	if (wanted != CONF_TRANSPORT_USUAL && wanted != way)
		return false;
	switch (way) {
	case CONF_TRANSPORT_PUSH: return caps->push && listens;
	case CONF_TRANSPORT_PULL: return caps->pull;
	case CONF_TRANSPORT_SOCKET:
		return caps->socket && (wanted == way || !caps->push || !listens);
	case CONF_TRANSPORT_USUAL: break;
	}
	return false;
}
