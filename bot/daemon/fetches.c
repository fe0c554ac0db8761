/* Claim, fetch, apply: see fetches.h. What a link gave is judged here, before it is an input. */
#include "fetches.h"

#include "docket/base/hash.h"
#include "docket/base/log.h"
#include "docket/base/step.h"
#include "docket/domain/fetch.h"
#include "docket/intake/fetch.h"

int
fetches_open(struct fetches *f, struct desk *d, struct err *e)
{
	*f = (struct fetches){.d = d, .look = true};
	if (d->conf->fetch.links != CONF_LINKS_PUBLIC)
		return 0;
	return fetcher_new(d->conf, d->conf->data, &f->fetcher, e);
}

/* What is under way ends here; its claims are known as lost at the next start. */
void
fetches_close(struct fetches *f)
{
	for (size_t i = 0; i < f->got_count; i++)
		fetch_free(f->got[i]);
	fetcher_free(f->fetcher);
	*f = (struct fetches){.fetcher = NULL};
}

int
fetches_fd(const struct fetches *f)
{
	return fetcher_fd(f->fetcher);
}

int64_t
fetches_nap(const struct fetches *f, int64_t limit)
{
	return f->look ? 0 : fetcher_wait(f->fetcher, limit);
}

void
fetches_read(struct fetches *f)
{
	fetcher_step(f->fetcher);
}

void
fetches_poke(struct fetches *f)
{
	f->look = true;
}

bool
fetches_busy(const struct fetches *f)
{
	return f->look || f->got_count > 0 || fetcher_busy(f->fetcher) > 0;
}

static bool
holds(const struct fetches *f, int64_t id)
{
	for (size_t i = 0; i < f->got_count; i++)
		if (f->got[i]->id == id)
			return true;
	return fetcher_has(f->fetcher, id);
}

/* Without a try: it ended docket each time, or links are not fetched any more. An answer, too. */
static int
give_up(struct fetches *f, int64_t id, struct err *e)
{
	struct fetch_result r = {.id = id,
				 .why = f->fetcher != NULL ? SLICE_LIT("lost") : SLICE_LIT("off")};
	return intake_fetched(f->d->intake, &r, e) < 0 ? -1 : 0;
}

/* The rows that are begun now, in one commit; how many, or -1. */
static int
claim(struct fetches *f, struct pool *pool, fetch_row_list *begun, struct err *e)
{
	struct store *s = f->d->store;
	fetch_row_list due = {0};
	int64_t room = FETCHES_AT_ONCE - (int64_t)(f->got_count + fetcher_busy(f->fetcher));
	int64_t until = f->fetcher != NULL ? clock_now(&f->d->clock) : INT64_MAX;
	const struct fetch_row *row;
	int given_up = 0;
	if (fetches_due(s, pool, until, 2 * FETCHES_AT_ONCE, &due, e) < 0)
		return -1;
	bool any = false;
	VEC_EACH (row, &due)
		any |= !holds(f, row->id);
	if (!any || room <= 0)
		return 0;
	if (store_begin(s, e) < 0)
		return -1;
	VEC_EACH (row, &due) {
		int r = 0;
		if (holds(f, row->id) || (int64_t)begun->len >= room)
			continue;
		if (f->fetcher == NULL || row->claims >= FETCH_CLAIMS_MAX) {
			r = give_up(f, row->id, e);
			given_up++;
		} else {
			r = intake_fetch_claim(f->d->intake, row->id, e);
			VEC_ADD(begun, pool, *row);
		}
		if (r < 0) {
			store_rollback(s);
			return -1;
		}
	}
	if (store_commit(s, e) < 0) {
		store_rollback(s);
		return -1;
	}
	step("fetch.claimed");
	return (int)begun->len + given_up;
}

static int
begin(struct fetches *f, struct err *e)
{
	struct pool *pool = pool_new();
	fetch_row_list begun = {0};
	int n = claim(f, pool, &begun, e);
	if (n == 0) {
		f->look = false;
		if (fetch_next(f->d->store, &f->due, e) < 0)
			n = -1;
	}
	for (size_t i = 0; n > 0 && i < begun.len; i++) {
		struct err one = ERR_INIT;
		if (fetcher_start(f->fetcher, begun.at[i].id, begun.at[i].url, &one) < 0)
			log_event(LOG_WARN, "fetch.start", "fetch=%lld why=%s",
				  (long long)begun.at[i].id, one.text);
	}
	pool_free(pool);
	return n;
}

/* The blob, in the open transaction; of what is only compared no more than its hash. 0, -1. */
static int
keep(struct fetches *f, const struct fetch *x, char sha[HASH_HEX], struct err *e)
{
	struct pool *pool = pool_new();
	struct fetch_row row = {.decision = 0};
	struct blob_batch *batch = NULL;
	int r = fetch_get(f->d->store, pool, x->id, &row, e);
	hash_sha256_hex(x->bytes, sha);
	if (r == 1 && row.decision == 0) {
		batch = blob_batch_new(f->d->store);
		r = batch == NULL ? err_set(e, ERR_RETRY, "out of memory")
				  : blob_add(batch, x->bytes, sha, e);
		if (r == 0)
			r = blob_sync(batch, e);
	}
	blob_batch_free(batch);
	pool_free(pool);
	return r < 0 ? -1 : 0;
}

/* What follows from it, in the open transaction. */
static int
apply(struct fetches *f, const struct fetch *x, struct err *e)
{
	struct fetch_result r = {.id = x->id,
				 .again = x->end.again,
				 .why = slice_of(x->end.why),
				 .status = x->status,
				 .host = x->host};
	struct artwork look = artwork_look(x->bytes);
	char sha[HASH_HEX];
	if (x->end.why == NULL)
		r.why = slice_of(fetch_judge(x->type, x->bytes, &look));
	if (r.why.len == 0) {
		if (keep(f, x, sha, e) < 0)
			return -1;
		r.sha = slice_of(sha);
		r.size = (int64_t)x->bytes.len;
		r.type = slice_of(look.type);
		r.width = look.width;
		r.height = look.height;
	}
	log_event(LOG_INFO, "fetch.done", "fetch=%lld status=%d why=%.*s bytes=%zu",
		  (long long)x->id, x->status, SLICE_ARG(r.why.len > 0 ? r.why : SLICE_LIT("kept")),
		  x->bytes.len);
	return intake_fetched(f->d->intake, &r, e) < 0 ? -1 : 0;
}

static int
apply_all(struct fetches *f, struct err *e)
{
	struct store *s = f->d->store;
	if (store_begin(s, e) < 0)
		return -1;
	for (size_t i = 0; i < f->got_count; i++)
		if (apply(f, f->got[i], e) < 0) {
			store_rollback(s);
			return -1;
		}
	if (store_commit(s, e) < 0) {
		store_rollback(s);
		return -1;
	}
	step("fetch.committed");
	for (size_t i = 0; i < f->got_count; i++)
		fetch_free(f->got[i]);
	f->got_count = 0;
	f->look = true;
	return 0;
}

int
fetches_turn(struct fetches *f, struct err *e)
{
	struct fetch *x;
	int did = 0;
	while (f->got_count < FETCHES_AT_ONCE && (x = fetcher_next(f->fetcher)) != NULL)
		f->got[f->got_count++] = x;
	if (f->got_count > 0) {
		step("fetch.done");
		if (apply_all(f, e) < 0)
			return -1;
		did = 1;
	}
	if (f->fetcher != NULL && f->due != 0 && f->due <= clock_now(&f->d->clock))
		f->look = true;
	if (!f->look)
		return did;
	int begun = begin(f, e);
	return begun < 0 ? -1 : did || begun > 0;
}
