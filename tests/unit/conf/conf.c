/* What a right docket.yaml gives: values, defaults, paths, modes; how faults look on a terminal. */
#include "../check.h"

#include "docket/base/file.h"
#include "docket/conf/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Parses text that must be right; prints its faults through the framework if it is not. */
static struct conf *
right(int line, const char *yaml, const char *path)
{
	struct conf *c = NULL;
	struct err e = ERR_INIT;
	struct str faults;

	str_init(&faults, 1 << 16);
	if (conf_parse(slice_of(yaml), path, &c, &faults, &e) < 0)
		CHECK_STR_AT(line, str_cstr(&faults), "");
	str_clear(&faults);
	return c;
}

TEST(conf_defaults)
{
	struct conf *c = right(__LINE__, "data: d\n", "docket.yaml");

	if (c == NULL)
		return;
	CHECK_STR(c->path, "docket.yaml");
	CHECK_STR(c->data, "d");
	CHECK_STR(c->agency.zone, "UTC");
	CHECK_STR(c->agency.lang, "en");
	CHECK_STR(c->agency.name, "The agency");
	CHECK_INT(c->agency.domains.len, 0);
	CHECK_INT(c->mailboxes.len, 0);
	CHECK(!c->has_outgoing);
	CHECK_INT(c->replies, CONF_DRAFT);
	CHECK_INT(c->delay_minutes, 15);
	CHECK_INT(c->limits.answers_per_address_hour, 3);
	CHECK_INT(c->limits.answers_per_address_day, 10);
	CHECK_INT(c->limits.answers_per_thread, 5);
	CHECK_INT(c->limits.answers_hour, 200);
	CHECK_INT(c->limits.message_bytes, 40 << 20);
	CHECK_INT(c->limits.batch_count, 128);
	CHECK_INT(c->limits.batch_bytes, 3 << 20);
	CHECK_INT(c->limits.prompts, 3);
	CHECK_INT(c->limits.questions, 5);
	CHECK_INT(c->limits.coalesce_seconds, 300);
	CHECK(c->templates == NULL && c->lexicon == NULL && c->kits == NULL);
	CHECK(c->http.listen == NULL);
	conf_free(c);
}

/* The same settings twice: whatever style, the same result. */
static const char block[] = "data: /srv/docket\n"
			    "agency:\n"
			    "  name: Harbor & Pine\n"
			    "  zone: America/New_York\n"
			    "  lang: de\n"
			    "  domains:\n"
			    "    - HarborPine.example\n"
			    "    - pine.example\n"
			    "mailboxes:\n"
			    "  - name: intake\n"
			    "    host: imap.example.com\n"
			    "    port: 1993\n"
			    "    tls: starttls\n"
			    "    user: u\n"
			    "    password:\n"
			    "      file: secret\n"
			    "    folder: Work/In\n"
			    "    after: move:Done\n"
			    "    auth_results: google\n"
			    "    ca: /etc/ca.pem\n"
			    "  - name: local\n"
			    "    maildir: in\n"
			    "outgoing:\n"
			    "  host: 127.0.0.1\n"
			    "  tls: none\n"
			    "  connections: 2\n"
			    "  from: \"Harbor & Pine <Intake@HarborPine.example>\"\n"
			    "replies: automatic\n"
			    "kinds:\n"
			    "  confirm: delay\n"
			    "  note: never\n"
			    "delay: 30\n"
			    "http:\n"
			    "  listen: 127.0.0.1:8025\n"
			    "  public_url: https://docket.example/x\n"
			    "  trusted_proxies:\n"
			    "    - 127.0.0.1\n"
			    "    - 10.0.0.0/8\n"
			    "limits:\n"
			    "  prompts: 4\n"
			    "  message_bytes: 20 MB\n"
			    "kits: my/kits\n";
static const char flow[] =
	"{data: /srv/docket, agency: {name: Harbor & Pine, zone: America/New_York, lang: de,\n"
	" domains: [HarborPine.example, pine.example]}, mailboxes: [{name: intake,\n"
	" host: imap.example.com, port: 1993, tls: starttls, user: u, password: {file: secret},\n"
	" folder: Work/In, after: 'move:Done', auth_results: google, ca: /etc/ca.pem},\n"
	" {name: local, maildir: in}], outgoing: {host: 127.0.0.1, tls: none, connections: 2,\n"
	" from: \"Harbor & Pine <Intake@HarborPine.example>\"}, replies: automatic,\n"
	" kinds: {confirm: delay, note: never}, delay: 30, http: {listen: '127.0.0.1:8025',\n"
	" public_url: 'https://docket.example/x', trusted_proxies: [127.0.0.1, 10.0.0.0/8]},\n"
	" limits: {prompts: 4, message_bytes: 20971520}, kits: my/kits}\n";

static void
check_full(const struct conf *c)
{
	const struct conf_mailbox *box;

	CHECK_STR(c->data, "/srv/docket");
	CHECK_STR(c->agency.name, "Harbor & Pine");
	CHECK_STR(c->agency.lang, "de");
	CHECK_INT(c->agency.domains.len, 2);
	CHECK_STR(c->agency.domains.at[0], "harborpine.example");
	CHECK_INT(c->mailboxes.len, 2);
	box = &c->mailboxes.at[0];
	CHECK_STR(box->name, "intake");
	CHECK_STR(box->host, "imap.example.com");
	CHECK_INT(box->port, 1993);
	CHECK_INT(box->tls, CONF_TLS_STARTTLS);
	CHECK_STR(box->user, "u");
	CHECK_STR(box->password.file, "/etc/docket/secret");
	CHECK(box->password.env == NULL && box->password.command == NULL);
	CHECK_STR(box->folder, "Work/In");
	CHECK_STR(box->after, "move:Done");
	CHECK_STR(box->auth_results, "google");
	CHECK_STR(box->ca, "/etc/ca.pem");
	CHECK(box->maildir == NULL);
	box = &c->mailboxes.at[1];
	CHECK_STR(box->maildir, "/etc/docket/in");
	CHECK(box->host == NULL);
	CHECK_STR(box->auth_results, "none");
	CHECK(box->line > 1);
	CHECK(c->has_outgoing);
	CHECK_STR(c->outgoing.host, "127.0.0.1");
	CHECK_INT(c->outgoing.port, 587);
	CHECK_INT(c->outgoing.connections, 2);
	CHECK_STR(c->outgoing.from_name, "Harbor & Pine");
	CHECK_STR(c->outgoing.from_address, "Intake@HarborPine.example");
	CHECK_INT(conf_mode_of(c, "confirm"), CONF_DELAY);
	CHECK_INT(conf_mode_of(c, "note"), CONF_NEVER);
	CHECK_INT(conf_mode_of(c, "prompt"), CONF_AUTOMATIC);
	CHECK_INT(conf_mode_of(c, "no such kind"), CONF_AUTOMATIC);
	CHECK_INT(c->delay_minutes, 30);
	CHECK_STR(c->digest.time, "08:30");
	CHECK_INT(c->digest.weekday, 0);
	CHECK_STR(c->http.listen, "127.0.0.1:8025");
	CHECK_INT(c->http.trusted_proxies.len, 2);
	CHECK_INT(c->limits.prompts, 4);
	CHECK_INT(c->limits.questions, 5);
	CHECK_INT(c->limits.message_bytes, 20 << 20);
	CHECK_STR(c->kits, "/etc/docket/my/kits");
}

TEST(conf_both_styles)
{
	static const char *const texts[] = {block, flow};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct conf *c = right(__LINE__, texts[i], "/etc/docket/docket.yaml");

		if (c != NULL)
			check_full(c);
		conf_free(c);
	}
}

/* The twins of faults.c: the same but for the attacked property, and right. */
TEST(conf_right_twins)
{
	static const struct {
		int line;
		const char *yaml;
	} cases[] = {
		{__LINE__, "\357\273\277data: d\n"},
		{__LINE__, "---\ndata: d\n...\n"},
		{__LINE__, "data: d\r\nreplies: delay\r\n"},
		{__LINE__, "data: 'a: b'\n"},
		{__LINE__, "data: '&d'\n"},
		{__LINE__, "data: no\n"},
		{__LINE__, "data: |\n  d\n"},
		{__LINE__, "data: d\nmailboxes: []\n"},
		{__LINE__, "data: d\nagency: {zone: Europe/Berlin}\n"},
		{__LINE__, "data: d\nagency: {domains: [intranet, xn--bcher-kva.example]}\n"},
		{__LINE__, "data: d\ndelay: '1440'\n"},
		{__LINE__, "data: d\ndigest: {time: 13:59, weekday: sun}\n"},
		{__LINE__, "data: d\nlimits: {message_bytes: 64kb, batch_bytes: 256 MB}\n"},
		{__LINE__, "data: d\nmailboxes: [{name: a-1, host: '::1', tls: none, user: u, "
			   "password: {env: P_1}}]\n"},
		{__LINE__, "data: d\nmailboxes: [{name: a, host: 127.255.0.1, tls: none, user: u, "
			   "password: {command: 'pass show \"x\" | head -1'}}]\n"},
		{__LINE__, "data: d\nmailboxes: [{name: a, host: Localhost, tls: none, user: u, "
			   "password: {file: f}}]\n"},
		{__LINE__, "data: d\nmailboxes: [{name: a, maildir: m}, {name: b, maildir: n}]\n"},
		{__LINE__,
		 "data: d\nmailboxes: [{name: a, maildir: m, auth_results: mx.example}]\n"},
		{__LINE__, "data: d\nmailboxes: [{name: a, maildir: m}]\n"
			   "outgoing: {from: a@b.example, maildir: m/out}\n"},
		{__LINE__,
		 "data: d\noutgoing: {from: \"\\\"Pine, H.\\\" <a+b@c.example>\", maildir: o}\n"},
		{__LINE__, "data: d\noutgoing: {from: <a@b.example>, maildir: o}\n"},
		{__LINE__,
		 "data: d\nhttp: {listen: '[::1]:8025', public_url: 'http://[::1]:8025/'}\n"},
		{__LINE__,
		 "data: d\nhttp: {listen: 'localhost:1', public_url: 'http://127.0.0.1:1'}\n"},
		{__LINE__,
		 "data: d\nhttp: {listen: '0.0.0.0:80', trusted_proxies: ['fd00::/8']}\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf *c = right(cases[i].line, cases[i].yaml, "t.yaml");

		CHECK_AT(cases[i].line, c != NULL);
		conf_free(c);
	}
}

TEST(conf_ports)
{
	static const struct {
		int line;
		const char *tls;
		int imap, smtp;
	} cases[] = {
		{__LINE__, "implicit", 993, 465},
		{__LINE__, "starttls", 143, 587},
		{__LINE__, "none", 143, 587},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char yaml[400];
		struct conf *c;

		(void)snprintf(yaml, sizeof(yaml),
			       "data: d\n"
			       "mailboxes: [{name: a, host: 127.0.0.1, tls: %s, user: u, "
			       "password: {env: P}}]\n"
			       "outgoing: {from: a@b.example, host: 127.0.0.1, tls: %s}\n",
			       cases[i].tls, cases[i].tls);
		c = right(cases[i].line, yaml, "t.yaml");
		if (c == NULL)
			continue;
		CHECK_INT_AT(cases[i].line, c->mailboxes.at[0].port, cases[i].imap);
		CHECK_INT_AT(cases[i].line, c->outgoing.port, cases[i].smtp);
		conf_free(c);
	}
}

TEST(conf_from)
{
	static const struct {
		int line;
		const char *agency, *from, *name, *address, *agency_name, *domain;
	} cases[] = {
		{__LINE__, "{}", "a@b.example", "b.example", "a@b.example", "b.example",
		 "b.example"},
		{__LINE__, "{name: N}", "a@b.example", "N", "a@b.example", "N", "b.example"},
		{__LINE__, "{}", "Pine <a@B.example>", "Pine", "a@B.example", "Pine", "b.example"},
		{__LINE__, "{name: N}", "Pine <a@b.example>", "Pine", "a@b.example", "N",
		 "b.example"},
		{__LINE__, "{domains: [c.example]}", "Zoë <a@b.example>", "Zoë", "a@b.example",
		 "Zoë", "c.example"},
		{__LINE__, "{}", "\\\"Pine, H.\\\"  <a@b.example>", "Pine, H.", "a@b.example",
		 "Pine, H.", "b.example"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char yaml[400];
		struct conf *c;

		(void)snprintf(yaml, sizeof(yaml),
			       "data: d\nagency: %s\noutgoing: {from: \"%s\", maildir: o}\n",
			       cases[i].agency, cases[i].from);
		c = right(cases[i].line, yaml, "t.yaml");
		if (c == NULL)
			continue;
		CHECK_STR_AT(cases[i].line, c->outgoing.from_name, cases[i].name);
		CHECK_STR_AT(cases[i].line, c->outgoing.from_address, cases[i].address);
		CHECK_STR_AT(cases[i].line, c->agency.name, cases[i].agency_name);
		CHECK_STR_AT(cases[i].line, c->agency.domains.at[0], cases[i].domain);
		conf_free(c);
	}
}

/* Line, caret and count, to the letter; what is secret or would upset a terminal is not shown. */
TEST(conf_faults_shown)
{
	static const struct {
		int line;
		const char *yaml, *want;
	} cases[] = {
		{__LINE__, "data: d\nagncy: {name: x}\nreplies: yes\n",
		 "t.yaml:2:1: unknown setting 'agncy' - did you mean 'agency'?\n"
		 "    agncy: {name: x}\n"
		 "    ^\n"
		 "t.yaml:3:10: 'replies' must be draft, delay, automatic or never, not 'yes'\n"
		 "    replies: yes\n"
		 "             ^\n"
		 "t.yaml: 2 faults, nothing changed\n"},
		{__LINE__, "data: d\noutgoing: {from: a@b.c, host: h, user: u, password: s}cr,t}\n",
		 "t.yaml:2:55: this does not line up with the lines above - check indentation and "
		 "quotes\n"
		 "    outgoing: {from: a@b.c, host: h, user: u, password: *******\n"
		 "                                                          ^\n"
		 "t.yaml: 1 fault, nothing changed\n"},
		{__LINE__, "data: d\noutgoing: {from: a@b.c, host: h, Passwort: hunter2}\n",
		 "t.yaml:2:34: unknown setting 'Passwort' - did you mean 'password'?\n"
		 "    outgoing: {from: a@b.c, host: h, Passwort: ********\n"
		 "                                     ^\n"
		 "t.yaml: 1 fault, nothing changed\n"},
		{__LINE__, "data: d\nagency: {name: \"日本\", lang: \"\x1b[31m\"}\n",
		 "t.yaml:2:29: a control character - delete it\n"
		 "    agency: {name: \"日本\", lang: \"?[31m\"}\n"
		 "                                  ^\n"
		 "t.yaml: 1 fault, nothing changed\n"},
		{__LINE__, "data: d\nreplies: \"\\e[31m\"\n",
		 "t.yaml:2:10: 'replies' must be one line without control characters\n"
		 "    replies: \"\\e[31m\"\n"
		 "             ^\n"
		 "t.yaml: 1 fault, nothing changed\n"},
	};
	struct str shown;

	str_init(&shown, 1 << 16);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf *c = NULL;
		struct err e = ERR_INIT;

		str_reset(&shown);
		CHECK_INT_AT(cases[i].line,
			     conf_parse(slice_of(cases[i].yaml), "t.yaml", &c, &shown, &e), -1);
		CHECK_STR_AT(cases[i].line, str_cstr(&shown), cases[i].want);
	}
	str_clear(&shown);
}

/* However a password is written in this file, and whatever is wrong there, it is not shown. */
TEST(conf_faults_hide_passwords)
{
	static const struct {
		int line;
		const char *yaml, *shown; /* something that stays to be seen */
	} cases[] = {
		{__LINE__, "password:\n    hunter2\n", "4:7: the password itself"},
		{__LINE__, "password:\n\n    # the old one\n    hunter2\n    hunter3\n",
		 "6:7: the password itself"},
		{__LINE__, "password: hunter2\n  hunter3: hunter4\n", "a ':' too many"},
		{__LINE__, "password: hunter2\n  hunter3\nport: x\n", "    port: x\n"},
		{__LINE__, "password: \"hunter2\n  hunter\\q3\"\n", "no such escape"},
		{__LINE__, "password: \"hunter2\nhunter\\q3\"\n", "no such escape"},
		{__LINE__, "password: 'hunter2\n  hunter3' hunter4\n", "does not line up"},
		{__LINE__, "password: |\n  hunter2\nprot: 1\n", "  prot: 1\n"},
		{__LINE__, "password: >-\n  hunter2\n   hunter3\n\nprot: 1\n", "  prot: 1\n"},
		{__LINE__, "password:\n  - hunter2\n  - hunter3: 4\n", "not a list"},
		{__LINE__, "password: [\n  hunter2]\n", "not a list"},
		{__LINE__, "{user: u, password:\n  hunter2, prot: 1}\n", "4:5: the password"},
		{__LINE__, "{Passwort: hunter2,\n prot: 1}\n", "   prot: 1}\n"},
		{__LINE__, "password: &hunter2 x\n", "anchors"},
		{__LINE__, "password: !hunter2 x\n", "tags"},
		{__LINE__, "password: *hunter2\n", "aliases"},
		{__LINE__, "password:\n  *hunter2\n", "aliases"},
		{__LINE__, "password:\n  @hunter2\n", "this character cannot start a value"},
		{__LINE__, "user: u\npassword hunter2\n", "a ':' is missing"},
		{__LINE__, "user: u\npassword=hunter2\n", "a ':' is missing"},
		{__LINE__, "password: {hunter2}\n", "3:14: unknown setting '…'"},
		{__LINE__, "password:\n  hunter2: x\n", "unknown setting '…'"},
		{__LINE__, "password: {fiel: x, hunter2}\n", "did you mean 'file'?"},
		/* What only says where it is kept may be seen. */
		{__LINE__, "password:\n  flie: /etc/secret\n", "    flie: /etc/secret\n"},
		{__LINE__, "password: {flie: secret}\n", "    password: {flie: secret}\n"},
	};
	struct str yaml, shown;

	str_init(&yaml, 1000);
	str_init(&shown, 1 << 16);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice rest = slice_of(cases[i].yaml), line;
		struct conf *c = NULL;
		struct err e = ERR_INIT;

		str_reset(&yaml);
		str_reset(&shown);
		str_adds(&yaml, "data: d\noutgoing:\n");
		while (slice_line(&rest, &line))
			str_addf(&yaml, "  %.*s\n", SLICE_ARG(line));
		CHECK_INT_AT(cases[i].line, conf_parse(str_slice(&yaml), "t.yaml", &c, &shown, &e),
			     -1);
		if (slice_has(str_slice(&shown), "hunter") ||
		    !slice_has(str_slice(&shown), cases[i].shown))
			CHECK_STR_AT(cases[i].line, str_cstr(&shown), cases[i].shown);
	}
	str_clear(&yaml);
	str_clear(&shown);
}

TEST(conf_faults_end)
{
	struct conf *c = NULL;
	struct err e = ERR_INIT;
	struct str yaml, shown;

	str_init(&yaml, 1 << 20);
	str_init(&shown, 1 << 20);
	for (int i = 0; i < 400; i++)
		str_addf(&yaml, "unknown-%d: x\n", i);
	CHECK_INT(conf_parse(str_slice(&yaml), "t.yaml", &c, &shown, &e), -1);
	CHECK(slice_has(str_slice(&shown),
			"t.yaml: and 351 more\nt.yaml: 401 faults, nothing changed"));
	/* Faults without a place to show them are still an error. */
	err_clear(&e);
	CHECK_INT(conf_parse(SLICE_LIT("x"), "t.yaml", &c, NULL, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	CHECK_INT(conf_parse(SLICE_LIT("x"), "t.yaml", &c, NULL, NULL), -1);
	str_clear(&yaml);
	str_clear(&shown);
}

TEST(conf_example_is_the_file)
{
	struct conf *c;
	struct str example, file;
	struct err e = ERR_INIT;

	str_init(&example, 1 << 20);
	str_init(&file, 1 << 20);
	conf_example(&example);
	CHECK(!str_failed(&example));
	c = right(__LINE__, str_cstr(&example), "/etc/docket/docket.yaml");
	CHECK(c != NULL && c->mailboxes.len == 1 && c->has_outgoing);
	conf_free(c);
	if (file_read("config/docket.example.yaml", &file, &e) == 0)
		CHECK_STR(str_cstr(&file), str_cstr(&example));
	else
		CHECK_STR(e.text, "");
	str_clear(&example);
	str_clear(&file);
}

/* With every `# ` before a setting taken away, the example is still right. */
TEST(conf_example_switched_on)
{
	struct str example, on;
	struct slice rest, line;
	struct conf *c;

	str_init(&example, 1 << 20);
	str_init(&on, 1 << 20);
	conf_example(&example);
	rest = str_slice(&example);
	while (slice_line(&rest, &line)) {
		ptrdiff_t mark = slice_find(line, SLICE_LIT("# "));
		struct slice behind = slice_sub(line, (size_t)(mark < 0 ? 0 : mark) + 2, line.len);
		ptrdiff_t colon = slice_index(behind, ':');
		bool setting = mark >= 0 && colon > 0 &&
			       slice_blank(slice_sub(line, 0, (size_t)mark)) &&
			       slice_index(slice_sub(behind, 0, (size_t)colon), ' ') < 0 &&
			       !slice_has(behind, "…");

		for (ptrdiff_t i = 0; setting && i < colon; i++)
			setting = (behind.data[i] >= 'a' && behind.data[i] <= 'z') ||
				  behind.data[i] == '_';
		if (setting) {
			str_add(&on, slice_sub(line, 0, (size_t)mark));
			str_add(&on, behind);
		} else {
			str_add(&on, line);
		}
		str_addc(&on, '\n');
	}
	c = right(__LINE__, str_cstr(&on), "t.yaml");
	CHECK(c != NULL && c->http.listen != NULL && c->kinds.len == 7);
	conf_free(c);
	str_clear(&example);
	str_clear(&on);
}

TEST(conf_manual_names_every_key)
{
	static const char *const keys[] = {
		"data",
		"agency.zone",
		"mailboxes.host",
		"mailboxes.password.file",
		"outgoing.from",
		"replies",
		"kinds",
		"delay",
		"http.public_url",
		"limits.prompts",
		"templates",
		"kits",
	};
	struct str roff;

	str_init(&roff, 1 << 20);
	conf_manual(&roff);
	for (size_t i = 0; i < COUNT(keys); i++) {
		char head[80];

		(void)snprintf(head, sizeof(head), ".TP\n.B %s\n", keys[i]);
		CHECK(slice_has(str_slice(&roff), head));
	}
	str_clear(&roff);
}

TEST(conf_load_paths)
{
	char folder[] = "/tmp/docket-conf-XXXXXX", path[100], want[100];
	struct conf *c = NULL;
	struct err e = ERR_INIT;

	if (mkdtemp(folder) == NULL)
		SKIP("no temporary folder");
	(void)snprintf(path, sizeof(path), "%s/docket.yaml", folder);
	(void)snprintf(want, sizeof(want), "%s/d", folder);
	CHECK_INT(conf_load(path, &c, NULL, &e), -1);
	CHECK_INT(e.kind, ERR_NOFILE);
	err_clear(&e);
	CHECK_INT(file_write(path, SLICE_LIT("data: d\ntemplates: /x\n"), 0644, &e), 0);
	CHECK_INT(conf_load(path, &c, NULL, &e), 0);
	if (c != NULL) {
		CHECK_STR(c->path, path);
		CHECK_STR(c->data, want);
		CHECK_STR(c->templates, "/x");
	}
	conf_free(c);
	(void)unlink(path);
	(void)rmdir(folder);
}

TEST(conf_find_order)
{
	char buf[64], small[4];
	struct err e = ERR_INIT;

	CHECK_INT(setenv("DOCKET_CONFIG", "/from/env.yaml", 1), 0);
	CHECK_INT(conf_find("given.yaml", buf, sizeof(buf), &e), 0);
	CHECK_STR(buf, "given.yaml");
	CHECK_INT(conf_find(NULL, buf, sizeof(buf), &e), 0);
	CHECK_STR(buf, "/from/env.yaml");
	CHECK_INT(conf_find(NULL, small, sizeof(small), &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	CHECK_INT(unsetenv("DOCKET_CONFIG"), 0);
}
