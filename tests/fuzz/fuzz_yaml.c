/*
 * libFuzzer over docket.yaml: whatever the bytes, either a configuration whose texts are all there,
 * or an error and at least one fault, which must be printable.
 */
#include "docket/base/utf8.h"
#include "docket/conf/conf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

static void
check_conf(const struct conf *c)
{
	const struct conf_mailbox *box;

	must(c->data != NULL && c->data[0] != '\0');
	must(c->agency.name != NULL && c->agency.zone != NULL && c->agency.lang != NULL);
	for (size_t i = 0; i < c->mailboxes.len; i++) {
		box = &c->mailboxes.at[i];
		must(box->name != NULL && box->folder != NULL && box->after != NULL);
		must((box->host == NULL) != (box->maildir == NULL));
		must(box->host == NULL ||
		     (box->port > 0 && box->port < 65536 && box->user != NULL));
		must(box->line > 0);
	}
	if (c->has_outgoing) {
		must((c->outgoing.host == NULL) != (c->outgoing.maildir == NULL));
		must(c->outgoing.from_address != NULL &&
		     strchr(c->outgoing.from_address, '@') != NULL);
		must(c->agency.domains.len > 0);
	}
	must(conf_mode_of(c, "prompt") <= CONF_NEVER);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf *c = NULL;
	struct err e = ERR_INIT;
	struct str faults;

	str_init(&faults, 1 << 20);
	if (conf_parse(slice_make((const char *)data, size), "f.yaml", &c, &faults, &e) == 0) {
		check_conf(c);
		must(faults.len == 0);
	} else {
		must(c == NULL && e.kind == ERR_CONFIG && e.text[0] != '\0');
		must(slice_has(str_slice(&faults), "nothing changed"));
		must(utf8_valid(str_slice(&faults)));
		for (size_t i = 0; i < faults.len; i++)
			must((unsigned char)faults.data[i] >= 0x20 || faults.data[i] == '\n');
	}
	conf_free(c);
	str_clear(&faults);
	return 0;
}
