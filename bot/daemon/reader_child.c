/*
 * Reads hostile mail in a sandbox: raw bytes in, a reading as JSON out. Whatever goes wrong in here
 * ends this process and nothing else.
 */
#include "children.h"
#include "sandbox.h"

#include "docket/base/hash.h"
#include "docket/base/utf8.h"
#include "docket/base/zone.h"
#include "docket/daemon/daemon.h"

#include <signal.h>
#include <stdlib.h>

int
reader_read_mail(const struct reader_order *o, struct pool *pool, struct str *out, struct err *why)
{
	struct mail *m = NULL;
	if (mail_read(pool, o->raw, o->own, &mail_limits_default, &m, why) < 0)
		return -1;
	struct reading *r = pool_alloc(pool, sizeof(*r));
	understand_mail(o->understanding, pool, m, o->fallback, zone_offset(o->offset), r);
	reading_write(r, true, out);
	return str_failed(out) ? err_set(why, ERR_MESSAGE, "what was read is too large to pass on") : 0;
}

static int
read_one(struct frame_chan *chan, struct reader_order *o, struct pool *pool, struct slice payload,
         struct err *e)
{
	uint64_t id = 0, fallback = 0;
	uint32_t offset = 0;
	if (!frame_get_u64(&payload, &id) || !frame_get_u64(&payload, &fallback) ||
	    !frame_get_u32(&payload, &offset) || !frame_get_bytes(&payload, &o->raw))
		return err_set(e, ERR_STOP, "a malformed order to the reader");
	o->fallback = (int64_t)fallback;
	o->offset = (int)offset - 24 * 60;
	struct str out;
	struct err why = ERR_INIT;
	str_init(&out, READER_FRAME_MAX - 64);
	sandbox_deadline(SANDBOX_READ_SECONDS);
	unsigned char type = READER_SAID;
	if (reader_read_mail(o, pool, &out, &why) < 0) {
		type = READER_FAILED;
		str_reset(&out);
		str_adds(&out, why.text);
	}
	sandbox_deadline(0);
	struct str head;
	str_init(&head, 64);
	frame_put_u64(&head, id);
	struct slice parts[] = {str_slice(&head), str_slice(&out)};
	int r = frame_send(chan, type, parts, COUNT(parts), e);
	str_clear(&head);
	str_clear(&out);
	return r;
}

/* argv: LEXICON-FOLDER KITS-FOLDER OWN-ADDRESS, each "-" for none. */
int
reader_child(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct kits *kits = NULL;
	struct understanding *u = NULL;
	struct str faults;
	str_init(&faults, 4096);
	if (argc != 3)
		return 64;
	const char *arg[3];
	for (int i = 0; i < 3; i++)
		arg[i] = strcmp(argv[i], "-") == 0 ? NULL : argv[i];
	if (mail_setup(&e) < 0 || kits_load(arg[1], &kits, &faults, &e) < 0 ||
	    desk_understanding(arg[0], kits, &u, &e) < 0 || sandbox_enter(&e) < 0) {
		fprintf(stderr, "docket reader: %s\n", e.text);
		return 78;
	}
	signal(SIGALRM, SIG_DFL);
	struct frame_chan chan;
	frame_init(&chan, CHILD_FD, READER_FRAME_MAX);
	struct pool *pool = pool_new();
	struct slice own_address = slice_of(arg[2]);
	slice_list own = {.at = &own_address, .len = arg[2] != NULL ? 1 : 0, .cap = 1};
	struct reader_order order = {.understanding = u, .own = &own};
	int r = 1;
	while (r > 0) {
		unsigned char type;
		struct slice payload;
		r = frame_recv(&chan, &type, &payload, &e);
		if (r > 0 && read_one(&chan, &order, pool, payload, &e) < 0)
			r = -1;
		pool_reset(pool);
	}
	/* Freed for the leak checker; the recycled process would not need it. */
	pool_free(pool);
	frame_clear(&chan);
	understand_free(u);
	kits_free(kits);
	str_clear(&faults);
	mail_teardown();
	zone_free_all();
	return r < 0 ? 1 : 0;
}
