/* `docket init chat [PLATFORM]`: what a person has to do on the platform's side, in order. */
#include "docket/cli/chat.h"
#include "docket/cli/verbs.h"

#include "docket/wire/chat.h"

#include <stdio.h>
#include <sysexits.h>

enum { TEXT_MAX = 256 << 10 };


static void
list(void)
{
	size_t count;
	const struct chat_adapter *const *all = chat_adapters(&count);
	puts("docket init chat PLATFORM prints how to connect one:");
	for (size_t i = 0; i < count; i++) {
		const struct chat_caps *c = &all[i]->caps;
		const char *how = !c->push && !c->pull && !c->socket ? "sends only"
				  : c->pull || c->socket	     ? "needs no public address"
								     : "calls http.public_url";
		printf("  %-12s %s%s%s\n", all[i]->name, how, c->buttons ? ", buttons" : "",
		       c->forms ? ", forms" : "");
	}
}

/* The entry of that name, or the first of that platform; NULL: none yet. */
static const struct conf_chat *
entry_of(const struct conf *c, const char *word)
{
	for (size_t i = 0; i < c->chat.len; i++)
		if (strcmp(c->chat.at[i].name, word) == 0)
			return &c->chat.at[i];
	for (size_t i = 0; i < c->chat.len; i++)
		if (strcmp(c->chat.at[i].platform, word) == 0)
			return &c->chat.at[i];
	return NULL;
}

static int
print(const char *word, const struct conf *c)
{
	const struct conf_chat *chat = entry_of(c, word);
	const struct chat_adapter *a = chat_adapter_of(chat != NULL ? chat->platform : word);
	struct err e = ERR_INIT;
	struct str out;
	if (a == NULL || a->setup == NULL) {
		fprintf(stderr,
			"docket: '%s' is no platform docket speaks; docket init chat lists them\n",
			word);
		return EX_USAGE;
	}
	str_init(&out, TEXT_MAX);
	int r = a->setup(c, chat, &out, &e);
	if (r == 0) {
		fputs(str_cstr(&out), stdout);
		if (out.len > 0 && out.data[out.len - 1] != '\n')
			putchar('\n');
	} else {
		fprintf(stderr, "docket: %s\n", e.text);
	}
	str_clear(&out);
	return r == 0 ? EX_OK : err_exit_status(&e);
}

int
cli_init(int argc, char **argv)
{
	static const struct conf none;
	const char *given = NULL, *words[2];
	int n = 0;
	for (int i = 0; i < argc; i++) {
		if (strcmp(argv[i], "-c") == 0 && i + 1 < argc)
			given = argv[++i];
		else if (n < 2)
			words[n++] = argv[i];
		else
			n = 3;
	}
	if (n < 1 || n > 2 || strcmp(words[0], "chat") != 0) {
		return cli_usage("init");
	}
	if (n == 1) {
		list();
		return EX_OK;
	}
	/* Before there is a configuration, or with one that is not finished, it helps as well. */
	struct conf *conf = NULL;
	struct str faults;
	struct err e = ERR_INIT;
	char path[4096];
	str_init(&faults, TEXT_MAX);
	int status = 0;
	if (conf_find(given, path, sizeof(path), &e) == 0)
		(void)conf_load(path, &conf, &faults, &e);
	if (given != NULL && conf == NULL) {
		fprintf(stderr, "docket: %s\n", e.text);
		status = err_exit_status(&e);
	} else {
		status = print(words[1], conf != NULL ? conf : &none);
	}
	str_clear(&faults);
	conf_free(conf);
	return status;
}
