/*
 * A job that starts like an earlier one of the same client: kit, formats and channels are taken
 * over where nothing else was said; never a date, an approver, or words of another client's.
 */
#include "like.h"

#include "docket/domain/like.h"
#include "docket/store/repair.h"

int
like_copy(struct life *l, const struct job *from, bool kit, struct err *e)
{
	static const int fields[] = {FIELD_SPECS, FIELD_CHANNELS};
	struct job *j = l->job;
	if (from->client != j->client || from->id == j->id)
		return err_set(e, ERR_REFUSED, "%.*s is no earlier job of this client", SLICE_ARG(from->ref));
	if (kit && !slice_eq(j->kit, from->kit)) {
		j->kit = from->kit;
		j->required = kit_required(l->in->env.kits, j->kit);
		if (life_event(l, "kit", SLICE_NONE, j->kit, e) < 0)
			return -1;
	}
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct brief_field b = from->brief[fields[i]];
		if (!b.given || j->brief[fields[i]].given)
			continue;
		b.rule = pool_slicef(l->pool, "like %.*s", SLICE_ARG(from->ref));
		if (brief_set(l->in, l->pool, j, fields[i], &b, l->actor, l->now, e) < 0)
			return -1;
	}
	struct slice data = pool_slicef(l->pool, "{\"job\":\"%.*s\"}", SLICE_ARG(from->ref));
	return job_link_add(l->in->env.store, j->id, from->id, l->actor, l->now, e) < 0
	               ? -1
	               : life_event(l, "like", data, SLICE_NONE, e);
}

int
like_said(struct life *l, struct slice text, struct err *e)
{
	struct slice ref;
	for (size_t at = 0; like_next(l->in->env.phrases, text, &at, &ref);) {
		struct job from;
		int got = job_by_ref(l->in->env.store, l->pool, ref, &from, e);
		if (got < 0)
			return -1;
		/* Numbers of other clients are nobody's business here: not even that they exist. */
		if (got == 1 && from.client == l->job->client && from.id != l->job->id)
			return like_copy(l, &from, slice_is(l->job->kit, "other"), e) < 0 ? -1 : 1;
	}
	return 0;
}
