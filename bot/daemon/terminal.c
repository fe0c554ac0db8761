/* The terminal chat, on an open desk; see docket/daemon/daemon.h. control.c carries it. */
#include "docket/daemon/daemon.h"
#include "docket/intake/chat.h"
#include "docket/store/chat.h"

enum { TRY_AGAIN_MS = 60000 };

static const char source[] = "terminal", room[] = "terminal";

static const struct chat_caps caps = {.slash = true,
				      .buttons = true,
				      .update = true,
				      .threads = true,
				      .ephemeral = true,
				      .direct = true,
				      .forms = true,
				      .unit = CHAT_CODEPOINTS};

static struct chat_from
from_of(int64_t member)
{
	return (struct chat_from){.name = source, .room = room, .caps = &caps, .member = member};
}

int
terminal_member(struct desk *d, struct pool *p, struct slice as, struct member *out, struct err *e)
{
	member_list all = {0};
	if (as.len > 0) {
		int got = member_by_handle(d->store, p, as, out, e);
		if (got == 0)
			return err_set(e, ERR_REFUSED,
				       "there is no member '%.*s' to act as; docket member list "
				       "shows them",
				       SLICE_ARG(as));
		return got < 0 ? -1 : 0;
	}
	if (member_all(d->store, p, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++)
		if (all.at[i].active && (all.at[i].roles & ROLE_OWNER)) {
			*out = all.at[i];
			return 0;
		}
	return err_set(e, ERR_REFUSED,
		       "nobody has the role of owner: say who you are with --as MEMBER (docket "
		       "member list shows them)");
}

int
terminal_say(struct desk *d, const struct member *m, struct chat_event *ev, struct err *e)
{
	struct chat_from from = from_of(m->id);
	struct chat_said said;
	struct pool *p = pool_new();
	int64_t id;
	ev->room = slice_of(room);
	ev->who = (struct chat_actor){.uid = m->handle, .handle = m->handle, .display = m->name};
	ev->trigger = slice_of("terminal"); /* a form can be opened at any time */
	ev->reply_left = -1;
	int r = store_begin(d->store, e);
	if (r == 0) {
		r = intake_chat(d->intake, &from, ev, p, &said, e);
		if (r == 1 && said.has) {
			if (said.m.act == CHAT_REPLY)
				said.m.act = CHAT_POST;
			if (said.m.act == CHAT_OPEN) /* other terminals have no use for it */
				said.m.only = m->handle;
			said.m.room = slice_of(room);
			if (chat_out_add(d->store, slice_of(source), &said.m, said.job,
					 clock_now(&d->clock), &id, e) < 0)
				r = -1;
		}
		r = r < 0 ? -1 : store_commit(d->store, e);
		if (r < 0)
			store_rollback(d->store);
	}
	pool_free(p);
	return r;
}

/* Shows the next message; 1, 0 none, -1. */
static int
show_next(struct desk *d, terminal_show *show, void *arg, struct err *e)
{
	struct pool *p = pool_new();
	struct chat_out_row row;
	int64_t now = clock_now(&d->clock);
	int r = store_begin(d->store, e);
	if (r < 0) {
		pool_free(p);
		return -1;
	}
	r = chat_out_claim(d->store, p, slice_of(source), now, now + TRY_AGAIN_MS, &row, e);
	if (r == 1) {
		struct slice ref = row.m.act == CHAT_UPDATE
					   ? row.m.replace
					   : pool_slicef(p, "t%lld", (long long)row.id);
		struct chat_settle done = {.id = row.id,
					   .now = now,
					   .state = CHAT_OUT_SENT,
					   .parts_done = 1,
					   .posted = ref,
					   .thread = row.m.thread.len > 0 ? row.m.thread : ref};
		if (chat_out_settle(d->store, &done, e) < 0)
			r = -1;
		else
			show(arg, ref, &row.m);
	}
	if (r < 0 || store_commit(d->store, e) < 0) {
		store_rollback(d->store);
		r = -1;
	}
	pool_free(p);
	return r;
}

int
terminal_pump(struct desk *d, terminal_show *show, void *arg, struct err *e)
{
	struct chat_from from = from_of(0);
	int n = 0, got;
	if (intake_chat_cards_at(d->intake, &from, e) < 0)
		return -1;
	while ((got = show_next(d, show, arg, e)) == 1)
		n++;
	return got < 0 ? -1 : n;
}
