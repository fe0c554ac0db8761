/*
 * The clock as a source of inputs: a table of what may fall due by it alone. Each part works in a
 * transaction of its own, and is in the input log where it changed anything.
 */
#include "digest.h"
#include "input.h"
#include "life.h"
#include "plan.h"

static int
tell_held(struct intake *in, struct pool *pool, const struct alarm *a, struct err *e)
{
	bool triage = slice_starts(a->key, "triage:");
	struct slice held = pool_slicef(pool, "%lld", (long long)a->held);
	struct note n = {.kind = "team-note", .client = a->client};
	if (triage) {
		n.headline = SAY_OF("note.triage.more", {held});
		n.lines[n.line_count++] = SAY("note.triage.storm");
		n.next = SAY_TEXT(SLICE_LIT("docket triage"));
	} else {
		n.headline = SAY_OF("note.more", {a->text, held});
		n.lines[n.line_count++] = SAY_OF("note.more.hour", {held});
	}
	if (alarm_told(in->env.store, a->key, clock_now(in->env.clock), e) < 0)
		return -1;
	return notify_team(in, pool, &n, e);
}

/* One note for the alarms held back in an hour that is over. */
static int
alarms_idle(struct intake *in, struct err *e)
{
	struct store *s = in->env.store;
	struct pool *pool = pool_new();
	alarm_list held = {0};
	int r = alarm_held(s, pool, clock_now(in->env.clock), &held, e);
	if (r == 0 && held.len > 0 && (r = store_begin(s, e)) == 0) {
		for (size_t i = 0; r == 0 && i < held.len; i++)
			r = tell_held(in, pool, &held.at[i], e);
		r = r < 0 ? -1 : store_commit(s, e);
		if (r < 0)
			store_rollback(s);
	}
	pool_free(pool);
	return r < 0 ? -1 : (int)held.len;
}

static const struct {
	const char *name;
	int (*run)(struct intake *in, struct err *e); /* how many mails were queued, or -1 */
} parts[] = {
	{"alarms", alarms_idle},
	{"repeat", repeat_idle},
	{"digest", digest_idle},
	{"remind", remind_idle},
	{"window", window_idle},
	{"waiting", waiting_idle},
	{"chat", chat_idle},
};

static int
run_part(struct intake *in, size_t i, struct err *e)
{
	char data[96];
	int64_t now = input_open(in);
	snprintf(data, sizeof(data), "{\"part\":\"%s\",\"unread\":%lld}", parts[i].name,
		 (long long)in->unread_ms);
	struct input what = {.at = now, .kind = SLICE_LIT("tick"), .data = slice_of(data)};
	input_watch(in->env.store, &what);
	int count = parts[i].run(in, e);
	input_watch(in->env.store, NULL);
	return input_close(in, count, NULL, e);
}

int
intake_idle(struct intake *in, struct err *e)
{
	int count = 0;
	for (size_t i = 0; i < COUNT(parts); i++) {
		int queued = run_part(in, i, e);
		if (queued < 0)
			return -1;
		count += queued;
	}
	return count;
}

int
intake_tick(struct intake *in, struct slice part, struct err *e)
{
	for (size_t i = 0; i < COUNT(parts); i++)
		if (slice_is(part, parts[i].name))
			return run_part(in, i, e) < 0 ? -1 : 0;
	return err_set(e, ERR_MESSAGE, "the clock has no part '%.*s'", SLICE_ARG(part));
}
