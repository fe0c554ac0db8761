/*
 * `docket chat`: the team's chat without any platform. Talks to the running daemon's socket, or,
 * where none runs, works on the desk itself as other commands do. On a terminal: a line editor
 * below the cards, which come and change by themselves. Otherwise plain lines in, plain lines out,
 * so that a script can use it.
 */
#include "docket/cli/terminal.h"
#include "docket/cli/verbs.h"

#include "card_draw.h"
#include "docket/base/step.h"
#include "terminal_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void
on_stop(int sig)
{
	stopped = sig;
}

/* Only there so that poll(2) returns and the prompt is drawn anew. */
static void
on_resize(int sig)
{
	(void)sig;
}

/* --- Plain lines ----------------------------------------------------------------------------- */

static int
plain_lines(struct chat *c, struct err *e)
{
	struct str in;
	int r = c->alone ? chat_look(c, e) : 0;
	str_init(&in, LINE_IN_MAX);
	for (bool more = true; r == 0 && more && !c->ended && !stopped;) {
		struct pollfd p[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
				      {.fd = c->alone ? -1 : c->daemon.fd, .events = POLLIN}};
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return err_errno(e, ERR_STOP, errno, "poll");
		if (p[1].revents != 0)
			r = chat_look(c, e);
		if (r < 0 || p[0].revents == 0)
			continue;
		char *to = str_room(&in, 4096);
		ssize_t got = to == NULL ? -1 : read(STDIN_FILENO, to, 4096);
		more = got > 0;
		if (more)
			str_grown(&in, (size_t)got);
		else if (in.len > 0)
			str_addc(&in, '\n');
		ptrdiff_t end;
		while (r == 0 && !c->ended && (end = slice_index(str_slice(&in), '\n')) >= 0) {
			struct pool *p1 = pool_new();
			struct slice line =
				pool_copy(p1, slice_sub(str_slice(&in), 0, (size_t)end));
			str_shift(&in, (size_t)end + 1);
			r = chat_line(c, line, e);
			pool_free(p1);
		}
	}
	str_clear(&in);
	return r;
}

/* --- The terminal ---------------------------------------------------------------------------- */

static void
prompt(struct chat *c)
{
	struct str out, words;
	str_init(&out, OUT_MAX);
	str_init(&words, OUT_MAX);
	const struct chat_question *q = chat_form_asks(c);
	if (c->confirming != NULL)
		str_addf(&words, "%s [y/N] ", c->confirming->confirm);
	else if (q != NULL && q->value.len > 0)
		str_addf(&words, "[%.*s] ", SLICE_ARG(q->value));
	else if (q != NULL)
		str_adds(&words, "= ");
	else
		str_addf(&words, "%s> ", c->who);
	line_draw(c->edit, str_slice(&words), c->colour, chat_columns(c), &out);
	chat_put(&out);
	str_clear(&out);
	str_clear(&words);
}

static int
key(struct chat *c, unsigned char byte, struct err *e)
{
	struct slice line;
	struct pool *p;
	int r;
	switch (line_feed(c->edit, byte)) {
	case LINE_END: c->ended = true; return 0;
	case LINE_CLEAR:
		fputs("\033[H\033[2J", stdout);
		c->last[0] = '\0';
		return 0;
	case LINE_CANCEL:
		fputs("^C\r\n", stdout);
		c->confirming = NULL;
		chat_form_drop(c);
		c->last[0] = '\0';
		return 0;
	case LINE_DONE:
		prompt(c);
		fputs("\r\n", stdout);
		p = pool_new();
		line = pool_copy(p, line_text(c->edit));
		line_take(c->edit, c->confirming == NULL && chat_form_asks(c) == NULL);
		r = chat_line(c, line, e);
		pool_free(p);
		return r;
	case LINE_MORE: break;
	}
	return 0;
}

static int
interactive(struct chat *c, struct err *e)
{
	unsigned char bytes[512];
	int r = c->alone ? chat_look(c, e) : 0;
	prompt(c);
	while (r == 0 && !c->ended && !stopped) {
		struct pollfd p[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
				      {.fd = c->alone ? -1 : c->daemon.fd, .events = POLLIN}};
		if (poll(p, 2, -1) < 0) {
			if (errno != EINTR)
				return err_errno(e, ERR_STOP, errno, "poll");
			prompt(c); /* another size of the window */
			continue;
		}
		if (p[1].revents != 0)
			r = chat_look(c, e);
		if (r == 0 && p[0].revents != 0) {
			ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));
			if (got <= 0)
				break;
			for (ssize_t i = 0; r == 0 && i < got && !c->ended; i++)
				r = key(c, bytes[i], e);
		}
		if (r == 0 && !c->ended)
			prompt(c);
	}
	fputs("\r\033[K", stdout);
	return r;
}

static int
on_terminal(struct chat *c, struct err *e)
{
	struct termios raw;
	if (tcgetattr(STDIN_FILENO, &c->before) < 0)
		return plain_lines(c, e);
	raw = c->before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	c->edit = line_new();
	if (c->edit == NULL || tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) < 0) {
		line_free(c->edit);
		return plain_lines(c, e);
	}
	struct str hello;
	str_init(&hello, OUT_MAX);
	str_addf(&hello,
		 "You are %s%s. Type a command as you would in mail or shell (help lists them), a "
		 "button's number, or > and words to answer under a card. Ctrl-D ends.",
		 c->who, c->alone ? "; no docket runs, so mails wait until one does" : "");
	struct chat_card card = {.text = str_slice(&hello)};
	struct card_look look = {.width = chat_columns(c), .colour = c->colour, .utf8 = c->utf8};
	struct str out;
	str_init(&out, OUT_MAX);
	str_adds(&out, "\033[?2004h"); /* what is pasted comes in brackets */
	card_draw(&out, &card, &look);
	chat_put(&out);
	str_clear(&out);
	str_clear(&hello);
	int r = interactive(c, e);
	fputs("\033[?2004l", stdout);
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &c->before);
	line_free(c->edit);
	return r;
}

/* --- Beginning ------------------------------------------------------------------------------- */

static int
begin(struct chat *c, const char *conf_path, struct slice as, struct err *e)
{
	struct conf *conf = NULL;
	if (desk_conf(conf_path, &conf, e) < 0)
		return -1;
	int r = terminal_open(&c->daemon, conf->data, as, c->who, e);
	conf_free(conf);
	if (r != 0)
		return r < 0 ? -1 : 0;
	c->alone = true;
	if (desk_open(conf_path, STORE_WRITE, &c->d, e) < 0)
		return -1;
	if (terminal_member(&c->d, c->pool, as, &c->me, e) < 0) {
		desk_close(&c->d);
		return -1;
	}
	slice_cstr(c->me.handle, c->who, sizeof(c->who));
	return 0;
}

static bool
speaks_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *v = getenv(names[i]);
		if (v != NULL && v[0] != '\0')
			return slice_ihas(slice_of(v), "utf-8") || slice_ihas(slice_of(v), "utf8");
	}
	return true; /* nothing said: terminals of this century */
}

int
cli_chat(int argc, char **argv)
{
	const char *conf_path = NULL, *as = NULL, *width = NULL, *none = getenv("NO_COLOR"),
		   *term = getenv("TERM");
	int64_t columns_wanted = 0;
	for (int i = 0; i < argc; i++) {
		struct slice word = slice_of(argv[i]);
		const char **to = slice_is(word, "-c")	      ? &conf_path
				  : slice_is(word, "--as")    ? &as
				  : slice_is(word, "--width") ? &width
							      : NULL;
		if (to == NULL || i + 1 == argc) {
			return cli_usage("chat");
		}
		*to = argv[++i];
	}
	if (width != NULL && (!slice_int(slice_of(width), &columns_wanted) || columns_wanted < 24 ||
			      columns_wanted > 1000)) {
		fputs("docket: --width takes a number of columns, 24 to 1000\n", stderr);
		(void)cli_usage("chat");
		return 64;
	}
	struct chat *c = calloc(1, sizeof(*c));
	if (c == NULL)
		return 75;
	bool dumb = term == NULL || slice_is(slice_of(term), "dumb");
	struct err e = ERR_INIT;
	c->pool = pool_new();
	c->form_pool = pool_new();
	c->next = 1;
	c->daemon.fd = -1;
	c->tty = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !dumb;
	c->width = (size_t)columns_wanted;
	c->colour = isatty(STDOUT_FILENO) == 1 && !dumb && (c->tty || c->width > 0) &&
		    (none == NULL || none[0] == '\0');
	c->utf8 = speaks_utf8();
	struct sigaction act = {.sa_handler = on_stop};
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
	act.sa_handler = on_resize;
	sigaction(SIGWINCH, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
	step_arm();
	int r = begin(c, conf_path, slice_of(as), &e);
	if (r == 0) {
		r = c->tty ? on_terminal(c, &e) : plain_lines(c, &e);
		if (c->alone)
			desk_close(&c->d);
		else
			terminal_close(&c->daemon);
	}
	if (r < 0)
		fprintf(stderr, "docket: %s\n", e.text);
	pool_free(c->form_pool);
	pool_free(c->pool);
	free(c);
	return r < 0 ? err_exit_status(&e) : 0;
}
