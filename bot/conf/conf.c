/* Finds, reads and completes the configuration. What its keys are stands in keys.c. */
#include "docket/conf/conf.h"

#include "cross.h"
#include "docket/base/file.h"
#include "keys.h"
#include "print.h"
#include "schema.h"
#include "valid.h"

#include <limits.h>
#include <unistd.h>

int
conf_find(const char *given, char *buf, size_t size, struct err *e)
{
	static const char *const places[] = {"./docket.yaml", "/etc/docket/docket.yaml"};
	const char *named = given != NULL ? given : getenv("DOCKET_CONFIG");

	if (named != NULL && named[0] != '\0') {
		if (strlen(named) >= size)
			return err_set(e, ERR_CONFIG, "the path of the configuration is too long");
		(void)slice_cstr(slice_of(named), buf, size);
		return 0;
	}
	for (size_t i = 0; i < COUNT(places); i++) {
		if (access(places[i], F_OK) == 0 && strlen(places[i]) < size) {
			(void)slice_cstr(slice_of(places[i]), buf, size);
			return 0;
		}
	}
	return err_set(e, ERR_CONFIG,
		       "no configuration: neither %s nor %s exists - start from "
		       "config/docket.example.yaml, or name it with -c FILE",
		       places[0], places[1]);
}

static const char *
lower(struct pool *pool, const char *text)
{
	char *copy = pool_cstr(pool, slice_of(text));

	for (char *p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return copy;
}

static int
default_port(enum conf_tls tls, int implicit, int other)
{
	return tls == CONF_TLS_IMPLICIT ? implicit : other;
}

/* Defaults that follow from other keys. */
static void
complete(struct conf *c, const struct tree *root)
{
	const struct tree *boxes = tree_get(root, "mailboxes"), *out = tree_get(root, "outgoing");
	struct conf_mailbox *box;
	const char **domain, **day;

	VEC_EACH (box, &c->mailboxes) {
		box->line = boxes->items.at[box - c->mailboxes.at]->line;
		if (box->host != NULL && box->port == 0)
			box->port = default_port(box->tls, 993, 143);
	}
	for (size_t i = 0; i < c->chat.len; i++)
		c->chat.at[i].line = tree_get(root, "chat")->items.at[i]->line;
	if (out != NULL && out->kind == TREE_MAP) {
		c->has_outgoing = true;
		c->outgoing.line = out->line;
		if (c->outgoing.host != NULL && c->outgoing.port == 0)
			c->outgoing.port = default_port(c->outgoing.tls, 465, 587);
	}
	if (c->outgoing.from != NULL &&
	    valid_split_from(c->pool, c->outgoing.from, &c->outgoing.from_name,
			     &c->outgoing.from_address)) {
		const char *behind = strrchr(c->outgoing.from_address, '@') + 1;

		if (c->agency.name == NULL && c->outgoing.from_name[0] != '\0')
			c->agency.name = c->outgoing.from_name;
		if (c->agency.domains.len == 0)
			VEC_ADD(&c->agency.domains, c->pool, behind);
	}
	VEC_EACH (domain, &c->agency.domains)
		*domain = lower(c->pool, *domain);
	VEC_EACH (day, &c->agency.holidays) {
		struct day_off off;

		if (day_off_parse(slice_of(*day), &off))
			VEC_ADD(&c->agency.off, c->pool, off);
	}
	if (c->agency.name == NULL)
		c->agency.name = c->agency.domains.len > 0 ? c->agency.domains.at[0] : "The agency";
	if (c->outgoing.from_name != NULL && c->outgoing.from_name[0] == '\0')
		c->outgoing.from_name = c->agency.name;
}

/* folder: where relative paths start; NULL keeps them. */
static int
parse(struct slice text, const char *path, const char *folder, struct conf **out,
      struct str *faults, struct err *e)
{
	struct pool *pool = pool_new();
	struct conf *c = pool_alloc(pool, sizeof(*c));
	const struct tree *root;
	struct faults f;

	c->pool = pool;
	c->path = pool_cstr(pool, slice_of(path));
	fault_init(&f, pool, c->path, text);
	if (tree_read(text, &f, &root) == 0) {
		struct schema s = {keys_conf, keys_conf_count, NULL, &f};

		if (folder != NULL)
			s.folder = pool_cstr(pool, slice_of(folder));
		schema_fill(&s, root, c);
		complete(c, root);
		cross_check(c, root, &f);
	}
	if (fault_report(&f, faults, e) < 0) {
		pool_free(pool);
		return -1;
	}
	*out = c;
	return 0;
}

/* The folder of a path, in buf; "." has none. */
static const char *
folder_of(const char *path, char *buf, size_t size)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return NULL;
	return slice_cstr(slice_make(path, slash == path ? 1 : (size_t)(slash - path)), buf, size);
}

int
conf_parse(struct slice text, const char *path, struct conf **out, struct str *faults,
	   struct err *e)
{
	char folder[PATH_MAX];

	return parse(text, path, folder_of(path, folder, sizeof(folder)), out, faults, e);
}

int
conf_load(const char *path, struct conf **out, struct str *faults, struct err *e)
{
	char given[PATH_MAX], folder[PATH_MAX];
	struct str text;
	int status = -1;

	str_init(&text, TREE_BYTES_MAX + 1);
	if (file_read(path, &text, e) < 0) {
		if (e != NULL && str_failed(&text)) {
			err_clear(e);
			(void)err_set(e, ERR_CONFIG,
				      "%s: larger than a configuration may be (%d KB)", path,
				      TREE_BYTES_MAX / 1024);
		}
		goto done;
	}
	/* Absolute, because the daemon leaves the folder it was started in. */
	if (realpath(folder_of(path, given, sizeof(given)) ? given : ".", folder) == NULL) {
		(void)slice_cstr(slice_of("."), folder, sizeof(folder));
	}
	status = parse(str_slice(&text), path, folder, out, faults, e);
done:
	str_clear(&text);
	return status;
}

void
conf_free(struct conf *c)
{
	if (c != NULL)
		pool_free(c->pool);
}

enum conf_mode
conf_mode_of(const struct conf *c, const char *kind)
{
	for (size_t i = 0; i < c->kinds.len; i++)
		if (strcmp(c->kinds.at[i].kind, kind) == 0)
			return c->kinds.at[i].mode;
	return c->replies;
}

const char *
conf_mode_name(enum conf_mode m)
{
	static const char *const names[] = {
		[CONF_DRAFT] = "draft",
		[CONF_DELAY] = "delay",
		[CONF_AUTOMATIC] = "automatic",
		[CONF_NEVER] = "never",
	};
	return names[m];
}

const char *
conf_mode_kinds(void)
{
	return MODE_KINDS;
}

void
conf_example(struct str *out)
{
	str_adds(out, "# docket's configuration. Every setting there is, with its default where it "
		      "has one; lines\n# behind # are off. `docket check` tries what is said here. "
		      "Written by docket itself.\n");
	print_example(keys_conf, keys_conf_count, out);
}

void
conf_manual(struct str *roff_out)
{
	print_manual(keys_conf, keys_conf_count, roff_out);
}
