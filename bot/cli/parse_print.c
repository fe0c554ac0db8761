/* The views of `docket parse --print`. They read nothing but the mail: no configuration, no data.
 */
#include "docket/cli/parse_print.h"

#include "docket/base/json.h"
#include "docket/message/mail.h"

/* One line: backslash, LF, CR and tab escaped. */
static void
put_escaped(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.data[i]) {
		case '\\': str_adds(out, "\\\\"); break;
		case '\n': str_adds(out, "\\n"); break;
		case '\r': break;
		case '\t': str_addc(out, ' '); break;
		default: str_addc(out, s.data[i]);
		}
	}
}

static void
put_line(struct str *out, const char *key, struct slice value)
{
	str_adds(out, key);
	str_addc(out, '\t');
	put_escaped(out, value);
	str_addc(out, '\n');
}

static void
put_addresses(struct str *out, const char *key, const addr_list *list)
{
	bool comma = false;

	str_adds(out, key);
	str_addc(out, '\t');
	for (size_t i = 0; i < list->len; i++) {
		if (list->at[i].mailbox.len == 0)
			continue;
		if (comma)
			str_addc(out, ',');
		put_escaped(out, list->at[i].mailbox);
		comma = true;
	}
	str_addc(out, '\n');
}

static void
put_text(struct str *out, const struct mail *m)
{
	str_add(out, m->text);
	str_addc(out, '\n');
}

static void
put_text_signed(struct str *out, const struct mail *m)
{
	str_add(out, m->text_signed);
	str_addc(out, '\n');
}

static void
put_class(struct str *out, const struct mail *m)
{
	str_adds(out, mail_class_name(m->class));
	str_addc(out, '\n');
}

static void
put_forward(struct str *out, const struct mail *m)
{
	const struct forward *f = &m->forward;

	put_line(out, "forwarded", f->found ? SLICE_LIT("yes") : SLICE_LIT("no"));
	put_line(out, "from_addr", f->from.mailbox);
	put_line(out, "from_name", f->from.name);
	put_line(out, "subject", f->subject);
	put_addresses(out, "to", &f->to);
	put_addresses(out, "cc", &f->cc);
	put_line(out, "message", f->found ? f->message : m->text);
	put_line(out, "body", f->body);
}

static void
put_mime(struct str *out, const struct mail *m)
{
	struct json j;
	struct addr from = m->from.len > 0 ? m->from.at[0] : (struct addr){SLICE_NONE, SLICE_NONE};

	json_begin(&j, out);
	json_open(&j);
	json_put_text(&j, "subject", m->subject);
	json_put_text(&j, "from_addr", from.mailbox);
	json_put_text(&j, "from_name", from.name);
	json_put_text(&j, "text", m->body);
	json_key(&j, "attachments");
	json_list(&j);
	for (size_t i = 0; i < m->attachments.len; i++) {
		json_open(&j);
		json_put_text(&j, "name", m->attachments.at[i].name);
		json_put_int(&j, "size", (int64_t)m->attachments.at[i].size);
		json_close(&j);
	}
	json_list_end(&j);
	json_close(&j);
	str_addc(out, '\n');
}

static const struct {
	const char *what;
	void (*put)(struct str *out, const struct mail *m);
} views[] = {
	{"text", put_text},   {"text-with-signature", put_text_signed},
	{"class", put_class}, {"forward", put_forward},
	{"mime", put_mime},
};

int
parse_print(const char *what, struct slice raw, struct str *out, struct err *e)
{
	for (size_t i = 0; i < COUNT(views); i++) {
		if (strcmp(views[i].what, what) != 0)
			continue;
		static const struct mail nothing;
		struct pool *pool = pool_new();
		struct mail *m = NULL;
		struct err why = ERR_INIT;
		int read = mail_read(pool, raw, NULL, &mail_limits_default, &m, &why);
		views[i].put(out, read == 0 ? m : &nothing);
		pool_free(pool);
		return 0;
	}
	return err_set(e, ERR_USAGE,
		       "--print knows text, text-with-signature, class, forward and mime, not '%s'",
		       what);
}
