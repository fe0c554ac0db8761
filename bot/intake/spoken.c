/* Words that came by another way than mail, as the steps that mail goes through take them. */
#include "revise.h"

struct ctx *
spoken_open(struct intake *in, struct pool *pool, const struct job *j, struct reading *words)
{
	struct ctx *c = pool_alloc(pool, sizeof(*c));
	c->in = in;
	c->store = in->env.store;
	c->pool = pool;
	c->now = clock_now(in->env.clock);
	c->r = words;
	c->auth = "none";
	c->has_job = true;
	c->job = *j;
	str_init(&c->trail, TRAIL_MAX);
	json_begin(&c->trail_json, &c->trail);
	json_list(&c->trail_json);
	return c;
}

void
spoken_close(struct ctx *c)
{
	str_clear(&c->trail);
}

void
spoken_files(struct pool *pool, struct reading *words, struct slice names)
{
	struct slice line;
	while (slice_line(&names, &line))
		if (line.len > 0)
			VEC_ADD(&words->attachments, pool, ((struct attachment){.name = line}));
	if (words->attachments.len > 0) /* whatever was said with it: it belongs to the list */
		words->intent = INTENT_FEEDBACK;
}
