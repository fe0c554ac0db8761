/* What no single key can get wrong: names used twice, clear text over a network, a mail loop. */
#include "cross.h"

#include "valid.h"

static const struct tree *
entry(const struct tree *root, size_t i)
{
	const struct tree *boxes = tree_get(root, "mailboxes");

	return boxes != NULL && i < boxes->items.len ? boxes->items.at[i] : NULL;
}

static void
check_tls(const struct tree *where, const char *host, enum conf_tls tls, struct faults *f)
{
	const struct tree *at = tree_get(where, "tls");

	if (at == NULL || host == NULL || tls != CONF_TLS_NONE || valid_is_loopback(host))
		return;
	fault_add(f, at->line, at->col,
		  "'tls: none' would send mail and passwords in clear text to '%s' - use implicit "
		  "or starttls",
		  fault_quote(f->pool, slice_of(host)));
}

static bool
same_text(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool
same_path(struct pool *pool, const char *a, const char *b)
{
	return a != NULL && b != NULL &&
	       strcmp(valid_clean_path(pool, a), valid_clean_path(pool, b)) == 0;
}

static void
check_pair(const struct conf_mailbox *a, const struct conf_mailbox *b, const struct tree *where,
	   struct faults *f)
{
	const struct tree *at;

	at = tree_get(where, "name");
	if (same_text(a->name, b->name) && at != NULL)
		fault_add(f, at->line, at->col, "the name '%s' is taken by the mailbox in line %d",
			  b->name, a->line);
	at = tree_get(where, "maildir");
	if (same_path(f->pool, a->maildir, b->maildir) && at != NULL)
		fault_add(f, at->line, at->col, "the mailbox in line %d reads this Maildir already",
			  a->line);
	at = tree_get(where, "host");
	if (same_text(a->host, b->host) && a->port == b->port && same_text(a->user, b->user) &&
	    same_text(a->folder, b->folder) && at != NULL)
		fault_add(f, at->line, at->col,
			  "the mailbox in line %d reads folder '%s' of this user already", a->line,
			  b->folder);
}

static void
check_mailbox(const struct conf *c, size_t i, const struct tree *root, struct faults *f)
{
	const struct conf_mailbox *box = &c->mailboxes.at[i];
	const struct tree *where = entry(root, i), *at = tree_get(where, "after");

	check_tls(where, box->host, box->tls, f);
	if (at != NULL && box->after != NULL && box->folder != NULL &&
	    slice_starts(slice_of(box->after), "move:") && same_text(box->after + 5, box->folder))
		fault_add(f, at->line, at->col,
			  "'after' would move mail to the folder it comes from");
	for (size_t j = 0; j < i; j++)
		check_pair(&c->mailboxes.at[j], box, where, f);
}

static void
check_chat(const struct conf *c, size_t i, const struct tree *root, struct faults *f)
{
	const struct conf_chat *chat = &c->chat.at[i];
	const struct tree *list = tree_get(root, "chat");
	const struct tree *where = list != NULL && i < list->items.len ? list->items.at[i] : NULL;
	const struct tree *at = tree_get(where, "name");

	for (size_t j = 0; j < i; j++)
		if (same_text(c->chat.at[j].name, chat->name) && at != NULL)
			fault_add(f, at->line, at->col,
				  "the name '%s' is taken by the entry in line %d", chat->name,
				  c->chat.at[j].line);
	at = tree_get(where, "transport");
	if (chat->transport == CONF_TRANSPORT_PUSH && c->http.listen == NULL && at != NULL)
		fault_add(f, at->line, at->col,
			  "'transport: push' needs http.listen: the platform calls docket");
}

void
cross_check(const struct conf *c, const struct tree *root, struct faults *f)
{
	const struct tree *out = tree_get(root, "outgoing"), *at = tree_get(out, "maildir");

	for (size_t i = 0; i < c->mailboxes.len; i++) {
		const struct conf_mailbox *box = &c->mailboxes.at[i];

		check_mailbox(c, i, root, f);
		if (at != NULL && same_path(f->pool, box->maildir, c->outgoing.maildir))
			fault_add(f, at->line, at->col,
				  "mailbox '%s' reads this Maildir - docket would answer itself; "
				  "use another folder",
				  box->name ? box->name : "?");
	}
	check_tls(out, c->outgoing.host, c->outgoing.tls, f);
	for (size_t i = 0; i < c->chat.len; i++)
		check_chat(c, i, root, f);
}
