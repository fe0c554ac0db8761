/* Starts and stops children. They inherit nothing but their socket and standard error. */
#include "children.h"

#include "docket/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RESTART_MIN_MS = 50, RESTART_MAX_MS = 60 * 1000, STEADY_MS = 30 * 1000 };

/* In the child, between fork and exec: only async-signal-safe calls. */
static _Noreturn void
become(char *const *argv, int fd, int extra, pid_t parent)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	int null = open("/dev/null", O_RDWR);
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
	}
	/* Above both places first, so that neither is written over before it is moved. */
	fd = fcntl(fd, F_DUPFD, CHILD_EXTRA_FD + 1);
	if (extra > 0)
		extra = fcntl(extra, F_DUPFD, CHILD_EXTRA_FD + 1);
	dup2(fd, CHILD_FD);
	if (extra > 0)
		dup2(extra, CHILD_EXTRA_FD);
	close_range(extra > 0 ? CHILD_EXTRA_FD + 1 : CHILD_EXTRA_FD, ~0U, 0);
	execv("/proc/self/exe", argv);
	_exit(127);
}

int
child_start(struct child *c, size_t frame_max, struct err *e)
{
	int pair[2];
	char *argv[CHILD_ARGS + 2] = {(char *)"docket"};
	for (size_t i = 0; i < CHILD_ARGS && c->args[i] != NULL; i++)
		argv[i + 1] = (char *)c->args[i]; /* execv's type; nobody writes to them */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return err_errno(e, ERR_RETRY, errno, "no socket for %s", c->args[0]);
	int size = 1 << 20;
	setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	pid_t parent = getpid(), pid = fork();
	if (pid < 0) {
		int errnum = errno;
		close(pair[0]);
		close(pair[1]);
		return err_errno(e, ERR_RETRY, errnum, "%s could not be started", c->args[0]);
	}
	if (pid == 0)
		become(argv, pair[1], c->extra_fd, parent);
	close(pair[1]);
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	c->pid = pid;
	c->started = clock_mono();
	frame_init(&c->chan, pair[0], frame_max);
	return 0;
}

void
child_stop(struct child *c, bool kill_it)
{
	if (c->pid == 0)
		return;
	if (kill_it)
		kill(c->pid, SIGKILL);
	if (c->chan.fd >= 0)
		close(c->chan.fd);
	frame_clear(&c->chan);
	c->chan.fd = -1;
	c->pid = 0; /* reaped by the loop's SIGCHLD */
}

void
child_ended(struct child *c, int64_t mono)
{
	bool steady = mono - c->started > STEADY_MS;
	child_stop(c, true);
	c->failures = steady ? 1 : c->failures + 1;
	int64_t wait = RESTART_MIN_MS;
	for (int i = 1; i < c->failures && wait < RESTART_MAX_MS; i++)
		wait *= 2;
	c->restart_at = mono + (wait < RESTART_MAX_MS ? wait : RESTART_MAX_MS);
}

bool
child_due(const struct child *c, int64_t mono)
{
	return c->pid == 0 && mono >= c->restart_at;
}
