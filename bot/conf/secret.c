/* Fetches passwords: from a private file, the environment, or a command with a deadline. */
#include "docket/base/clock.h"
#include "docket/base/utf8.h"
#include "docket/conf/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SECRET_MAX = 4096,	/* bytes looked at; OAuth tokens reach 2 KB */
	COMMAND_MS = 10 * 1000, /* a password manager that asks a person has time to be answered */
};

/* A key file as Google hands it out: JSON over several lines. As one line it is the same JSON. */
static int
all_lines(struct slice text, const char *where, char *buf, size_t size, struct err *e)
{
	text = slice_trim(text);
	if (text.len >= size || !slice_ends(text, "}"))
		return err_set(e, ERR_CONFIG,
			       "%s: the key is cut short or longer than %zu bytes - download it again",
			       where, size - 1);
	(void)slice_cstr(text, buf, size);
	for (char *c = buf; *c != '\0'; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return 0;
}

/* The first line of text into buf. */
static int
first_line(struct slice text, const char *where, char *buf, size_t size, struct err *e)
{
	struct slice line;

	struct slice all = text;
	if (!slice_line(&text, &line) || line.len == 0)
		return err_set(e, ERR_CONFIG,
			       "%s: the password is empty - its first line must be it", where);
	if (slice_is(slice_rtrim(line), "{"))
		return all_lines(all, where, buf, size, e);
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.data[i] < 0x20 || line.data[i] == 0x7f)
			return err_set(e, ERR_CONFIG,
				       "%s: the password holds a control character - write it "
				       "again as plain text",
				       where);
	if (line.len >= size)
		return err_set(e, ERR_CONFIG, "%s: the password is longer than %zu bytes", where,
			       size - 1);
	(void)slice_cstr(line, buf, size);
	return 0;
}

static int
from_file(const char *path, char *buf, size_t size, struct err *e)
{
	char text[SECRET_MAX];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), status = -1;
	struct stat st;
	ssize_t n;

	if (fd < 0)
		return err_errno(e, ERR_CONFIG, errno, "%s: the password file cannot be read",
				 path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		(void)err_set(e, ERR_CONFIG, "%s: the password file is no ordinary file", path);
	} else if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		(void)err_set(e, ERR_CONFIG,
			      "%s: others can read this password (mode %03o) - chmod 600 %s", path,
			      (unsigned)(st.st_mode & 0777), path);
	} else {
		n = read(fd, text, sizeof(text));
		status = n < 0 ? err_errno(e, ERR_CONFIG, errno, "%s", path)
			       : first_line(slice_make(text, (size_t)n), path, buf, size, e);
	}
	(void)close(fd);
	explicit_bzero(text, sizeof(text));
	return status;
}

/* In a process group of its own, so that what it starts ends with it. Its errors go to ours. */
static int
start_shell(const char *command, int out, pid_t *pid)
{
	char *const argv[] = {(char[]){"sh"}, (char[]){"-c"}, strdup(command), NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int failed;

	if (argv[2] == NULL)
		return ENOMEM;
	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	(void)posix_spawn_file_actions_adddup2(&actions, out, 1);
	/* The daemon blocks signals; the command must not inherit that. */
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setsigdefault(&attr, &all);
	failed = posix_spawn(pid, "/bin/sh", &actions, &attr, argv, environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&actions);
	free(argv[2]);
	return failed;
}

/* Reads until the end of output. Returns its length, -1 with errno (ETIMEDOUT after the deadline).
 */
static ssize_t
read_until(int fd, char *text, size_t size, int64_t deadline)
{
	size_t len = 0;

	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - clock_mono();
		char spare[256];
		ssize_t n;
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;

		if (ready == 0)
			errno = ETIMEDOUT;
		if (ready <= 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return -1;
		/* What does not fit is read too: a command must not die of a full pipe. */
		n = len < size ? read(fd, text + len, size - len) : read(fd, spare, sizeof(spare));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -1 : (ssize_t)len;
		if (len < size)
			len += (size_t)n;
	}
}

static int
wait_until(pid_t pid, int64_t deadline, int *status)
{
	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);

		if (got == pid)
			return 0;
		if (got < 0 && errno != EINTR)
			return -1;
		if (clock_mono() >= deadline) {
			errno = ETIMEDOUT;
			return -1;
		}
		(void)poll(NULL, 0, 5);
	}
}

static int
from_command(const char *command, char *buf, size_t size, struct err *e)
{
	int64_t deadline = clock_mono() + COMMAND_MS;
	int ends[2], failed, exit_status = 0, result = -1;
	char text[SECRET_MAX];
	ssize_t n;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(e, ERR_RETRY, errno, "the password command cannot be started");
	failed = start_shell(command, ends[1], &pid);
	(void)close(ends[1]);
	if (failed != 0) {
		(void)close(ends[0]);
		return err_errno(e, ERR_RETRY, failed, "the password command cannot be started");
	}
	n = read_until(ends[0], text, sizeof(text), deadline);
	if (n < 0 || wait_until(pid, deadline, &exit_status) < 0) {
		int why = errno;

		(void)kill(-pid, SIGKILL);
		while (waitpid(pid, &exit_status, 0) < 0 && errno == EINTR)
			continue;
		if (why == ETIMEDOUT)
			(void)err_set(e, ERR_RETRY,
				      "the password command took more than %d s - run it by hand "
				      "to see what it waits for: %s",
				      COMMAND_MS / 1000, command);
		else
			(void)err_errno(e, ERR_RETRY, why, "the password command failed");
	} else if (exit_status != 0) {
		(void)err_set(
			e, ERR_CONFIG,
			"the password command ended with %s %d - run it by hand to see why: %s",
			WIFSIGNALED(exit_status) ? "signal" : "status",
			WIFSIGNALED(exit_status) ? WTERMSIG(exit_status) : WEXITSTATUS(exit_status),
			command);
	} else {
		result = first_line(slice_make(text, (size_t)n), "password command", buf, size, e);
	}
	(void)close(ends[0]);
	explicit_bzero(text, sizeof(text));
	return result;
}

int
conf_secret_read(const struct conf_secret *s, char *buf, size_t size, struct err *e)
{
	if (s->file != NULL)
		return from_file(s->file, buf, size, e);
	if (s->env != NULL) {
		const char *value = getenv(s->env);
		char where[200];

		if (value == NULL)
			return err_set(e, ERR_CONFIG,
				       "the environment variable %s is not set - it should hold "
				       "the password",
				       s->env);
		(void)snprintf(where, sizeof(where), "environment variable %s", s->env);
		return first_line(slice_of(value), where, buf, size, e);
	}
	if (s->command != NULL)
		return from_command(s->command, buf, size, e);
	return err_set(e, ERR_CONFIG, "no password is configured - write password: {file: PATH}");
}
