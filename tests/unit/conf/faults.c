/*
 * Every way to write docket.yaml wrong that we know of, and the exact faults a person sees. Each
 * row: the file and its faults as LINE:COL: TEXT, sorted by place.
 */
#include "../check.h"

#include "docket/conf/conf.h"

static const struct {
	int line;
	const char *yaml, *want;
} cases[] = {
	/* What is no mapping at all. */
	{__LINE__, "", "1:1: nothing is set in this file"},
	{__LINE__, "# only a comment\n", "1:1: nothing is set in this file"},
	{__LINE__, "just text\n",
	 "1:1: the file must be a mapping of settings (name: value), not a text"},
	{__LINE__, "- data\n",
	 "1:1: the file must be a mapping of settings (name: value), not a list"},
	{__LINE__, "{}\n",
	 "1:1: 'data' is missing here - the folder that docket keeps its database and all mail in"},
	{__LINE__,
	 "data: d\n"
	 "---\n"
	 "data: e\n",
	 "2:1: a second document starts here - one file holds one"},
	{__LINE__,
	 "data: d\n"
	 "]\n",
	 "2:1: this does not line up with the lines above - check indentation and quotes"},
	/* Broken YAML, in our words. */
	{__LINE__,
	 "data: d\n"
	 "agency:\n"
	 "\tname: x\n",
	 "3:1: a tab cannot indent here - use spaces"},
	{__LINE__,
	 "agency:\n"
	 "  name: x\n"
	 "\tzone: UTC\n"
	 "data: d\n",
	 "3:1: a tab cannot indent here - use spaces"},
	{__LINE__,
	 "data: d\n"
	 "agency: {name: x\n",
	 "3:1: a ',' or '}' is missing - the bracket was opened in line 2"},
	{__LINE__,
	 "data: d\n"
	 "agency: {domains: [a.example}\n",
	 "2:29: a ',' or ']' is missing"},
	{__LINE__, "data: \"d\n", "1:7: a quotation mark is opened and never closed"},
	{__LINE__,
	 "data: 'd\n"
	 "replies: draft\n",
	 "1:7: a quotation mark is opened and never closed"},
	{__LINE__, "data: a: b\n",
	 "1:8: a ':' too many, or the wrong indentation - quote a text that holds ': '"},
	{__LINE__,
	 "data: d\n"
	 "agency:\n"
	 "  name: x\n"
	 " zone: UTC\n",
	 "4:2: this does not line up with the lines above - check indentation and quotes"},
	{__LINE__,
	 "data: d\n"
	 "replies\n",
	 "2:1: a ':' is missing behind this key"},
	{__LINE__, "data: @d\n",
	 "1:7: this character cannot start a value - put the text in quotes"},
	{__LINE__, "data: \"\\q\"\n", "1:8: no such escape - use single quotes, or write \\\\"},
	{__LINE__, "data: %d\n",
	 "1:7: this character cannot start a value - put the text in quotes"},
	{__LINE__, "data: d\377\n", "1:8: this is no UTF-8 - save the file as UTF-8"},
	{__LINE__, "data: d\001\n", "1:8: a control character - delete it"},
	{__LINE__,
	 "data: d\n"
	 "agency:\n"
	 "  domains:\n"
	 "  - a.example\n"
	 " - b.example\n",
	 "5:2: this does not line up with the lines above - check indentation and quotes"},
	/* YAML features that are not used here. */
	{__LINE__, "data: &d d\n",
	 "1:7: anchors (&d) are not used here - quote a text that starts with &"},
	{__LINE__, "data: *d\n", "1:7: aliases (*d) are not used here - write the value itself"},
	{__LINE__,
	 "data: &d d\n"
	 "templates: *d\n",
	 "1:7: anchors (&d) are not used here - quote a text that starts with &\n"
	 "2:12: aliases (*d) are not used here - write the value itself"},
	{__LINE__, "data: !!str d\n",
	 "1:7: tags (!str) are not used here - quote a text that starts with !"},
	{__LINE__, "data: !x d\n",
	 "1:7: tags (!x) are not used here - quote a text that starts with !"},
	{__LINE__,
	 "data: d\n"
	 "agency:\n"
	 "  <<: {name: x}\n",
	 "3:3: unknown setting '<<'"},
	/* Nesting. */
	{__LINE__, "data: [[[[[[[[[[[[[x]]]]]]]]]]]]]\n", "1:18: nested more than 12 deep"},
	{__LINE__, "data: {a: {b: c}}\n", "1:7: 'data' must be a path, not a mapping"},
	/* Keys set twice. */
	{__LINE__,
	 "data: d\n"
	 "data: e\n",
	 "2:1: 'data' is set twice, first in line 1 - keep one"},
	{__LINE__,
	 "data: d\n"
	 "agency: {name: a, zone: UTC, name: b}\n",
	 "2:30: 'name' is set twice, first in line 2 - keep one"},
	{__LINE__,
	 "data: d\n"
	 "agency:\n"
	 "  name: a\n"
	 "replies: draft\n"
	 "agency:\n"
	 "  zone: UTC\n",
	 "5:1: 'agency' is set twice, first in line 2 - keep one"},
	/* Unknown keys, with the nearest or the right place. */
	{__LINE__,
	 "data: d\n"
	 "agncy: {name: x}\n",
	 "2:1: unknown setting 'agncy' - did you mean 'agency'?"},
	{__LINE__,
	 "data: d\n"
	 "agency: {nmae: x}\n",
	 "2:10: unknown setting 'nmae' - did you mean 'name'?"},
	{__LINE__,
	 "data: d\n"
	 "zzz: 1\n",
	 "2:1: unknown setting 'zzz'"},
	{__LINE__,
	 "data: d\n"
	 "zone: UTC\n",
	 "2:1: 'zone' does not belong here but in 'agency'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, hots: h, user: u, password: {env: P}}\n",
	 "3:5: 'host' or 'maildir' is missing here\n"
	 "3:15: unknown setting 'hots' - did you mean 'host'?"},
	{__LINE__,
	 "data: d\n"
	 "agency: {data: x}\n",
	 "2:10: 'data' does not belong here but at the top"},
	{__LINE__,
	 "data: d\n"
	 "Replies: draft\n",
	 "2:1: unknown setting 'Replies' - did you mean 'replies'?"},
	{__LINE__,
	 "data: d\n"
	 "trusted-proxies: [127.0.0.1]\n",
	 "2:1: unknown setting 'trusted-proxies'"},
	{__LINE__,
	 "data: d\n"
	 "? [a]\n"
	 ": b\n",
	 "2:3: a key must be a word, not a list or mapping"},
	/* What must be there. */
	{__LINE__, "replies: draft\n",
	 "1:1: 'data' is missing here - the folder that docket keeps its database and all mail in"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - host: h.example\n",
	 "3:5: 'name' is missing here - a short name of your choice for the mailbox\n"
	 "3:5: 'user' is missing here - the login name\n"
	 "3:5: 'password' is missing here - where the password is kept"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n",
	 "3:5: 'host' or 'maildir' is missing here"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, port: 993, user: u}\n",
	 "3:5: 'host' or 'maildir' is missing here"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {host: h.example}\n",
	 "2:11: 'from' is missing here - the sender of everything docket writes"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: a@b.example}\n",
	 "2:11: 'host' or 'maildir' is missing here"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: a@b.example, host: h.example, user: u}\n",
	 "2:11: 'password' is missing here - where the password is kept"},
	{__LINE__, "data:\n", "1:6: 'data' is empty - give it a value"},
	{__LINE__, "data: ~\n", "1:7: 'data' is empty - give it a value"},
	{__LINE__, "data: \"\"\n", "1:7: 'data' is empty - give it a value"},
	/* The wrong kind of value. */
	{__LINE__, "data: [d]\n", "1:7: 'data' must be a path, not a list"},
	{__LINE__, "data: {d: e}\n", "1:7: 'data' must be a path, not a mapping"},
	{__LINE__,
	 "data: d\n"
	 "agency: Harbor\n",
	 "2:9: 'agency' must be a mapping, not a text"},
	{__LINE__,
	 "data: d\n"
	 "agency: [Harbor]\n",
	 "2:9: 'agency' must be a mapping, not a list"},
	{__LINE__,
	 "data: d\n"
	 "agency: {domains: a.example}\n",
	 "2:19: 'domains' must be a list such as [one, two], not a text"},
	{__LINE__,
	 "data: d\n"
	 "agency: {domains: [[a.example]]}\n",
	 "2:20: an entry of 'domains' must be a text, not a list"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes: {name: a}\n",
	 "2:12: 'mailboxes' must be a list of mappings, not a mapping"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes: [a]\n",
	 "2:13: an entry of 'mailboxes' must be a mapping, not a text"},
	{__LINE__,
	 "data: d\n"
	 "replies: [draft]\n",
	 "2:10: 'replies' must be draft, delay, automatic or never, not a list"},
	{__LINE__,
	 "data: d\n"
	 "delay: {minutes: 3}\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not a mapping"},
	{__LINE__,
	 "data: d\n"
	 "kinds: [prompt]\n",
	 "2:8: 'kinds' must be a mapping, not a list"},
	{__LINE__,
	 "data: |\n"
	 "  a\n"
	 "  b\n",
	 "1:7: 'data' must be one line without control characters"},
	{__LINE__, "data: \"a\\x00b\"\n",
	 "1:7: 'data' must be one line without control characters"},
	/* Numbers and their bounds. */
	{__LINE__,
	 "data: d\n"
	 "delay: soon\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not 'soon'"},
	{__LINE__,
	 "data: d\n"
	 "digest: {time: 14:00}\n",
	 "2:16: 'time' must be a time before 14:00, such as 08:30, not '14:00'"},
	{__LINE__,
	 "data: d\n"
	 "digest: {time: 8:30}\n",
	 "2:16: 'time' must be a time before 14:00, such as 08:30, not '8:30'"},
	{__LINE__,
	 "data: d\n"
	 "digest: {time: 08:60}\n",
	 "2:16: 'time' must be a time before 14:00, such as 08:30, not '08:60'"},
	{__LINE__,
	 "data: d\n"
	 "digest: {weekday: monday}\n",
	 "2:19: 'weekday' must be mon, tue, wed, thu, fri, sat or sun, not 'monday'"},
	{__LINE__,
	 "data: d\n"
	 "delay: 0\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not '0'"},
	{__LINE__,
	 "data: d\n"
	 "delay: 1441\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not '1441'"},
	{__LINE__,
	 "data: d\n"
	 "delay: 1.5\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not '1.5'"},
	{__LINE__,
	 "data: d\n"
	 "delay: -1\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not '-1'"},
	{__LINE__,
	 "data: d\n"
	 "delay: 99999999999999999999\n",
	 "2:8: 'delay' must be a whole number from 1 to 1440, not '99999999999999999999'"},
	{__LINE__,
	 "data: d\n"
	 "limits: {prompts: 11, questions: 0}\n",
	 "2:19: 'prompts' must be a whole number from 1 to 10, not '11'\n"
	 "2:34: 'questions' must be a whole number from 1 to 10, not '0'"},
	{__LINE__,
	 "data: d\n"
	 "limits: {message_bytes: 1KB, batch_bytes: 1TB}\n",
	 "2:25: 'message_bytes' must be a size from 64KB to 60MB, not '1KB'\n"
	 "2:43: 'batch_bytes' must be a size from 64KB to 256MB, not '1TB'"},
	{__LINE__,
	 "data: d\n"
	 "limits: {message_bytes: 99999999999999GB}\n",
	 "2:25: 'message_bytes' must be a size from 64KB to 60MB, not '99999999999999GB'"},
	{__LINE__,
	 "data: d\n"
	 "limits: {message_bytes: MB}\n",
	 "2:25: 'message_bytes' must be a size from 64KB to 60MB, not 'MB'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    port: 0\n",
	 "7:11: 'port' must be a whole number from 1 to 65535, not '0'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    port: 65536\n",
	 "7:11: 'port' must be a whole number from 1 to 65535, not '65536'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    port: imaps\n",
	 "7:11: 'port' must be a whole number from 1 to 65535, not 'imaps'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing:\n"
	 "  from: a@b.example\n"
	 "  host: h.example\n"
	 "  connections: 17\n",
	 "5:16: 'connections' must be a whole number from 1 to 16, not '17'"},
	/* One word out of some. */
	{__LINE__,
	 "data: d\n"
	 "replies: drafts\n",
	 "2:10: 'replies' must be draft, delay, automatic or never, not 'drafts' - did you mean "
	 "'draft'?"},
	{__LINE__,
	 "data: d\n"
	 "replies: yes\n",
	 "2:10: 'replies' must be draft, delay, automatic or never, not 'yes'"},
	{__LINE__,
	 "data: d\n"
	 "kinds: {prompt: atomatic}\n",
	 "2:17: 'prompt' must be draft, delay, automatic or never, not 'atomatic' - did you mean "
	 "'automatic'?"},
	{__LINE__,
	 "data: d\n"
	 "kinds: {promt: draft}\n",
	 "2:9: unknown kind of mail 'promt' - did you mean 'prompt'?"},
	{__LINE__,
	 "data: d\n"
	 "kinds: {invoice: draft}\n",
	 "2:9: unknown kind of mail 'invoice'"},
	{__LINE__,
	 "data: d\n"
	 "agency: {lang: it}\n",
	 "2:16: 'lang' must be en, de, fr or es, not 'it'"},
	{__LINE__,
	 "data: d\n"
	 "agency: {lang: english}\n",
	 "2:16: 'lang' must be en, de, fr or es, not 'english'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    tls: ssl\n",
	 "7:10: 'tls' must be implicit, starttls or none, not 'ssl'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    tls: startls\n",
	 "7:10: 'tls' must be implicit, starttls or none, not 'startls' - did you mean "
	 "'starttls'?"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    tls: STARTTLS\n",
	 "7:10: 'tls' must be implicit, starttls or none, not 'STARTTLS' - did you mean "
	 "'starttls'?"},
	/* Values that look wrong. */
	{__LINE__,
	 "data: d\n"
	 "agency: {zone: Europe/Berln}\n",
	 "2:16: 'zone' must be a time zone such as Europe/Berlin or UTC, not 'Europe/Berln'"},
	{__LINE__,
	 "data: d\n"
	 "agency:\n"
	 "  holidays: [12-25, 2026-05-32]\n",
	 "3:21: 'holidays' must be a day such as 2026-05-25, 12-25 (each year) or "
	 "2026-12-24..2027-01-01, not '2026-05-32'"},
	{__LINE__,
	 "data: d\n"
	 "agency: {domains: [team@a.example]}\n",
	 "2:20: 'domains' must be a domain alone, without the part before the @, not "
	 "'team@a.example'"},
	{__LINE__,
	 "data: d\n"
	 "agency: {domains: [a..example, -a.example]}\n",
	 "2:20: 'domains' must be a domain such as harborpine.example, not 'a..example'\n"
	 "2:32: 'domains' must be a domain such as harborpine.example, not '-a.example'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: My Box, maildir: m}\n",
	 "3:12: 'name' must be made of a-z, 0-9 and - (not as its first character), not 'My Box'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: -a, maildir: m}\n",
	 "3:12: 'name' must be made of a-z, 0-9 and - (not as its first character), not '-a'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: \"imaps://h.example\", user: u, password: {env: P}}\n",
	 "3:21: 'host' must be a host name alone, without a scheme (tls: says how), not "
	 "'imaps://h.example'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: \"h.example:993\", user: u, password: {env: P}}\n",
	 "3:21: 'host' must be a host name alone (port: is a setting of its own), not "
	 "'h.example:993'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: \"h example\", user: u, password: {env: P}}\n",
	 "3:21: 'host' must be a host name or an IP address, not 'h example'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    folder: EntwÃ¼rfe\n",
	 "7:13: 'folder' must be plain ASCII (other letters in IMAP's own form: Entw&APw-rfe), not "
	 "'EntwÃ¼rfe'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    folder: \"A\\r\\nB\"\n",
	 "7:13: 'folder' must be one line without control characters"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    after: delete\n",
	 "7:12: 'after' must be keep, seen or move:FOLDER, not 'delete'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    after: \"move:\"\n",
	 "7:12: 'after' must be keep, seen or move:FOLDER, not 'move:'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    after: \"move:GelÃ¶scht\"\n",
	 "7:12: 'after' must be plain ASCII (other letters in IMAP's own form: Entw&APw-rfe), not "
	 "'move:GelÃ¶scht'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    after: move:INBOX\n",
	 "7:12: 'after' would move mail to the folder it comes from"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    auth_results: \"mx example\"\n",
	 "7:19: 'auth_results' must be google, microsoft, none, or the name your mail server signs "
	 "its Authentication-Results with, not 'mx example'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: Harbor, maildir: o}\n",
	 "2:18: 'from' must be an address such as \"Harbor & Pine <intake@harborpine.example>\", "
	 "not 'Harbor'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: \"a b@c.example\", maildir: o}\n",
	 "2:18: 'from' must be an address such as \"Harbor & Pine <intake@harborpine.example>\", "
	 "not 'a b@c.example'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: \"X <a@b.example\", maildir: o}\n",
	 "2:18: 'from' must be an address such as \"Harbor & Pine <intake@harborpine.example>\", "
	 "not 'X <a@b.example'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: \"X <a@b.example> y\", maildir: o}\n",
	 "2:18: 'from' must be an address such as \"Harbor & Pine <intake@harborpine.example>\", "
	 "not 'X <a@b.example> y'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: \"<Y> <a@b.example>\", maildir: o}\n",
	 "2:18: 'from' must be an address such as \"Harbor & Pine <intake@harborpine.example>\", "
	 "not '<Y> <a@b.example>'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: \"X <a..b@c.example>\", maildir: o}\n",
	 "2:18: 'from' must be an address such as \"Harbor & Pine <intake@harborpine.example>\", "
	 "not 'X <a..b@c.example>'"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: \"a@b.example\\nBcc: x@y.example\", maildir: o}\n",
	 "2:18: 'from' must be one line without control characters"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: 8025}\n",
	 "2:16: 'listen' must be ADDRESS:PORT such as 127.0.0.1:8025 or [::1]:8025, not '8025'"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: \"host.example:8025\"}\n",
	 "2:16: 'listen' must be ADDRESS:PORT such as 127.0.0.1:8025 or [::1]:8025, not "
	 "'host.example:8025'"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: \"::1:8025\"}\n",
	 "2:16: 'listen' must be ADDRESS:PORT such as 127.0.0.1:8025 or [::1]:8025, not "
	 "'::1:8025'"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: \"127.0.0.1:8025\", public_url: \"http://docket.example\"}\n",
	 "2:46: 'public_url' must start with https:// (http:// on this machine only), not "
	 "'http://docket.example'"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: \"127.0.0.1:8025\", public_url: \"ftp://docket.example\"}\n",
	 "2:46: 'public_url' must start with https://, not 'ftp://docket.example'"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: \"127.0.0.1:8025\", public_url: \"https://u@docket.example\"}\n",
	 "2:46: 'public_url' must be an address such as https://docket.harborpine.example, not "
	 "'https://u@docket.example'"},
	{__LINE__,
	 "data: d\n"
	 "http: {listen: \"127.0.0.1:8025\", trusted_proxies: [10.0.0.0/33, proxy.example]}\n",
	 "2:52: 'trusted_proxies' must be an address such as 127.0.0.1, or a network such as "
	 "10.0.0.0/8, not '10.0.0.0/33'\n"
	 "2:65: 'trusted_proxies' must be an address such as 127.0.0.1, or a network such as "
	 "10.0.0.0/8, not 'proxy.example'"},
	{__LINE__,
	 "data: d\n"
	 "fetch: {private_hosts: [nas.example, \"nas.example:0\"]}\n",
	 "2:38: 'private_hosts' must be a host, or HOST:PORT such as nas.example:8443, not "
	 "'nas.example:0'"},
	{__LINE__, "data: ~/docket\n",
	 "1:7: 'data' starts with ~, which is not expanded here - write the whole path"},
	/* Passwords. */
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: hunter2}\n",
	 "3:51: the password itself must not stand in this file - put it into a file of mode 600 "
	 "and write {file: PATH}"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: {}}\n",
	 "3:51: 'file', 'env' or 'command' is missing here"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: {file: f, env: P}}\n",
	 "3:61: 'env' and 'file' exclude each other - keep one"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: {files: f}}\n",
	 "3:51: 'file', 'env' or 'command' is missing here\n"
	 "3:52: unknown setting 'files' - did you mean 'file'?"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: {env: \"A B\"}}\n",
	 "3:57: 'env' must be the name of an environment variable, not 'A B'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: {env: 1A}}\n",
	 "3:57: 'env' must be the name of an environment variable, not '1A'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: [f]}\n",
	 "3:51: 'password' must be a mapping such as {file: PATH}, not a list"},
	{__LINE__,
	 "data: d\n"
	 "outgoing:\n"
	 "  from: a@b.example\n"
	 "  host: h.example\n"
	 "  password: {env: P}\n",
	 "5:13: 'password' makes sense only beside 'user'"},
	/* What more than one key gets wrong. */
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, maildir: m, user: u, password: {env: P}}\n",
	 "3:32: 'maildir' and 'host' exclude each other - keep one"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, maildir: m, folder: X, port: 1}\n",
	 "3:35: 'folder' makes sense only beside 'host'\n"
	 "3:44: 'port' makes sense only beside 'host'"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "    tls: none\n",
	 "7:10: 'tls: none' would send mail and passwords in clear text to 'h.example' - use "
	 "implicit or starttls"},
	{__LINE__,
	 "data: d\n"
	 "outgoing:\n"
	 "  from: a@b.example\n"
	 "  host: h.example\n"
	 "  tls: none\n",
	 "5:8: 'tls: none' would send mail and passwords in clear text to 'h.example' - use "
	 "implicit or starttls"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: localhost.evil.example, tls: none, user: u, password: {env: P}}\n",
	 "3:50: 'tls: none' would send mail and passwords in clear text to "
	 "'localhost.evil.example' - use implicit or starttls"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: 128.0.0.1, tls: none, user: u, password: {env: P}}\n",
	 "3:37: 'tls: none' would send mail and passwords in clear text to '128.0.0.1' - use "
	 "implicit or starttls"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, maildir: m}\n"
	 "  - {name: a, maildir: n}\n",
	 "4:12: the name 'a' is taken by the mailbox in line 3"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, maildir: m}\n"
	 "  - {name: b, maildir: x/..//m/}\n",
	 "4:24: the mailbox in line 3 reads this Maildir already"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - name: a\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n"
	 "  - name: b\n"
	 "    host: h.example\n"
	 "    user: u\n"
	 "    password: {env: P}\n",
	 "8:11: the mailbox in line 3 reads folder 'INBOX' of this user already"},
	/* The third is the first again, for 993 is what implicit means; the second is another
	   server. */
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, host: h.example, user: u, password: {env: P}}\n"
	 "  - {name: b, host: h.example, user: u, password: {env: P}, port: 1993}\n"
	 "  - {name: c, host: h.example, user: u, password: {env: P}, port: 993}\n",
	 "5:21: the mailbox in line 3 reads folder 'INBOX' of this user already"},
	{__LINE__,
	 "data: d\n"
	 "mailboxes:\n"
	 "  - {name: a, maildir: mail/in}\n"
	 "outgoing: {from: a@b.example, maildir: ./mail/in/}\n",
	 "4:40: mailbox 'a' reads this Maildir - docket would answer itself; use another folder"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: a@b.example, maildir: o, host: h.example}\n",
	 "2:43: 'host' and 'maildir' exclude each other - keep one"},
	{__LINE__,
	 "data: d\n"
	 "outgoing: {from: a@b.example, maildir: o, connections: 2}\n",
	 "2:56: 'connections' makes sense only beside 'host'"},
	{__LINE__,
	 "data: d\n"
	 "http: {public_url: \"https://d.example\"}\n",
	 "2:20: 'public_url' makes sense only beside 'listen'"},
	/* All at once. */
	{__LINE__,
	 "mailboxes:\n"
	 "  - name: In Box\n"
	 "    hots: imap.example.com\n"
	 "    port: nine\n"
	 "replys: draft\n",
	 "1:1: 'data' is missing here - the folder that docket keeps its database and all mail in\n"
	 "2:5: 'host' or 'maildir' is missing here\n"
	 "2:11: 'name' must be made of a-z, 0-9 and - (not as its first character), not 'In Box'\n"
	 "3:5: unknown setting 'hots' - did you mean 'host'?\n"
	 "4:11: 'port' must be a whole number from 1 to 65535, not 'nine'\n"
	 "5:1: unknown setting 'replys' - did you mean 'replies'?"},
};

/* The lines "t.yaml:LINE:COL: TEXT" without the name, the source lines, and the closing count. */
static void
only_faults(const struct str *shown, struct str *out)
{
	struct slice rest = str_slice(shown), line;

	while (slice_line(&rest, &line)) {
		if (!slice_starts(line, "t.yaml:") || slice_starts(line, "t.yaml: "))
			continue;
		if (out->len > 0)
			str_addc(out, '\n');
		str_add(out, slice_sub(line, strlen("t.yaml:"), line.len));
	}
}

TEST(conf_faults)
{
	struct str shown, said;

	str_init(&shown, 1 << 20);
	str_init(&said, 1 << 20);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf *c = NULL;
		struct err e = ERR_INIT;
		struct slice first, rest;

		str_reset(&shown);
		str_reset(&said);
		CHECK_INT_AT(cases[i].line,
			     conf_parse(slice_of(cases[i].yaml), "t.yaml", &c, &shown, &e), -1);
		CHECK_AT(cases[i].line, c == NULL);
		CHECK_INT_AT(cases[i].line, e.kind, ERR_CONFIG);
		only_faults(&shown, &said);
		CHECK_STR_AT(cases[i].line, str_cstr(&said), cases[i].want);
		/* The error is the first fault, with its place. */
		rest = str_slice(&said);
		CHECK_AT(cases[i].line, slice_line(&rest, &first));
		CHECK_AT(cases[i].line, slice_starts(slice_of(e.text), "t.yaml:"));
		CHECK_AT(cases[i].line, slice_eq(slice_sub(slice_of(e.text), 7, SIZE_MAX), first));
		conf_free(c);
	}
	str_clear(&shown);
	str_clear(&said);
}
