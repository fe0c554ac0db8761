/* Mails for the tests of understanding, made without the mail reader. */
#include "sample.h"

#include <stdlib.h>

#include "docket/base/asset.h"

static struct understanding *compiled;
static struct pool *pool;

static void
forget(void)
{
	understand_free(compiled);
	pool_free(pool);
}

const struct understanding *
sample_understanding(void)
{
	/* the kits of the annotation guide, so that the tests need no files of others */
	static const unsigned every = FIELD_BIT(FIELD_DELIVERABLE) | FIELD_BIT(FIELD_OBJECTIVE) |
				      FIELD_BIT(FIELD_DEADLINE) | FIELD_BIT(FIELD_APPROVER);
	struct kit_need kits[] = {
		{"social", every | FIELD_BIT(FIELD_AUDIENCE) | FIELD_BIT(FIELD_CHANNELS)},
		{"landing-page",
		 every | FIELD_BIT(FIELD_AUDIENCE) | FIELD_BIT(FIELD_COPY_OR_OFFER)},
		{"print", every | FIELD_BIT(FIELD_SPECS)},
		{"video", every | FIELD_BIT(FIELD_SPECS)},
		{"web", every},
	};
	struct err e = ERR_INIT;
	size_t count;
	const struct asset *all = asset_all(&count);
	if (compiled)
		return compiled;
	if (understand_new(all, count, kits, COUNT(kits), &compiled, &e) < 0) {
		CHECK_STR(e.text, "");
		abort();
	}
	pool = pool_new();
	atexit(forget);
	return compiled;
}

struct reading *
sample_read(const struct sample *s)
{
	const struct understanding *u = sample_understanding();
	pool_reset(pool);
	struct mail *m = pool_alloc(pool, sizeof(*m));
	struct reading *r = pool_alloc(pool, sizeof(*r));
	m->class = MAIL_HUMAN;
	m->class_rule = "test";
	VEC_ADD(&m->from, pool,
		((struct addr){SLICE_LIT("Ann Lee"), SLICE_LIT("ann@client.example")}));
	m->subject = m->subject_base = slice_of(s->subject);
	m->text = m->text_signed = m->body = slice_of(s->text);
	m->quoted = slice_of(s->quoted);
	if (s->reply)
		VEC_ADD(&m->in_reply_to, pool, SLICE_LIT("x@y.example"));
	m->has_date = true;
	m->date_offset = s->date ? s->offset : -300;
	if (!zone_parse_iso(slice_of(s->date ? s->date : "2026-03-10T10:00:00"),
			    zone_offset(m->date_offset), &m->date_ms))
		abort();
	understand_mail(u, pool, m, 0, NULL, r);
	return r;
}

const char *
sample_text(struct slice s)
{
	return pool_cstr(pool, s);
}
