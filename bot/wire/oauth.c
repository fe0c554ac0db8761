/* Access tokens, as long as they are good. */
#include "oauth.h"

#include "docket/base/clock.h"
#include "jwt.h"

#include <stdlib.h>

enum {
	SPARE_MS = 5 * CLOCK_MINUTE,
	FRESH_MS = CLOCK_MINUTE,
	LIVES_MAX_S = 24 * 3600, /* the platforms give an hour: whatever is said, it is asked for daily */
};

void
oauth_forget(struct oauth_token *t)
{
	if (t->text != NULL)
		explicit_bzero(t->text, strlen(t->text));
	free(t->text);
	*t = (struct oauth_token){.text = NULL};
}

bool
oauth_due(const struct oauth_token *t, int64_t now)
{
	return t->text == NULL || now > t->until || now < t->at;
}

bool
oauth_keep(struct oauth_token *t, struct slice token, int64_t lives_s, int64_t now)
{
	int64_t lives = (lives_s < 0 ? 0 : lives_s < LIVES_MAX_S ? lives_s : LIVES_MAX_S) * CLOCK_SECOND;
	if (token.len == 0 || token.len >= JWT_MAX)
		return false;
	if (lives <= 2 * SPARE_MS)
		lives = 2 * SPARE_MS;
	oauth_forget(t);
	t->text = strndup(token.data, token.len);
	t->at = now;
	t->until = now + lives - SPARE_MS;
	return true;
}

bool
oauth_withdrawn(struct oauth_token *t, int64_t now)
{
	if (now - t->at < FRESH_MS)
		return false;
	oauth_forget(t);
	return true;
}
