/* Counts the marks and outside calls of this process and stops or fails at the one asked for. */
#include "docket/base/step.h"

#include "docket/base/slice.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 64 };

static struct {
	bool armed;
	int64_t stop_at, fail_at; /* 0: never */
	bool fail_on;		  /* "n+" */
	int fail_errno;
	char failing[NAME_MAX_BYTES]; /* with fail_on: the name that fails from now on */
	int64_t marks, faults;	      /* passed so far */
	const char *mark_log, *fault_log;
} state;

static int64_t
count_of(const char *variable, bool *plus_out)
{
	struct slice text = slice_of(getenv(variable));
	int64_t n;

	if (plus_out != NULL) {
		*plus_out = slice_ends(text, "+");
		text.len -= *plus_out;
	}
	return slice_int(text, &n) && n > 0 ? n : 0;
}

/* A number or a name: "28", "ENOSPC". */
static int
errno_of(const char *text)
{
	int64_t n;

	if (text == NULL)
		return ENOSPC;
	if (slice_int(slice_of(text), &n) && n > 0 && n < 4096)
		return (int)n;
	for (int i = 1; i < 256; i++) {
		const char *name = strerrorname_np(i);

		if (name != NULL && strcmp(name, text) == 0)
			return i;
	}
	return ENOSPC;
}

void
step_arm(void)
{
	memset(&state, 0, sizeof(state));
	state.stop_at = count_of("DOCKET_STOP_AT", NULL);
	state.fail_at = count_of("DOCKET_FAIL_AT", &state.fail_on);
	state.fail_errno = errno_of(getenv("DOCKET_FAIL_ERRNO"));
	state.mark_log = getenv("DOCKET_STEP_LOG");
	state.fault_log = getenv("DOCKET_FAULT_LOG");
	state.armed = true;
}

/* Opened anew each time: the daemon closes descriptors it does not know. */
static void
append(const char *file, int64_t number, const char *name)
{
	char line[NAME_MAX_BYTES + 32];
	int fd, len, saved = errno;

	if (file == NULL || file[0] == '\0')
		return;
	len = snprintf(line, sizeof(line), "%lld %.*s\n", (long long)number, NAME_MAX_BYTES, name);
	fd = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0) {
		ssize_t n = write(fd, line, (size_t)len);

		(void)n;
		(void)close(fd);
	}
	errno = saved;
}

void
step(const char *name)
{
	if (!state.armed)
		return;
	state.marks++;
	append(state.mark_log, state.marks, name);
	if (state.marks == state.stop_at)
		(void)kill(getpid(), SIGKILL);
}

int
step_fault(const char *name)
{
	if (!state.armed)
		return 0;
	state.faults++;
	append(state.fault_log, state.faults, name);
	if (state.faults == state.fail_at) {
		if (state.fail_on)
			(void)slice_cstr(slice_of(name), state.failing, sizeof(state.failing));
		return state.fail_errno;
	}
	return state.failing[0] != '\0' && strcmp(state.failing, name) == 0 ? state.fail_errno : 0;
}
