/* The manual page says what the tables of settings and of commands say, and nothing else. */
#include "check.h"

#include "docket/base/file.h"
#include "docket/conf/conf.h"
#include "docket/domain/job.h"

#include <stdio.h>

enum { PAGE_MAX = 1 << 20 };

static const struct {
	const char *usage, *help;
} commands[] = {
#define COMMAND(name, fn, usage, help, writes, least, most, who) {usage, help},
#include "../../../bot/intake/commands.def"
#undef COMMAND
};

/* Hyphens that may be typed are minus signs in roff. */
static void
roff(struct str *out, const char *text, bool capital)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '-')
			str_addc(out, '\\');
		str_addc(out,
			 capital && p == text && *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p);
	}
}

static void
commands_manual(struct str *out)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		str_adds(out, ".TP\n.B ");
		roff(out, commands[i].usage, false);
		str_addc(out, '\n');
		roff(out, commands[i].help, true);
		str_adds(out, ".\n");
	}
}

/* Every move of a job, as a man page's list. */
static void
states_manual(struct str *out)
{
	size_t n;
	const struct job_move_row *m = job_moves(&n);

	for (size_t i = 0; i < n; i++) {
		str_adds(out, ".TP\n");
		roff(out, job_state_name(m[i].from), false);
		str_adds(out, ", \\fB");
		roff(out, job_event_name(m[i].event), false);
		str_adds(out, "\\fR, ");
		roff(out, m[i].event == EV_RESUME ? "as before" : job_state_name(m[i].to), false);
		str_addc(out, '\n');
		roff(out, m[i].prose, true);
		str_adds(out, ".\n");
	}
}

static void
check_section(struct slice page, const char *name, void (*make)(struct str *out))
{
	struct str want;
	char begin[64], end[64];

	snprintf(begin, sizeof(begin), ".\\\" %s: begin\n", name);
	snprintf(end, sizeof(end), ".\\\" %s: end\n", name);
	ptrdiff_t from = slice_find(page, slice_of(begin)), to = slice_find(page, slice_of(end));
	CHECK(from >= 0 && to > from);
	if (from < 0 || to <= from)
		return;
	str_init(&want, PAGE_MAX);
	make(&want);
	bool same = slice_eq(slice_sub(page, (size_t)from + strlen(begin), (size_t)to),
			     str_slice(&want));
	CHECK(same); /* else config/man/docket.1 is out of date */
	if (!same)
		printf("between the marks of '%s' it should say:\n%s", name, str_cstr(&want));
	str_clear(&want);
}

TEST(manual_page_follows_the_tables)
{
	struct str page;
	struct err e = ERR_INIT;

	str_init(&page, PAGE_MAX);
	if (file_read("config/man/docket.1", &page, &e) < 0) {
		str_clear(&page);
		SKIP("not run from the top of the source tree");
	}
	check_section(str_slice(&page), "commands", commands_manual);
	check_section(str_slice(&page), "states", states_manual);
	check_section(str_slice(&page), "settings", conf_manual);
	str_clear(&page);
}
