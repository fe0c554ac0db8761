/*
 * `docket chat`: the team's chat without any platform. Talks to the running daemon's socket, or,
 * where none runs, works on the desk itself as other commands do. On a terminal: a line editor
 * below the cards, which come and change by themselves. Otherwise plain lines in, plain lines out,
 * so that a script can use it.
 */
#include "docket/cli/terminal.h"

#include "card_draw.h"
#include "docket/base/hash.h"
#include "docket/base/rand.h"
#include "docket/base/step.h"
#include "docket/base/utf8.h"
#include "docket/daemon/daemon.h"
#include "line_edit.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum {
	CHOICES = 99, /* buttons that can be pressed by number; then the numbers begin again */
	THREADS = 32, /* cards that can be answered */
	OUT_MAX = 1 << 20,
	KEY_BYTES = 12,
	WIDTH_USUAL = 80,
	LINE_IN_MAX = 64 << 10,
};

static const char usage[] = "usage: docket chat [--as MEMBER] [-c FILE]\n";

struct choice {
	char token[CHAT_TOKEN_MAX + 1], label[64], confirm[200];
};
struct thread {
	char ref[48], title[120];
};

struct chat {
	bool alone; /* no daemon: d and me are ours */
	struct desk d;
	struct member me;
	struct pool *pool;
	struct terminal_line daemon;
	char who[64];

	bool tty, colour, utf8;
	struct termios before;
	struct line *edit;
	char last[48]; /* the card that stands right above the prompt: it can be drawn anew */
	size_t last_rows, last_width;
	unsigned last_first;

	struct choice choices[CHOICES];
	unsigned next; /* number of the next button, from 1 */
	struct thread threads[THREADS];
	size_t thread_next;

	const struct choice *confirming; /* waits for y or n */
	struct pool *form_pool;
	struct chat_form *form; /* being filled in */
	struct chat_event filled;
	bool ended;
};

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

/* --- Showing --------------------------------------------------------------------------------- */

static size_t
columns(const struct chat *c)
{
	struct winsize w;
	if (!c->tty)
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		return w.ws_col;
	return WIDTH_USUAL;
}

static size_t
screen_rows(void)
{
	struct winsize w;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_row > 0 ? w.ws_row : 24;
}

static void
put(const struct str *s)
{
	struct slice rest = str_slice(s);
	fwrite(rest.data != NULL ? rest.data : "", 1, rest.len, stdout);
	fflush(stdout);
}

static void
note(struct chat *c, const char *text)
{
	if (c->tty)
		printf("\r\033[K%s%s%s\n", c->colour ? "\033[2m" : "", text,
		       c->colour ? "\033[0m" : "");
	else
		printf("%s\n", text);
	c->last[0] = '\0';
	fflush(stdout);
}

static void
keep_choices(struct chat *c, const struct chat_card *card, unsigned first)
{
	for (size_t i = 0; i < card->button_count; i++) {
		const struct chat_button *b = &card->buttons[i];
		struct choice *to = &c->choices[first - 1 + i];
		slice_cstr(b->token, to->token, sizeof(to->token));
		slice_cstr(utf8_cut(b->label, sizeof(to->label) - 1), to->label, sizeof(to->label));
		slice_cstr(utf8_cut(b->confirm, sizeof(to->confirm) - 1), to->confirm,
			   sizeof(to->confirm));
	}
}

static void
keep_thread(struct chat *c, struct slice ref, struct slice title)
{
	struct thread *t = NULL;
	if (title.len == 0 || ref.len == 0)
		return;
	for (size_t i = 0; i < THREADS; i++)
		if (slice_is(ref, c->threads[i].ref))
			c->threads[i].ref[0] = '\0'; /* it moves to the newest place */
	t = &c->threads[c->thread_next++ % THREADS];
	slice_cstr(ref, t->ref, sizeof(t->ref));
	slice_cstr(utf8_cut(title, sizeof(t->title) - 1), t->title, sizeof(t->title));
}

static void start_form(struct chat *c, const struct chat_form *f);

static void
show(void *arg, struct slice ref, const struct chat_message *m)
{
	struct chat *c = arg;
	struct str out;
	if (m->act == CHAT_OPEN) {
		start_form(c, &m->form);
		return;
	}
	struct card_look look = {.width = columns(c), .colour = c->colour, .utf8 = c->utf8};
	bool same = c->tty && m->act == CHAT_UPDATE && c->last_rows > 0 && slice_is(ref, c->last) &&
		    c->last_width == look.width && c->last_rows + 1 < screen_rows();
	if (!same && c->next + CHAT_BUTTONS_MAX > CHOICES)
		c->next = 1;
	look.first =
		same && m->card.button_count > 0 && c->last_first > 0 ? c->last_first : c->next;
	str_init(&out, OUT_MAX);
	if (c->tty)
		str_adds(&out, "\r\033[K");
	if (same)
		str_addf(&out, "\033[%zuA\033[J", c->last_rows);
	c->last_rows = card_draw(&out, &m->card, &look);
	if (!c->tty)
		str_adds(&out, "\n");
	put(&out);
	str_clear(&out);
	keep_choices(c, &m->card, look.first);
	if (look.first == c->next)
		c->next += (unsigned)m->card.button_count;
	keep_thread(c, ref, m->card.title);
	slice_cstr(ref, c->last, sizeof(c->last));
	c->last_width = look.width;
	c->last_first = look.first;
}

/* --- Saying ---------------------------------------------------------------------------------- */

static int
say(struct chat *c, struct chat_event *ev, struct err *e)
{
	unsigned char bytes[KEY_BYTES];
	char key[2 * KEY_BYTES + 1];
	rand_bytes(bytes, sizeof(bytes));
	hash_hex(bytes, sizeof(bytes), key);
	ev->key = slice_of(key);
	if (c->alone) {
		if (terminal_say(&c->d, &c->me, ev, e) < 0)
			return -1;
		return terminal_pump(&c->d, show, c, e) < 0 ? -1 : 0;
	}
	if (terminal_send(&c->daemon, ev, e) < 0)
		return -1;
	return terminal_read(&c->daemon, true, show, c, e) < 0 ? -1 : 0;
}

static int
press(struct chat *c, const struct choice *b, struct err *e)
{
	struct chat_event ev = {.kind = CHAT_ACTION, .token = slice_of(b->token)};
	return say(c, &ev, e);
}

/* "> words", "> ACME-042 words": under the newest card, or that of the job. */
static int
answer_thread(struct chat *c, struct slice words, struct err *e)
{
	struct slice rest = words, first = SLICE_NONE;
	const struct thread *newest = NULL, *named = NULL;
	slice_cut(&rest, ' ', &first);
	for (size_t i = 0; i < THREADS; i++) {
		const struct thread *t = &c->threads[(c->thread_next + i) % THREADS];
		if (t->ref[0] == '\0')
			continue;
		newest = t;
		if (first.len > 3 && slice_ifind(slice_of(t->title), first) == 0)
			named = t;
	}
	if (newest == NULL) {
		note(c, "There is no card yet to answer under: show ACME-042 shows one.");
		return 0;
	}
	struct chat_event ev = {.kind = CHAT_MESSAGE,
				.thread = slice_of(named != NULL ? named->ref : newest->ref),
				.text = slice_trim(named != NULL ? rest : words)};
	return ev.text.len > 0 ? say(c, &ev, e) : 0;
}

static bool
is_yes(struct slice s)
{
	return slice_iis(s, "y") || slice_iis(s, "yes") || slice_iis(s, "j") ||
	       slice_iis(s, "ja") || slice_iis(s, "o") || slice_iis(s, "oui") ||
	       slice_iis(s, "s") || slice_iis(s, "si");
}

/* --- Forms ----------------------------------------------------------------------------------- */

/* The question that waits, or NULL. */
static const struct chat_question *
asked(const struct chat *c)
{
	return c->form != NULL && c->filled.field_count < c->form->question_count
		       ? &c->form->questions[c->filled.field_count]
		       : NULL;
}

static void
ask(struct chat *c)
{
	const struct chat_question *q = asked(c);
	struct str s;
	if (q == NULL)
		return;
	str_init(&s, OUT_MAX);
	str_addf(&s, "%.*s", SLICE_ARG(q->label));
	if (q->hint.len > 0)
		str_addf(&s, " (%.*s)", SLICE_ARG(q->hint));
	for (size_t i = 0; i < q->choices.len; i++)
		str_addf(&s, "%s%.*s", i == 0 ? ": " : ", ", SLICE_ARG(q->choices.at[i]));
	if (!q->must)
		str_adds(&s, " - may be left empty");
	struct chat_card plain = {.text = str_slice(&s)};
	struct card_look look = {.width = columns(c), .colour = c->colour, .utf8 = c->utf8};
	struct str out;
	str_init(&out, OUT_MAX);
	if (c->tty)
		str_adds(&out, "\r\033[K");
	card_draw(&out, &plain, &look);
	put(&out);
	str_clear(&out);
	str_clear(&s);
	c->last[0] = '\0';
}

static void
drop_form(struct chat *c)
{
	c->form = NULL;
	c->filled = (struct chat_event){.field_count = 0};
	pool_reset(c->form_pool);
}

static void
start_form(struct chat *c, const struct chat_form *f)
{
	drop_form(c);
	/* What was read lives only as long as the frame it came in. */
	struct str json;
	struct json w;
	struct chat_message whole = {.act = CHAT_OPEN, .form = *f}, *kept;
	struct err e = ERR_INIT;
	str_init(&json, OUT_MAX);
	json_begin(&w, &json);
	chat_message_write(&w, &whole);
	kept = pool_alloc(c->form_pool, sizeof(*kept));
	if (chat_message_read(c->form_pool, str_slice(&json), kept, &e) == 0)
		c->form = &kept->form;
	str_clear(&json);
	if (c->form == NULL)
		return;
	c->filled = (struct chat_event){.kind = CHAT_FORM, .token = c->form->token};
	struct slice title =
		pool_slicef(c->form_pool, "%.*s (Ctrl-C leaves it)", SLICE_ARG(c->form->title));
	if (c->tty && title.len > 0)
		note(c, title.data);
	ask(c);
}

static int
fill_in(struct chat *c, struct slice words, struct err *e)
{
	const struct chat_question *q = asked(c);
	if (words.len == 0)
		words = q->value;
	if (words.len == 0 && q->must) {
		ask(c);
		return 0;
	}
	c->filled.fields[c->filled.field_count++] =
		(struct chat_field){q->name, pool_copy(c->form_pool, words)};
	if (asked(c) != NULL) {
		ask(c);
		return 0;
	}
	struct chat_event ev = c->filled;
	c->form = NULL; /* what comes back may be another form */
	return say(c, &ev, e);
}

/* --- A line ---------------------------------------------------------------------------------- */

static struct slice
without_slash(struct slice s)
{
	struct slice word, rest = s;
	if (!slice_starts(s, "/"))
		return s;
	slice_cut(&rest, ' ', &word);
	return slice_is(word, "/docket") ? slice_ltrim(rest) : slice_sub(s, 1, s.len);
}

static int
take_line(struct chat *c, struct slice line, struct err *e)
{
	int64_t n;
	line = slice_trim(line);
	c->last[0] = '\0';
	if (c->confirming != NULL) {
		const struct choice *b = c->confirming;
		c->confirming = NULL;
		return is_yes(line) ? press(c, b, e) : 0;
	}
	if (asked(c) != NULL)
		return fill_in(c, line, e);
	if (line.len == 0)
		return 0;
	if (slice_iis(line, "quit") || slice_iis(line, "exit") || slice_iis(line, "/quit")) {
		c->ended = true;
		return 0;
	}
	if (slice_int(line, &n)) {
		if (n < 1 || n > CHOICES || c->choices[n - 1].token[0] == '\0') {
			note(c, "No button has that number.");
			return 0;
		}
		if (c->choices[n - 1].confirm[0] == '\0')
			return press(c, &c->choices[n - 1], e);
		c->confirming = &c->choices[n - 1];
		return 0;
	}
	if (slice_starts(line, ">"))
		return answer_thread(c, slice_ltrim(slice_sub(line, 1, line.len)), e);
	line = without_slash(line);
	struct chat_event ev = {.kind = CHAT_COMMAND, .text = utf8_cut(line, CHAT_TEXT_MAX)};
	return say(c, &ev, e);
}

/* --- Plain lines ----------------------------------------------------------------------------- */

/* What came unasked, up to now. */
static int
look_around(struct chat *c, struct err *e)
{
	return c->alone ? terminal_pump(&c->d, show, c, e) < 0 ? -1 : 0
	       : terminal_read(&c->daemon, false, show, c, e) < 0 ? -1
								  : 0;
}

static int
plain_lines(struct chat *c, struct err *e)
{
	struct str in;
	int r = 0;
	str_init(&in, LINE_IN_MAX);
	for (bool more = true; r == 0 && more && !c->ended && !stopped;) {
		struct pollfd p[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
				      {.fd = c->alone ? -1 : c->daemon.fd, .events = POLLIN}};
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return err_errno(e, ERR_STOP, errno, "poll");
		if (p[1].revents != 0)
			r = look_around(c, e);
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
			r = take_line(c, line, e);
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
	const struct chat_question *q = asked(c);
	if (c->confirming != NULL)
		str_addf(&words, "%s [y/N] ", c->confirming->confirm);
	else if (q != NULL && q->value.len > 0)
		str_addf(&words, "[%.*s] ", SLICE_ARG(q->value));
	else if (q != NULL)
		str_adds(&words, "= ");
	else
		str_addf(&words, "%s> ", c->who);
	line_draw(c->edit, str_slice(&words), columns(c), &out);
	put(&out);
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
		drop_form(c);
		c->last[0] = '\0';
		return 0;
	case LINE_DONE:
		prompt(c);
		fputs("\r\n", stdout);
		p = pool_new();
		line = pool_copy(p, line_text(c->edit));
		line_take(c->edit, c->confirming == NULL && asked(c) == NULL);
		r = take_line(c, line, e);
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
	int r = 0;
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
			r = look_around(c, e);
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
	struct card_look look = {.width = columns(c), .colour = c->colour, .utf8 = c->utf8};
	struct str out;
	str_init(&out, OUT_MAX);
	str_adds(&out, "\033[?2004h"); /* what is pasted comes in brackets */
	card_draw(&out, &card, &look);
	put(&out);
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
	const char *conf_path = NULL, *as = NULL, *none = getenv("NO_COLOR"),
		   *term = getenv("TERM");
	for (int i = 0; i < argc; i++) {
		const char **to = slice_is(slice_of(argv[i]), "-c")	? &conf_path
				  : slice_is(slice_of(argv[i]), "--as") ? &as
									: NULL;
		if (to == NULL || i + 1 == argc) {
			fputs(usage, stderr);
			return 64;
		}
		*to = argv[++i];
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
	c->colour = c->tty && (none == NULL || none[0] == '\0');
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
