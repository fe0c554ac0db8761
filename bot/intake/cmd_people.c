/* Commands that add and list clients and their people; only the local shell may add them. */
#include "cmd.h"

#include "docket/base/utf8.h"

enum { MAY_ADD = ROLE_ACCOUNT | ROLE_OPS | ROLE_OWNER };
enum { NAME_COLUMNS = 28 };

/* Blanks that fill a column on the screen: bytes are not columns in "Müller & Söhne". */
int
cmd_pad(struct slice text, size_t columns)
{
	size_t width = utf8_width(text);
	return width < columns ? (int)(columns - width) : 0;
}

static struct slice
code_upper(struct cmd *c, struct slice code)
{
	char *up = pool_cstr(c->pool, code);
	for (char *p = up; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 32);
	return slice_make(up, code.len);
}

struct client_words {
	struct slice code, name, zone, lang, lead, domains;
};

static int
client_put(struct cmd *c, const struct client_words *w, struct client *out, struct err *e)
{
	struct client client = {.code = code_upper(c, w->code), .name = w->name, .zone = w->zone,
	                        .lang = w->lang, .rounds = 2};
	if (w->lead.len > 0) {
		struct member lead;
		int got = member_by_handle(c->store, c->pool, w->lead, &lead, e);
		if (got < 0)
			return -1;
		if (got == 0)
			return err_set(e, ERR_NOFILE,
			               "there is no member '%.*s'; add them first: docket member add HANDLE "
			               "ADDRESS NAME", SLICE_ARG(w->lead));
		client.lead = lead.id;
	}
	struct slice rest = w->domains, domain;
	while (slice_cut(&rest, ' ', &domain))
		if (slice_trim(domain).len > 0)
			VEC_ADD(&client.domains, c->pool, slice_trim(domain));
	if (client_add(c->store, &client, c->now, e) < 0 ||
	    client_event(c, client.id, &(struct ledger_entry){.kind = "opened"}, e) < 0)
		return -1;
	*out = client;
	return 0;
}

static int
client_list_all(struct cmd *c, struct err *e)
{
	client_list all = {0};
	if (client_all(c->store, c->pool, &all, e) < 0)
		return -1;
	const struct client *cl;
	struct json w;
	if (c->from->json) {
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(cl, &all) {
			json_open(&w);
			json_put_text(&w, "code", cl->code);
			json_put_text(&w, "name", cl->name);
			json_put_text(&w, "zone", cl->zone);
			json_put_text(&w, "lang", cl->lang);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	if (all.len == 0)
		str_adds(c->out, "no clients yet: docket client add CODE NAME --domain DOMAIN\n");
	VEC_EACH(cl, &all)
		str_addf(c->out, "%-9.*s %.*s%*s %.*s\n", SLICE_ARG(cl->code), SLICE_ARG(cl->name),
		         cmd_pad(cl->name, NAME_COLUMNS), "", SLICE_ARG(cl->zone));
	return 0;
}

int
cmd_client(struct cmd *c, struct err *e)
{
	if (slice_iis(c->words[0], "list"))
		return client_list_all(c, e);
	if (slice_iis(c->words[0], "rule") && c->count > 2 &&
	    cmd_needs_role(c, MAY_ADD, "client rule", e) < 0)
		return -1;
	if (slice_iis(c->words[0], "rule"))
		return client_rule(c, e);
	if (slice_iis(c->words[0], "show"))
		return client_show(c, e);
	if (slice_iis(c->words[0], "history"))
		return client_history(c, e);
	if (slice_iis(c->words[0], "set"))
		return client_set(c, e);
	if (slice_iis(c->words[0], "glossary"))
		return client_glossary(c, e);
	struct client_words w = {.lead = cmd_option(c, "lead")};
	struct client added;
	w.zone = cmd_option(c, "zone");
	w.lang = cmd_option(c, "lang");
	struct str domains;
	str_init(&domains, 4096);
	for (size_t i = 0; i + 1 < c->count; i++)
		if (slice_is(c->words[i], "--domain"))
			str_addf(&domains, "%.*s ", SLICE_ARG(c->words[i + 1]));
	w.domains = pool_copy(c->pool, str_slice(&domains));
	str_clear(&domains);
	cmd_option(c, "domain");
	bool is_new = slice_iis(c->words[0], "new");
	size_t most = is_new ? 5 : 3;
	if ((!is_new && !slice_iis(c->words[0], "add")) || c->count < (is_new ? 4U : 3U) || c->count > most)
		return err_set(e, ERR_USAGE,
		               "usage: client list | client show CODE | client history CODE | client new CODE NAME ADDRESS [CONTACT] | "
		               "client add CODE NAME [--domain D]… [--zone Z] [--lang L] [--lead HANDLE]");
	if (!is_new && !c->from->shell)
		return err_set(e, ERR_REFUSED, "'client add' works from the local shell only; 'client new' "
		                               "begins with a client and writes to them");
	if (cmd_needs_role(c, MAY_ADD, "a new client", e) < 0)
		return -1;
	w.code = c->words[1];
	w.name = c->words[2];
	if (client_put(c, &w, &added, e) < 0)
		return -1;
	str_addf(c->out, "client %.*s added\n", SLICE_ARG(added.code));
	struct contact who = {.client = added.id, .address = is_new ? c->words[3] : SLICE_NONE,
	                      .name = c->count > 4 ? c->words[4] : SLICE_NONE};
	return is_new ? client_welcome(c, &added, &who, e) : 0;
}

static int
contact_put(struct cmd *c, struct slice code, struct slice address, struct slice name,
            struct err *e)
{
	struct client client;
	int got = client_by_code(c->store, c->pool, code, &client, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no client '%.*s'", SLICE_ARG(code));
	struct contact contact = {.client = client.id, .name = name, .address = address};
	if (contact_add(c->store, &contact, c->now, e) < 0)
		return -1;
	return client_event(c, client.id,
	                    &(struct ledger_entry){.kind = "contact", .data = SLICE_LIT("{\"what\":\"added\"}"),
	                                           .text = address}, e);
}

/* Somebody left the client: what they decided stands, what is asked of them waits for a name. */
static int
contact_leaves(struct cmd *c, struct slice code, struct slice address, struct err *e)
{
	struct client client;
	struct contact who;
	int got = client_by_code(c->store, c->pool, code, &client, e);
	if (got == 1)
		got = contact_by_address(c->store, c->pool, address, &who, e);
	if (got < 0)
		return -1;
	if (got == 0 || who.client != client.id || who.gone != 0)
		return err_set(e, ERR_NOFILE, "%.*s has no contact '%.*s'", SLICE_ARG(code),
			       SLICE_ARG(address));
	if (contact_remove(c->store, who.id, c->now, e) < 0 ||
	    client_event(c, client.id,
	                 &(struct ledger_entry){.kind = "contact",
	                                        .data = pool_slicef(c->pool, "{\"what\":\"left\",\"contact\":%lld}",
	                                                            (long long)who.id),
	                                        .text = who.address}, e) < 0)
		return -1;
	str_addf(c->out, "%.*s has left %.*s\n", SLICE_ARG(who.address), SLICE_ARG(client.code));
	if (client.decider == who.id)
		str_addf(c->out,
			 "they decided for %.*s: docket decider %.*s ADDRESS names who does now\n",
			 SLICE_ARG(client.code), SLICE_ARG(client.code));
	return 0;
}

int
cmd_contact(struct cmd *c, struct err *e)
{
	if (slice_iis(c->words[0], "list")) {
		int64_t only = 0;
		struct client client;
		if (c->count > 1) {
			int got = client_by_code(c->store, c->pool, c->words[1], &client, e);
			if (got < 0)
				return -1;
			if (got == 0)
				return err_set(e, ERR_NOFILE, "there is no client '%.*s'",
				               SLICE_ARG(c->words[1]));
			only = client.id;
		}
		contact_list all = {0};
		if (contact_all(c->store, c->pool, only, &all, e) < 0)
			return -1;
		const struct contact *p;
		if (all.len == 0)
			str_adds(c->out, "no contacts\n");
		VEC_EACH (p, &all)
			str_addf(c->out, "%-32.*s %.*s%s\n", SLICE_ARG(p->address),
				 SLICE_ARG(p->name),
				 p->gone != 0		 ? "  (has left)"
				 : p->undeliverable != 0 ? "  (mail to them bounced)"
							 : "");
		return 0;
	}
	if (slice_iis(c->words[0], "remove") && c->count == 3)
		return contact_leaves(c, c->words[1], c->words[2], e);
	if (!slice_iis(c->words[0], "add") || c->count < 3 || c->count > 4)
		return err_set(e, ERR_USAGE,
			       "usage: contact list [CODE] | contact add CODE ADDRESS [NAME] | "
			       "contact remove CODE ADDRESS");
	if (contact_put(c, c->words[1], c->words[2], c->count > 3 ? c->words[3] : SLICE_NONE, e) <
	    0)
		return -1;
	str_addf(c->out, "contact %.*s added\n", SLICE_ARG(c->words[2]));
	return 0;
}

/* One field of a CSV line (RFC 4180), quotes taken off. Moves *line behind it. */
static struct slice
csv_field(struct pool *pool, struct slice *line)
{
	if (line->len == 0 || line->data[0] != '"') {
		ptrdiff_t comma = slice_index(*line, ',');
		size_t end = comma < 0 ? line->len : (size_t)comma;
		struct slice field = slice_trim(slice_sub(*line, 0, end));
		*line = slice_sub(*line, comma < 0 ? end : end + 1, line->len);
		return field;
	}
	char *text = pool_alloc(pool, line->len + 1);
	size_t n = 0, i = 1;
	for (; i < line->len; i++) {
		if (line->data[i] == '"' && i + 1 < line->len && line->data[i + 1] == '"')
			text[n++] = line->data[++i];
		else if (line->data[i] == '"')
			break;
		else
			text[n++] = line->data[i];
	}
	*line = slice_sub(*line, i + 1, line->len);
	ptrdiff_t comma = slice_index(*line, ',');
	*line = slice_sub(*line, comma < 0 ? line->len : (size_t)comma + 1, line->len);
	return slice_make(text, n);
}

enum csv_column { CSV_CODE, CSV_NAME, CSV_DOMAINS, CSV_CONTACT, CSV_ADDRESS, CSV_ZONE, CSV_LANG,
	CSV_LEAD, CSV_COLUMNS };
static const char *const csv_names[CSV_COLUMNS] = {"code", "name", "domains", "contact name",
	"contact address", "zone", "lang", "lead"};

static int
import_line(struct cmd *c, struct slice *fields, int64_t *clients, int64_t *contacts,
            struct err *e)
{
	struct client client;
	struct slice code = code_upper(c, fields[CSV_CODE]);
	int got = client_by_code(c->store, c->pool, code, &client, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		struct client_words w = {.code = code, .name = fields[CSV_NAME],
		                         .zone = fields[CSV_ZONE], .lang = fields[CSV_LANG],
		                         .lead = fields[CSV_LEAD], .domains = fields[CSV_DOMAINS]};
		if (client_put(c, &w, &client, e) < 0)
			return -1;
		++*clients;
	}
	struct contact known;
	if (fields[CSV_ADDRESS].len == 0)
		return 0;
	got = contact_by_address(c->store, c->pool, fields[CSV_ADDRESS], &known, e);
	if (got < 0)
		return -1;
	if (got == 1 && known.client == client.id)
		return 0; /* the same file may be imported again */
	++*contacts;
	return contact_put(c, code, fields[CSV_ADDRESS], fields[CSV_CONTACT], e);
}

/* words[0] is the text of the file: the shell reads it, wherever the daemon runs. */
int
cmd_import(struct cmd *c, struct err *e)
{
	struct slice rest = c->words[0], line;
	int column[CSV_COLUMNS];
	int64_t n = 0, clients = 0, contacts = 0;
	for (size_t i = 0; i < CSV_COLUMNS; i++)
		column[i] = -1;
	while (slice_line(&rest, &line)) {
		n++;
		if (slice_blank(line))
			continue;
		struct slice cells[32] = {{NULL, 0}};
		size_t count = 0;
		while (line.len > 0 && count < COUNT(cells))
			cells[count++] = csv_field(c->pool, &line);
		if (n == 1) {
			for (size_t i = 0; i < count; i++)
				for (size_t k = 0; k < CSV_COLUMNS; k++)
					if (slice_iis(cells[i], csv_names[k]))
						column[k] = (int)i;
			if (column[CSV_CODE] < 0 || column[CSV_NAME] < 0)
				return err_set(e, ERR_USAGE,
				               "line 1: the first line names the columns: code,name,domains,"
				               "contact name,contact address,zone,lang,lead");
			continue;
		}
		struct slice fields[CSV_COLUMNS] = {{NULL, 0}};
		for (size_t k = 0; k < CSV_COLUMNS; k++)
			if (column[k] >= 0 && (size_t)column[k] < count)
				fields[k] = cells[column[k]];
		if (import_line(c, fields, &clients, &contacts, e) < 0)
			return err_wrap(e, "line %lld, nothing imported", (long long)n);
	}
	str_addf(c->out, "%lld clients and %lld contacts imported\n", (long long)clients,
	         (long long)contacts);
	return 0;
}
