/* seccomp and rlimits; the list of calls is what reading a mail was seen to need. */
#include "sandbox.h"

#include "docket/base/slice.h"
#include "docket/daemon/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANDBOX_OFF 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_OFF 1
#endif
#endif

enum { ADDRESS_SPACE = 512 << 20 }; /* one mail of 40 MB and its decoded copies, with room */

#ifndef SANDBOX_OFF
static int
limits(bool logs, struct err *e)
{
	struct rlimit as = {ADDRESS_SPACE, ADDRESS_SPACE}, none = {0, 0};
	/* Standard error may be a file: who logs in there must be able to. */
	if (setrlimit(RLIMIT_AS, &as) < 0 || setrlimit(RLIMIT_CORE, &none) < 0 ||
	    (!logs && setrlimit(RLIMIT_FSIZE, &none) < 0))
		return err_errno(e, ERR_STOP, errno, "the limits of a child could not be set");
	return 0;
}

static int
filter(const int *more, size_t more_count, struct err *e)
{
	static const int allowed[] = {
	        SCMP_SYS(read),          SCMP_SYS(write),         SCMP_SYS(readv),
	        SCMP_SYS(writev),        SCMP_SYS(sendto),        SCMP_SYS(recvfrom),
	        SCMP_SYS(poll),          SCMP_SYS(ppoll),         SCMP_SYS(close),
	        SCMP_SYS(lseek),         SCMP_SYS(fstat),         SCMP_SYS(mmap),
	        SCMP_SYS(munmap),        SCMP_SYS(mremap),        SCMP_SYS(mprotect),
	        SCMP_SYS(madvise),       SCMP_SYS(brk),           SCMP_SYS(futex),
	        SCMP_SYS(exit),          SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn),
	        SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(clock_gettime),
	        SCMP_SYS(gettimeofday),  SCMP_SYS(getrandom),     SCMP_SYS(setitimer),
	        SCMP_SYS(getpid),        SCMP_SYS(gettid),        SCMP_SYS(tgkill),
	        SCMP_SYS(restart_syscall), SCMP_SYS(sched_yield), SCMP_SYS(getrusage),
	};
	static const int denied[] = {
	        SCMP_SYS(open),  SCMP_SYS(openat),     SCMP_SYS(stat),     SCMP_SYS(lstat),
	        SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	        SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(ioctl),
	        SCMP_SYS(fcntl), SCMP_SYS(uname),      SCMP_SYS(prlimit64), SCMP_SYS(sysinfo),
	        SCMP_SYS(getuid), SCMP_SYS(geteuid),   SCMP_SYS(getgid),   SCMP_SYS(getegid),
	};
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r = ctx == NULL ? -ENOMEM : 0;
	for (size_t i = 0; r == 0 && i < COUNT(allowed); i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; r == 0 && i < more_count; i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, more[i], 0);
	for (size_t i = 0; r == 0 && i < COUNT(denied); i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EACCES), denied[i], 0);
	if (r == 0)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r == 0 ? 0 : err_errno(e, ERR_STOP, -r, "the system call filter of a child was refused");
}

static int
enter(const int *more, size_t more_count, struct err *e)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return err_errno(e, ERR_STOP, errno, "a child could not give up its rights");
	if (limits(more_count > 0, e) < 0)
		return -1;
	return filter(more, more_count, e);
}
#endif

int
sandbox_enter(struct err *e)
{
#ifdef SANDBOX_OFF
	(void)e;
	return 0;
#else
	return enter(NULL, 0, e);
#endif
}

int
sandbox_enter_server(struct err *e)
{
#ifdef SANDBOX_OFF
	(void)e;
	return 0;
#else
	static const int more[] = {
	        SCMP_SYS(accept4),    SCMP_SYS(accept),      SCMP_SYS(epoll_wait),
	        SCMP_SYS(epoll_ctl),  SCMP_SYS(epoll_pwait), SCMP_SYS(shutdown),
	        SCMP_SYS(setsockopt), SCMP_SYS(getsockopt),  SCMP_SYS(getsockname),
	        SCMP_SYS(sendmsg),    SCMP_SYS(recvmsg),     SCMP_SYS(clock_getres),
	};
	return enter(more, COUNT(more), e);
#endif
}

void
sandbox_deadline(long seconds)
{
	struct itimerval t = {.it_value = {.tv_sec = seconds}};
	setitimer(ITIMER_REAL, &t, NULL);
}

int
sandbox_probe(const char *act)
{
	struct err e = ERR_INIT;
	if (sandbox_enter(&e) < 0)
		return 1;
	struct slice a = slice_of(act);
	if (slice_is(a, "open"))
		return open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 77;
	if (slice_is(a, "socket"))
		return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 77;
	if (slice_is(a, "fork"))
		return fork() >= 0 ? 0 : 77;
	if (slice_is(a, "memory")) {
		enum { GIGABYTE = 1 << 30 };
		char *p = malloc(GIGABYTE);
		if (p == NULL)
			return 77;
		memset(p, 1, GIGABYTE);
		bool got = p[GIGABYTE / 2] == 1;
		free(p);
		return got ? 0 : 1;
	}
	if (slice_is(a, "loop")) {
		sandbox_deadline(SANDBOX_READ_SECONDS);
		for (volatile unsigned n = 0;; n++)
			continue;
	}
	return 64;
}
