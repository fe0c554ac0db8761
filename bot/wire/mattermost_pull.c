/*
 * Mattermost asked: threads, mentions and direct messages without a public address. First the list
 * of the bot's channels, then of each that has something new all that changed since what was taken
 * (posts?since=); quiet channels now and then too, since an edit does not show in the list. What
 * changed is read with an overlap, because their stamps are made before the rows are seen.
 *
 * One answer holds 1,000 posts at most, and which of more is left to chance; then the channel is
 * read page by page back to what is known, and from there forward by ?after=, which loses nothing.
 */
#include "mattermost.h"

#include "chat_rooms.h"

enum {
	SINCE_MAX = 1000, /* posts in an answer to ?since= */
	PAGE = 200,	  /* in one of the others */
	JOINED_MS =
		60000, /* a channel that is new to us is read from this long before the last list */
};

int
mattermost_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		struct err *e)
{
	struct mattermost *mm = self;
	struct chat_rooms rooms;
	if (chat_rooms_read(p, cursor, &rooms, e) < 0)
		return -1;
	mm->asked_me = mm->me[0] == '\0';
	if (mm->asked_me) {
		mattermost_request(mm, p, "GET", "/users/me", out);
		return 1;
	}
	const struct chat_room *r = chat_rooms_next(&rooms);
	struct slice path = SLICE_LIT("/users/me/channels");
	if (r != NULL && r->todo == CHAT_ROOM_ASK) {
		int64_t since = r->mark - CHAT_ROOMS_OVERLAP_MS;
		path = pool_slicef(p, "/channels/%.*s/posts?since=%lld", SLICE_ARG(r->id),
				   (long long)(since > 0 ? since : 1));
	} else if (r != NULL && r->todo == CHAT_ROOM_BACK) {
		path = pool_slicef(p, "/channels/%.*s/posts?page=%lld&per_page=%d",
				   SLICE_ARG(r->id), (long long)r->step, PAGE);
	} else if (r != NULL) {
		path = pool_slicef(p, "/channels/%.*s/posts?after=%.*s&page=0&per_page=%d",
				   SLICE_ARG(r->id), SLICE_ARG(r->anchor), PAGE);
	}
	mattermost_request(mm, p, "GET", path.data, out);
	return 1;
}

/* --- Posts ----------------------------------------------------------------------------------- */

struct post {
	struct slice id, person, root, text, type, original;
	int64_t made, edited, deleted, updated;
	bool machine;
	const json_t *props, *with; /* with: the post itself */
};

static struct post
post_of(struct pool *p, const json_t *o)
{
	const json_t *props = json_object_get(o, "props");
	return (struct post){.id = chat_str(p, o, "id"),
			     .person = chat_str(p, o, "user_id"),
			     .root = chat_str(p, o, "root_id"),
			     .text = chat_str(p, o, "message"),
			     .type = chat_str(p, o, "type"),
			     .original = chat_str(p, o, "original_id"),
			     .made = chat_num(o, "create_at"),
			     .edited = chat_num(o, "edit_at"),
			     .deleted = chat_num(o, "delete_at"),
			     .updated = chat_num(o, "update_at"),
			     .machine = slice_is(chat_str(p, props, "from_bot"), "true") ||
					slice_is(chat_str(p, props, "from_webhook"), "true"),
			     .props = props,
			     .with = o};
}

/* A server that tells nothing of a post's files names at least their ids. */
static void
files_of(struct pool *p, const json_t *o, struct chat_event *ev)
{
	static const struct chat_file_keys keys = {"name", "mime_type", "id", "size"};
	const json_t *ids = json_object_get(o, "file_ids");
	chat_files_from(p, json_object_get(json_object_get(o, "metadata"), "files"), &keys, ev);
	if (ev->file_count > 0)
		return;
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		struct chat_file f = {.id = pool_copy(p, slice_of(id))};
		if (f.id.len > 0)
			chat_file_add(p, ev, &f);
	}
}

static bool
name_goes_on(struct slice s, size_t at)
{
	char c = at < s.len ? s.data[at] : '\0';
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' ||
	       (c == '.' && at + 1 < s.len && name_goes_on(s, at + 1)); /* "@docket." ends there */
}

/* Whether text calls @name; *rest is the text without it. */
static bool
mentions(struct pool *p, const char *name, struct slice text, struct slice *rest)
{
	struct slice tag = pool_slicef(p, "@%s", name);
	for (size_t at = 0; at < text.len;) {
		ptrdiff_t found = slice_ifind(slice_sub(text, at, text.len), tag);
		if (found < 0)
			return false;
		size_t start = at + (size_t)found, end = start + tag.len;
		if (!name_goes_on(text, end) && (start == 0 || !name_goes_on(text, start - 1))) {
			struct slice before = slice_rtrim(slice_sub(text, 0, start)),
				     after = slice_sub(text, end, text.len);
			if (after.len > 0 && strchr(",:", after.data[0]) != NULL)
				after = slice_sub(after, 1, after.len);
			after = slice_ltrim(after);
			*rest = before.len == 0	 ? after
				: after.len == 0 ? before
						 : pool_slicef(p, "%.*s %.*s", SLICE_ARG(before),
							       SLICE_ARG(after));
			return true;
		}
		at = end;
	}
	return false;
}

/* The bot was put into the channel: there is a post of the server about it. */
static bool
joined(const struct mattermost *mm, struct pool *p, const struct post *post)
{
	return slice_is(post->type, "system_add_to_channel") &&
	       slice_is(chat_str(p, post->props, "addedUserId"), mm->me);
}

static struct chat_event *
add(const struct mattermost *mm, struct pool *p, const struct chat_room *r, const struct post *post,
    enum chat_kind kind, struct chat_pulled *out)
{
	struct chat_event *ev = VEC_NEW(&out->events, p);
	*ev = (struct chat_event){
		.kind = kind,
		.key = pool_slicef(p, "p:%.*s", SLICE_ARG(post->id)),
		.at = post->made,
		.room = r->id,
		.thread = post->root,
		.message = post->id,
		.direct = r->direct,
		.who = {.uid = post->person, .tenant = slice_of(mm->conf->tenant)},
		.text = slice_trim(post->text),
		.reply_left = -1};
	ev->reply = pool_slicef(p, "e %.*s %.*s", SLICE_ARG(r->id), SLICE_ARG(post->person));
	return ev;
}

static void
take_post(const struct mattermost *mm, struct pool *p, const struct chat_room *r,
	  const struct post *post, struct chat_pulled *out)
{
	struct slice rest = SLICE_NONE;
	struct chat_event *ev;
	/* Rows of an edit's history have ids of their own; they are nobody's words now. */
	if (!mattermost_id_ok(post->id) || post->original.len > 0)
		return;
	if (joined(mm, p, post)) {
		ev = add(mm, p, r, post, CHAT_LIFECYCLE, out);
		ev->text = SLICE_LIT("joined");
		return;
	}
	/* Other programs are not answered: two that answer each other never end. */
	if (slice_is(post->person, mm->me) || post->machine || post->type.len > 0 ||
	    !mattermost_id_ok(post->person))
		return;
	bool mention = mentions(p, mm->name, post->text, &rest);
	/* What is said in a channel without us is not ours to keep. */
	if (!mention && !r->direct && post->root.len == 0 && post->deleted == 0)
		return;
	if (post->deleted == 0 && post->made > r->mark - CHAT_ROOMS_OVERLAP_MS) {
		ev = add(mm, p, r, post, CHAT_MESSAGE, out);
		ev->mention = mention;
		files_of(p, post->with, ev);
		if (mention)
			ev->text = rest;
	}
	if (post->deleted > 0 || post->edited > 0) {
		ev = add(mm, p, r, post, CHAT_EDITED, out);
		ev->key =
			pool_slicef(p, "p:%.*s:%lld", SLICE_ARG(post->id),
				    (long long)(post->deleted > 0 ? post->deleted : post->edited));
		ev->at = post->deleted > 0 ? post->deleted : post->edited;
		ev->mention = mention;
		ev->text = post->deleted > 0 ? SLICE_NONE : mention ? rest : ev->text;
	}
}

/* What the answer holds, oldest first. */
typedef VEC(struct post) post_list;

static void
list_posts(struct pool *p, const json_t *o, post_list *out)
{
	const json_t *order = json_object_get(o, "order"), *posts = json_object_get(o, "posts");
	for (size_t i = json_array_size(order); i > 0; i--) {
		const char *id = json_string_value(json_array_get(order, i - 1));
		const json_t *one = id != NULL ? json_object_get(posts, id) : NULL;
		if (json_is_object(one))
			VEC_ADD(out, p, post_of(p, one));
	}
}

/* Back, page by page, until what is known is reached; then forward from there. */
static void
step_back(const struct mattermost *mm, struct pool *p, struct chat_room *r, const post_list *posts,
	  struct chat_pulled *out)
{
	const struct post *known = NULL;
	for (size_t i = 0; i < posts->len; i++)
		if (posts->at[i].made <= r->mark - CHAT_ROOMS_OVERLAP_MS)
			known = &posts->at[i];
	if (known == NULL && posts->len >= PAGE) {
		r->step++;
		return;
	}
	if (known == NULL && posts->len > 0) { /* the channel's first post: itself is new too */
		known = &posts->at[0];
		take_post(mm, p, r, known, out);
	}
	r->anchor = known != NULL ? known->id : SLICE_NONE;
	r->todo = known != NULL ? CHAT_ROOM_AFTER : CHAT_ROOM_QUIET;
	r->step = 0;
}

/* The next place to read on from. Posts of one millisecond may be parted by a page: it is the
 * newest that is older than the last. */
static struct slice
next_anchor(const post_list *posts)
{
	const struct post *last = &posts->at[posts->len - 1];
	for (size_t i = posts->len; i > 0; i--)
		if (posts->at[i - 1].made < last->made)
			return posts->at[i - 1].id;
	return last->id;
}

static void
took_posts(const struct mattermost *mm, struct pool *p, struct chat_room *r, const json_t *o,
	   int64_t theirs, struct chat_pulled *out)
{
	post_list posts = {0};
	list_posts(p, o, &posts);
	if (r->todo == CHAT_ROOM_BACK) {
		step_back(mm, p, r, &posts, out);
		return;
	}
	if (r->todo == CHAT_ROOM_ASK && posts.len >= SINCE_MAX) {
		r->todo = CHAT_ROOM_BACK;
		r->step = 0;
		return;
	}
	int64_t newest = r->mark;
	for (size_t i = 0; i < posts.len; i++) {
		take_post(mm, p, r, &posts.at[i], out);
		if (posts.at[i].updated > newest)
			newest = posts.at[i].updated;
	}
	if (r->todo == CHAT_ROOM_AFTER && posts.len >= PAGE) {
		/* The mark stays until the end is reached: a stop on the way begins again. */
		r->anchor = next_anchor(&posts);
		return;
	}
	if (r->last > newest)
		newest = r->last;
	/* A post stamped in the future (an import) must not hide what comes until then. */
	if (newest > theirs)
		newest = theirs;
	r->mark = newest > r->mark ? newest : r->mark;
	r->todo = CHAT_ROOM_QUIET;
	r->anchor = SLICE_NONE;
}

/* --- The list of channels -------------------------------------------------------------------- */

/* A channel of another team than the settings name; direct ones have none. */
static bool
other_team(const struct mattermost *mm, struct pool *p, const json_t *channel)
{
	struct slice team = chat_str(p, channel, "team_id");
	return mm->conf->tenant != NULL && team.len > 0 && !slice_is(team, mm->conf->tenant);
}

/* The list as it is now: marks kept, what has news is to be asked. */
static void
took_list(const struct mattermost *mm, struct pool *p, struct chat_rooms *rooms, const json_t *list,
	  int64_t theirs, struct chat_pulled *out)
{
	struct chat_rooms now = {.listed = theirs};
	for (size_t i = 0; i < json_array_size(list) && i < CHAT_ROOMS_MAX; i++) {
		const json_t *o = json_array_get(list, i);
		struct slice id = chat_str(p, o, "id");
		if (!mattermost_id_ok(id) || chat_num(o, "delete_at") > 0 || other_team(mm, p, o))
			continue;
		chat_rooms_add(p, &now, rooms, id, chat_num(o, "last_post_at"))->direct =
			slice_is(chat_str(p, o, "type"), "D");
	}
	chat_rooms_turn(p, rooms, &now, out);
}

/* --- Answers --------------------------------------------------------------------------------- */

/* Nothing came: why, and when again. A channel that is closed to us is left out from now on. */
static void
nothing(struct pool *p, struct chat_rooms *rooms, const struct http_result *r, int64_t now,
	const struct chat_result *judged, struct chat_pulled *out)
{
	struct chat_room *room = chat_rooms_next(rooms);
	out->status = judged->status == CHAT_UNKNOWN ? CHAT_RETRY : judged->status;
	out->not_before = judged->not_before;
	out->why = judged->why;
	if (r->status == 429)
		out->not_before = now + chat_wait(r, now);
	if (r->status == 401)
		out->why = SLICE_LIT("the bot's token is not valid");
	if (room != NULL && (r->status == 403 || r->status == 404))
		chat_rooms_drop(p, rooms, room, out);
}

int
mattermost_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		  int64_t now, struct chat_pulled *out, struct err *e)
{
	struct mattermost *mm = self;
	struct chat_rooms rooms;
	struct chat_result judged;
	*out = (struct chat_pulled){.next = cursor, .status = CHAT_OK};
	if (chat_rooms_read(p, cursor, &rooms, e) < 0)
		return -1;
	chat_judge(p, r, now, "Mattermost", &judged);
	if (judged.status != CHAT_OK) {
		if (mm->asked_me)
			rooms.list.len = 0;
		nothing(p, &rooms, r, now, &judged, out);
		return 0;
	}
	struct chat_room *room = chat_rooms_next(&rooms);
	json_t *o = chat_json(r->body, "Mattermost", NULL);
	int64_t theirs = chat_rooms_clock(r, now);
	bool ours = true;
	if (mm->asked_me)
		ours = mattermost_took_me(mm, p, r->body);
	else if (room == NULL && json_is_array(o))
		took_list(mm, p, &rooms, o, theirs, out);
	else if (room != NULL && json_is_array(json_object_get(o, "order")))
		took_posts(mm, p, room, o, theirs, out);
	else
		ours = false;
	json_decref(o);
	if (!ours) {
		out->status = CHAT_RETRY;
		out->why = SLICE_LIT("Mattermost's answer is none of its own: is url its address?");
		return 0;
	}
	if (!mm->asked_me)
		out->next = chat_rooms_write(p, &rooms);
	return 0;
}
