/* docket consolidate: the messages of one review round as one revision list. */
#include "docket/cli/verbs.h"

#include <stdio.h>

#include "reading_tools.h"

enum { OUT_MAX = 64 * 1024 * 1024, FILES_MAX = 1000 };

static struct slice
base_name(const char *path)
{
	struct slice s = slice_of(path);
	ptrdiff_t slash = slice_rindex(s, '/');
	return slash < 0 ? s : slice_sub(s, (size_t)slash + 1, s.len);
}

int
cli_consolidate(int argc, char **argv)
{
	struct pool *pool = pool_new();
	struct understanding *u = NULL;
	struct err e = ERR_INIT;
	struct str out;
	int status = 0;
	size_t count = 0;
	struct round_message *messages;
	slice_list own = {0};
	bool json = argc > 0 && slice_is(slice_of(argv[0]), "--json");
	str_init(&out, OUT_MAX);
	if (!json || argc < 2 || argc > FILES_MAX) {
		status = cli_usage("consolidate");
		goto out;
	}
	messages = pool_array(pool, (size_t)argc, sizeof(*messages));
	if (mail_setup(&e) < 0 || reading_tools_open(&u, &e) < 0)
		goto failed;
	for (int i = 1; i < argc; i++) {
		struct reading *r = NULL;
		if (reading_tools_read(u, pool, argv[i], &own, &r, &e) < 0)
			goto failed;
		messages[count++] = (struct round_message){base_name(argv[i]), r};
	}
	consolidate(u, pool, messages, count, &out);
	str_addc(&out, '\n');
	if (str_failed(&out) || fwrite(str_cstr(&out), 1, out.len, stdout) != out.len ||
	    fflush(stdout) != 0) {
		fputs("docket consolidate: standard output cannot be written\n", stderr);
		status = 74;
	}
	goto out;
failed:
	status = reading_tools_fail("consolidate", &e);
out:
	understand_free(u);
	mail_teardown();
	pool_free(pool);
	str_clear(&out);
	return status;
}
