/* `link-me`: whose chat account is whose, and taking one back. Linking itself is done in chat. */
#include "cmd.h"

#include "docket/store/chat.h"

static int
print_one(struct cmd *c, const struct chat_identity *i, struct err *e)
{
	struct member m;
	struct contact p;
	struct slice name = SLICE_NONE;
	int got = i->member != 0 ? member_by_id(c->store, c->pool, i->member, &m, e)
	                         : contact_by_id(c->store, c->pool, i->contact, &p, e);
	if (got < 0)
		return -1;
	if (got == 1)
		name = i->member != 0 ? m.handle : p.address;
	str_addf(c->out, "%lld  %.*s is %.*s%s%.*s on %.*s (%s)\n", (long long)i->id, SLICE_ARG(name),
	         SLICE_ARG(i->uid), i->tenant.len > 0 ? " of " : "", SLICE_ARG(i->tenant),
	         SLICE_ARG(i->source),
	         slice_is(i->how, "code") ? "proved by a mailed code" : "by the platform's verified address");
	return 0;
}

static int
drop(struct cmd *c, const chat_identity_list *all, struct err *e)
{
	int64_t id = 0;
	slice_int(c->words[1], &id);
	for (size_t i = 0; i < all->len; i++) {
		if (all->at[i].id != id)
			continue;
		if (chat_identity_revoke(c->store, id, c->now, e) < 0)
			return -1;
		str_adds(c->out, "that account is nobody's any more; link-me in chat makes it somebody's again\n");
		return 0;
	}
	return err_set(e, ERR_NOFILE, "there is no account %.*s here; 'link-me' lists them",
	               SLICE_ARG(c->words[1]));
}

int
cmd_link_me(struct cmd *c, struct err *e)
{
	chat_identity_list all = {0};
	if (chat_identities(c->store, c->pool, c->from->member, 0, &all, e) < 0)
		return -1;
	if (c->count == 2 && slice_iis(c->words[0], "drop"))
		return drop(c, &all, e);
	if (c->count > 0 && !(c->count == 1 && slice_iis(c->words[0], "list")))
		return err_set(e, ERR_USAGE, "usage: link-me [list | drop N]; accounts are linked in chat: "
		                             "/docket link-me ADDRESS");
	for (size_t i = 0; i < all.len; i++)
		if (print_one(c, &all.at[i], e) < 0)
			return -1;
	if (all.len == 0)
		str_adds(c->out, "no chat account is linked; in chat: /docket link-me ADDRESS\n");
	return 0;
}
