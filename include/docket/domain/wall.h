/*
 * The client wall (P12), pure: no client sees another client's words, nor internal ones. Every part
 * of a message is tagged, where it is put in, with whose it is; each reader of the envelope must be
 * allowed each part. Behind that the composed text is searched for what tags cannot know: docket
 * numbers and reply tokens that somebody typed.
 */
#ifndef DOCKET_DOMAIN_WALL_H
#define DOCKET_DOMAIN_WALL_H

#include "docket/base/slice.h"
#include "docket/base/vec.h"

enum wall_side { WALL_STRANGER, WALL_TEAM, WALL_PARTNER, WALL_CLIENT };

/* One recipient of the envelope. */
struct wall_reader {
	enum wall_side side;
	int64_t client; /* of WALL_CLIENT */
	int64_t member; /* of WALL_PARTNER */
};

struct wall_part {
	const char *what; /* "the job", "the mail it answers": all that an alarm says of it … */
	struct slice ref; /* … beside this number of a job or message, or empty */
	int64_t client;   /* whose it is; 0: the agency's own words, meant for the reader */
	bool internal;    /* notes, hours, load: the team's only */
	int64_t maker, owner; /* of the job it is about: what a partner may see was given to them */
	/* What that client's person said, or empty: its numbers and tokens are no news to that client. */
	struct slice words;
};
typedef VEC(struct wall_part) wall_list;

/* NULL when the reader may see the part, else what is wrong, to follow "m17" or "the job". */
const char *wall_refuses(const struct wall_reader *r, const struct wall_part *p);

/* Whether the client's own people said `word` in one of the parts. */
bool wall_own_words(const wall_list *parts, int64_t client, struct slice word);

/*
 * The next docket number ([A-Z]{2,8}-\d{3,}, in either case: members type in a hurry) or reply token
 * (19 characters of base32) that stands as a word of its own at or behind *at, which moves past it.
 */
bool wall_next_ref(struct slice text, size_t *at, struct slice *out);
bool wall_next_token(struct slice text, size_t *at, struct slice *out);

#endif
