/* Sets of UIDs, see uidset.h. */
#include "uidset.h"

#include <stdlib.h>

void
uidset_clear(struct uidset *s)
{
	free(s->at);
	memset(s, 0, sizeof(*s));
}

int
uidset_add(struct uidset *s, uint32_t first, uint32_t last)
{
	if (s->len > 0 && first > s->at[s->len - 1].first && first - 1 <= s->at[s->len - 1].last) {
		if (last > s->at[s->len - 1].last)
			s->at[s->len - 1].last = last;
		return 0;
	}
	if (s->len == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 16;
		struct uid_range *more = reallocarray(s->at, cap, sizeof(*more));

		if (more == NULL)
			return -1;
		s->at = more;
		s->cap = cap;
	}
	s->at[s->len++] = (struct uid_range){first, last};
	return 0;
}

static bool
uid_of(struct slice s, uint32_t *out)
{
	int64_t n;

	if (s.len == 0 || s.len > 10 || s.data[0] < '0' || s.data[0] > '9' || !slice_int(s, &n) ||
	    n < 1 || n > UINT32_MAX)
		return false;
	*out = (uint32_t)n;
	return true;
}

int
uidset_parse(struct uidset *s, struct slice text)
{
	struct slice part;
	size_t before = s->len;
	struct uid_range last = before > 0 ? s->at[before - 1] : (struct uid_range){0, 0};

	if (text.len == 0 || text.data[text.len - 1] == ',')
		return -1;
	while (slice_cut(&text, ',', &part)) {
		ptrdiff_t colon = slice_index(part, ':');
		struct slice left = slice_sub(part, 0, colon < 0 ? part.len : (size_t)colon);
		struct slice right =
			colon < 0 ? left : slice_sub(part, (size_t)colon + 1, part.len);
		uint32_t a, b;

		if (!uid_of(left, &a) || !uid_of(right, &b) ||
		    uidset_add(s, a < b ? a : b, a < b ? b : a) < 0) {
			s->len = before;
			if (before > 0)
				s->at[before - 1] = last;
			return -1;
		}
	}
	return 0;
}

static int
range_cmp(const void *a, const void *b)
{
	const struct uid_range *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

void
uidset_tidy(struct uidset *s)
{
	size_t kept = 0;

	if (s->len < 2)
		return;
	qsort(s->at, s->len, sizeof(*s->at), range_cmp);
	for (size_t i = 1; i < s->len; i++) {
		struct uid_range r = s->at[i];

		/* first - 1 cannot wrap: a UID is at least 1 */
		if (r.first - 1 <= s->at[kept].last) {
			if (r.last > s->at[kept].last)
				s->at[kept].last = r.last;
		} else {
			s->at[++kept] = r;
		}
	}
	s->len = kept + 1;
}

bool
uidset_has(const struct uidset *s, uint32_t uid)
{
	size_t low = 0, high = s->len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (uid > s->at[mid].last)
			low = mid + 1;
		else if (uid < s->at[mid].first)
			high = mid;
		else
			return true;
	}
	return false;
}

void
uidset_write(const struct uidset *s, size_t *from, size_t max, struct str *out)
{
	while (*from < s->len && out->len < max) {
		const struct uid_range *r = &s->at[(*from)++];

		str_addf(out, "%s%u", out->len > 0 ? "," : "", r->first);
		if (r->last > r->first)
			str_addf(out, ":%u", r->last);
	}
}
