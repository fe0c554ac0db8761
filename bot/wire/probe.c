/* Trying a mailbox for `docket check`: connects, logs in, opens the folder, counts. */
#include "docket/wire/source.h"

#include "imap_conn.h"

#include "docket/conf/conf.h"

#include <stdlib.h>

enum { PASSWORD_MAX = 4096, CONNECT_MS = 15 * 1000, TIMEOUT_MS = 15 * 1000, GOODBYE_MS = 2000 };

int
imap_probe(const struct conf_mailbox *mb, uint64_t *messages_out, struct err *e)
{
	char password[PASSWORD_MAX] = "";
	struct imap_login login = {.host = mb->host,
				   .port = mb->port,
				   .tls = mb->tls,
				   .user = mb->user ? mb->user : "",
				   .password = password,
				   .folder = mb->folder ? mb->folder : "INBOX",
				   .ca = mb->ca,
				   .read_only = true,
				   .connect_ms = CONNECT_MS,
				   .timeout_ms = TIMEOUT_MS};
	struct imap_conn *c = malloc(sizeof(*c));
	int r = 0;

	if (c == NULL)
		return err_set(e, ERR_RETRY, "no memory for a connection");
	if (mb->password.file != NULL || mb->password.env != NULL || mb->password.command != NULL)
		r = conf_secret_read(&mb->password, password, sizeof(password), e);
	if (r == 0) {
		r = imap_open(c, &login, NULL, e);
		if (r == 0)
			*messages_out = c->facts.exists;
		imap_close(c, r == 0 ? GOODBYE_MS : 0);
	}
	explicit_bzero(password, sizeof(password));
	free(c);
	return r < 0 ? err_wrap(e, "mailbox %s", mb->name ? mb->name : "?") : 0;
}
