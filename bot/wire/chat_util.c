/* What the chat adapters share; see chat_util.h. */
#include "chat_util.h"

#include "docket/base/clock.h"
#include "docket/base/utf8.h"

/* Between tries where a platform says "too much" and not for how long. */
enum { USUAL_WAIT_MS = 30 * 1000 };

struct slice
chat_clean(struct pool *p, struct slice s)
{
	s = utf8_cut(s, CHAT_TEXT_MAX);
	char *to = pool_alloc(p, s.len + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];
		if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t')
			to[n++] = s.data[i];
	}
	return slice_make(to, n);
}

struct slice
chat_str(struct pool *p, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return json_is_string(v)
		       ? chat_clean(p, slice_make(json_string_value(v), json_string_length(v)))
		       : SLICE_NONE;
}

struct slice
chat_id(struct pool *p, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return json_is_integer(v) ? pool_slicef(p, "%lld", (long long)json_integer_value(v))
				  : chat_str(p, o, key);
}

int64_t
chat_num(const json_t *o, const char *key)
{
	return (int64_t)json_integer_value(json_object_get(o, key));
}

int64_t
chat_seconds(const json_t *o, const char *key)
{
	const int64_t last = INT64_C(253402300799); /* of the year 9999 */
	int64_t s = chat_num(o, key);
	return s >= 0 && s <= last ? s * CLOCK_SECOND : 0;
}

bool
chat_yes(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

struct slice
chat_cut(struct pool *p, struct slice s, size_t max, enum chat_unit unit)
{
	slice_list parts = {0};
	if (chat_length(s, unit) <= max)
		return s;
	chat_split(p, s, max - 1, unit, &parts);
	return pool_slicef(p, "%.*s…", SLICE_ARG(parts.at[0]));
}

void
chat_file_from(struct pool *p, const json_t *o, const struct chat_file_keys *k,
	       struct chat_event *ev)
{
	struct chat_file f = {
		.name = k->name != NULL ? chat_str(p, o, k->name) : SLICE_NONE,
		.type = k->type != NULL ? chat_str(p, o, k->type) : SLICE_NONE,
		.id = k->id != NULL ? chat_id(p, o, k->id) : SLICE_NONE,
		.size = k->size != NULL ? chat_num(o, k->size) : 0,
	};
	if (json_is_object(o))
		chat_file_add(p, ev, &f);
}

void
chat_files_from(struct pool *p, const json_t *list, const struct chat_file_keys *k,
		struct chat_event *ev)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		chat_file_from(p, json_array_get(list, i), k, ev);
}

int
chat_take(struct pool *p, struct str *s, struct slice *out, struct err *e)
{
	bool failed = str_failed(s);
	size_t max = s->max;
	if (!failed)
		*out = pool_copy(p, str_slice(s));
	str_clear(s);
	return failed ? err_set(e, ERR_MESSAGE, "a chat request of more than %zu bytes", max) : 0;
}

void
chat_header(struct pool *p, struct http_out *out, const char *name, struct slice value)
{
	struct http_header h = {slice_of(name), pool_copy(p, value)};
	VEC_ADD(&out->headers, p, h);
}

void
chat_authorize(struct pool *p, struct http_out *out, const char *scheme, struct slice with)
{
	chat_header(p, out, "Authorization", pool_slicef(p, "%s %.*s", scheme, SLICE_ARG(with)));
}

static enum chat_status
status_of(int http)
{
	if (http >= 200 && http < 300)
		return CHAT_OK;
	if (http == 429)
		return CHAT_LATER;
	if (http == 401)
		return CHAT_REAUTH;
	if (http == 403 || http == 404 || http == 410)
		return CHAT_GONE;
	if (http == 413)
		return CHAT_TOO_BIG;
	return http == 408 || http == 425 || http >= 500 ? CHAT_RETRY : CHAT_REJECTED;
}

void
chat_judge(struct pool *p, const struct http_result *r, int64_t now, const char *whose,
	   struct chat_result *out)
{
	*out = (struct chat_result){.status = CHAT_OK};
	if (r->status == 0) {
		out->status = r->sent ? CHAT_UNKNOWN : CHAT_RETRY;
		out->why = r->why.len > 0 ? pool_copy(p, r->why)
					  : pool_slicef(p, "%s did not answer", whose);
		return;
	}
	out->status = status_of(r->status);
	if (out->status == CHAT_OK)
		return;
	out->why = pool_slicef(p, "%s answered %d", whose, r->status);
	int64_t wait = http_retry_after(r, now);
	if (out->status == CHAT_RETRY && wait >= 0)
		out->status = CHAT_LATER;
	if (out->status == CHAT_LATER)
		out->not_before = now + (wait >= 0 ? wait : USUAL_WAIT_MS);
}

int64_t
chat_wait(const struct http_result *r, int64_t now)
{
	enum { DATE_S = 1000000000, USUAL_MS = 10 * 1000, MOST_MS = 60 * 60 * 1000 };
	const int64_t date_ms = (int64_t)DATE_S * 100;
	int64_t ms = http_retry_after(r, now), reset;
	if (ms >= 0)
		return ms;
	if (!slice_int(slice_trim(http_result_header(r, "X-RateLimit-Reset")), &reset) || reset < 0)
		return USUAL_MS;
	ms = reset > date_ms ? reset - now : reset > DATE_S ? reset * 1000 - now : reset * 1000;
	return ms < 0 ? 0 : ms > MOST_MS ? MOST_MS : ms;
}

struct slice
chat_words(struct slice command)
{
	static const char slash[] = "/docket ";
	return slice_starts(command, slash)
		       ? slice_sub(command, sizeof(slash) - 1, command.len)
		       : command;
}

void
chat_fenced(struct str *out, struct slice text)
{
	str_adds(out, "```\n");
	for (size_t i = 0; i < text.len; i++) {
		str_addc(out, text.data[i]);
		if (text.data[i] == '`' && i + 1 < text.len && text.data[i + 1] == '`')
			str_adds(out, "\xe2\x80\x8b"); /* zero width space */
	}
	str_adds(out, "\n```");
}

struct chat_card
chat_part(const struct chat_message *m)
{
	struct chat_card c = m->card;
	if (m->part > 1)
		c.title = SLICE_NONE;
	if (m->part < m->parts) {
		c.field_count = c.button_count = 0;
		c.context = SLICE_NONE;
	}
	return c;
}
