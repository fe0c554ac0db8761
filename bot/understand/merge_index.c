/* The indexes of a round: each is filled once and asked in time that does not grow with the round.
 */
#include "merge.h"

#include "names.h"
#include "work.h"

/* A person is known by the first message that the address sent. */
void
merge_find_authors(struct merge *g, size_t count)
{
	size_t slots = 4;
	while (slots < 2 * count)
		slots *= 2;
	size_t *seen = pool_array(g->pool, slots, sizeof(*seen)); /* message + 1 */
	g->author = pool_array(g->pool, count + 1, sizeof(*g->author));
	g->last = pool_array(g->pool, count + 1, sizeof(*g->last));
	g->best = pool_array(g->pool, count + 1, sizeof(*g->best));
	for (size_t i = 0; i < count; i++) {
		struct slice box = reading_at(g, i)->from.mailbox;
		uint32_t h = 2166136261u;
		for (size_t k = 0; k < box.len; k++)
			h = (h ^ (unsigned char)(box.data[k] | 0x20)) * 16777619u;
		size_t at = h & (slots - 1);
		for (; seen[at]; at = (at + 1) & (slots - 1)) {
			understand_work++;
			if (slice_ieq(reading_at(g, seen[at] - 1)->from.mailbox, box))
				break;
		}
		if (!seen[at])
			seen[at] = i + 1;
		g->author[i] = seen[at] - 1;
	}
}

void
merge_collect_names(struct merge *g, size_t count)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		struct slice rest = reading_at(g, i)->from.name, word;
		if (g->author[i] != i)
			continue;
		while (slice_cut(&rest, ' ', &word) && n < NAME_WORDS_MAX) {
			char buf[WORD_MAX];
			size_t len = word_fold(word, buf);
			while (len > 3 && strchr("s',.", buf[len - 1]))
				len--;
			if (len < 3)
				continue;
			g->name_hash[n] = word_hash(buf, len > 6 ? 6 : len);
			g->name_who[n++] = (uint32_t)i;
		}
	}
	g->names = (struct round_names){g->name_hash, g->name_who, n};
}

/* Where what stands of an author in an item is noted. */
size_t *
merge_standing(struct merge *g, size_t item, size_t author)
{
	size_t at = (item * 31 + author * 2654435761u) % AUTHOR_SLOTS;
	/* united items may fill it in a round made for that: then the oldest note gives way */
	for (size_t n = 0; n < CHAIN_MAX && g->stands[at].entry; n++) {
		understand_work++;
		if (g->stands[at].item == item && g->stands[at].author == author)
			break;
		at = (at + 1) % AUTHOR_SLOTS;
	}
	if (g->stands[at].item != item || g->stands[at].author != author)
		g->stands[at].entry = 0;
	g->stands[at].item = item;
	g->stands[at].author = author;
	return &g->stands[at].entry;
}

/* The slot that counts the wishes with this key. */
static uint32_t *
key_count(struct merge *g, uint32_t hash)
{
	size_t at = hash * 2654435761u % KEY_SLOTS;
	for (; g->keys[at].count && g->keys[at].hash != hash; at = (at + 1) % KEY_SLOTS)
		understand_work++;
	g->keys[at].hash = hash;
	return &g->keys[at].count;
}

void
merge_add_entry(struct merge *g, size_t message, const struct said_item *x)
{
	const struct reading *r = reading_at(g, message);
	struct entry e = {
		.message = message, .author = g->author[message], .said = x, .item = NO_ITEM};
	if (g->entries.len >= MERGED_MAX)
		return;
	e.wish = wish_read(g->u, g->scratch, x, r->lang, &g->names);
	pool_reset(g->scratch);
	VEC_ADD(&g->entries, g->pool, e);
	for (size_t i = 0; i < e.wish.keys; i++)
		++*key_count(g, e.wish.key[i].hash);
}

/* A word that few wishes of the round share tells more than one that many have. */
void
merge_mark_rare(struct merge *g, struct wish *w)
{
	for (size_t i = 0; i < w->keys; i++) {
		uint32_t n = *key_count(g, w->key[i].hash);
		w->key[i].wishes = (uint16_t)(n < UINT16_MAX ? n : UINT16_MAX);
		w->key[i].rare = n <= RARE_MAX;
	}
}

void
merge_index_entry(struct merge *g, size_t entry)
{
	const struct wish *w = &g->entries.at[entry].wish;
	for (size_t i = 0; i < w->keys; i++) {
		size_t *head = &g->head[w->key[i].hash % INDEX_HEADS];
		VEC_ADD(&g->nodes, g->pool, ((struct node){w->key[i].hash, entry, *head}));
		*head = g->nodes.len;
	}
}
