/*
 * Any text as a client's mail: understanding must neither crash nor hang, its offsets must lie in
 * the text, and the JSON it gives must come back the same. First byte: what kind of mail.
 */
#include "docket/base/asset.h"
#include "docket/base/utf8.h"
#include "docket/understand/reading.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool held)
{
	if (!held)
		abort();
}

static void
check_found(const struct reading *r, const struct found *f)
{
	check(f->start <= f->end && f->end <= r->text.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct understanding *u;
	struct err e = ERR_INIT;
	struct reading r, *back = NULL;
	struct str clean, first, second;
	if (!u) {
		size_t count;
		const struct asset *all = asset_all(&count);
		check(understand_new(all, count, NULL, 0, &u, &e) == 0);
	}
	if (!size)
		return 0;
	struct pool *pool = pool_new();
	struct mail *m = pool_alloc(pool, sizeof(*m));
	str_init(&clean, 1 << 22);
	str_init(&first, 1 << 24);
	str_init(&second, 1 << 24);
	utf8_clean(&clean, slice_make((const char *)data + 1, size - 1));
	/* text, quoted text and subject are parted by form feeds */
	struct slice rest = str_slice(&clean);
	slice_cut(&rest, '\f', &m->text);
	slice_cut(&rest, '\f', &m->quoted);
	slice_cut(&rest, '\f', &m->subject);
	m->subject_base = m->subject;
	m->class = data[0] & 1 ? MAIL_AUTO : MAIL_HUMAN;
	m->class_rule = "fuzz";
	m->has_date = (data[0] & 2) != 0;
	m->date_ms = INT64_C(1770000000000);
	m->date_offset = data[0] & 4 ? -300 : 60;
	if (data[0] & 8)
		VEC_ADD(&m->in_reply_to, pool, SLICE_LIT("a@b.example"));
	if (data[0] & 16)
		VEC_ADD(&m->answers, pool, ((struct inline_answer){m->quoted, m->text, 0}));
	understand_mail(u, pool, m, INT64_C(1770000000000), zone_utc(), &r);
	for (int f = 0; f < FIELD_COUNT; f++)
		check_found(&r, &r.fields[f].value);
	for (size_t i = 0; i < r.items.len; i++)
		check_found(&r, &r.items.at[i].quote);
	reading_write(&r, true, &first);
	if (!str_failed(&first)) {
		check(reading_parse(pool, str_slice(&first), &back, &e) == 0);
		reading_write(back, true, &second);
		check(slice_eq(str_slice(&first), str_slice(&second)));
		struct round_message round[] = {{SLICE_LIT("a"), &r}, {SLICE_LIT("b"), back}};
		str_reset(&second);
		consolidate(u, pool, round, 2, &second);
	}
	str_clear(&clean);
	str_clear(&first);
	str_clear(&second);
	pool_free(pool);
	return 0;
}
