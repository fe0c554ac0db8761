/* What requests and answers of HTTP have in common: headers, forms, addresses, Retry-After. */
#include "docket/wire/http.h"

#include "docket/base/clock.h"
#include "docket/base/utf8.h"

#include <curl/curl.h>

enum { RETRY_MOST_S = 3600 };

static struct slice
header_once(const http_header_list *list, const char *name)
{
	struct slice found = SLICE_NONE, wanted = slice_of(name);
	size_t n = 0;
	for (size_t i = 0; i < list->len; i++)
		if (list->at[i].name.len == wanted.len && slice_ieq(list->at[i].name, wanted)) {
			found = list->at[i].value;
			n++;
		}
	return n == 1 ? found : SLICE_NONE;
}

struct slice
http_in_header(const struct http_in *in, const char *name)
{
	return header_once(&in->headers, name);
}

struct slice
http_result_header(const struct http_result *r, const char *name)
{
	return header_once(&r->headers, name);
}

/* Seconds with a fraction, as ms. -1: no such number. */
static int64_t
seconds(struct slice s)
{
	int64_t whole = 0, ms = 0;
	ptrdiff_t dot = slice_index(s, '.');
	struct slice front = dot < 0 ? s : slice_sub(s, 0, (size_t)dot);
	if (front.len == 0 || front.len > 9 || !slice_int(front, &whole) || whole < 0)
		return -1;
	for (size_t i = 0, scale = 100; dot >= 0 && (size_t)dot + 1 + i < s.len; i++, scale /= 10) {
		char c = s.data[(size_t)dot + 1 + i];
		if (c < '0' || c > '9')
			return -1;
		ms += (int64_t)scale * (c - '0');
	}
	return whole * 1000 + ms;
}

int64_t
http_retry_after(const struct http_result *r, int64_t now)
{
	struct slice v = slice_trim(http_result_header(r, "Retry-After"));
	int64_t ms = seconds(v);
	char date[64];
	if (ms < 0 && v.len > 0 && v.len < sizeof(date)) {
		time_t t = curl_getdate(slice_cstr(v, date, sizeof(date)), NULL);
		ms = t < 0 ? -1 : (int64_t)t * 1000 - now;
		if (t >= 0 && ms < 0)
			ms = 0;
	}
	return ms > (int64_t)RETRY_MOST_S * 1000 ? (int64_t)RETRY_MOST_S * 1000 : ms;
}

/* Undoes + and %XX. -1 on a bad escape, NUL or bytes that are no UTF-8. */
static int
undo(struct pool *p, struct slice s, struct slice *out)
{
	char *to = pool_alloc(p, s.len + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			int a = i + 2 < s.len ? slice_hex(s.data[i + 1]) : -1;
			int b = a >= 0 ? slice_hex(s.data[i + 2]) : -1;
			if (b < 0)
				return -1;
			c = (char)(a * 16 + b);
			i += 2;
		}
		if (c == '\0')
			return -1;
		to[n++] = c;
	}
	*out = slice_make(to, n);
	return utf8_valid(*out) ? 0 : -1;
}

/* Printable ASCII without an escape: such a key is what it says, and most are. */
static bool
is_plain(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] <= 0x20 || s.data[i] >= 0x7f || s.data[i] == '%' || s.data[i] == '+')
			return false;
	return true;
}

int
http_form_take(struct pool *p, struct slice body, const struct http_field *want, size_t n)
{
	uint32_t seen = 0, doubled = 0;
	struct slice pair;
	while (slice_cut(&body, '&', &pair)) {
		struct slice key = SLICE_NONE, plain;
		slice_cut(&pair, '=', &key);
		plain = key;
		if (!is_plain(key) && undo(p, key, &plain) < 0)
			return -1;
		size_t i = 0;
		while (i < n && !slice_is(plain, want[i].name))
			i++;
		if (i == n)
			continue;
		if (undo(p, pair, want[i].to) < 0)
			return -1;
		doubled |= seen & 1u << i;
		seen |= 1u << i;
	}
	for (size_t i = 0; i < n; i++)
		if ((seen & ~doubled & 1u << i) == 0)
			*want[i].to = SLICE_NONE;
	return 0;
}

int
http_form_field(struct pool *p, struct slice body, const char *name, struct slice *out)
{
	struct slice found;
	if (http_form_take(p, body, &(struct http_field){name, &found}, 1) < 0)
		return -1;
	if (found.data == NULL)
		return 0;
	*out = found;
	return 1;
}

void
http_url_add(struct str *url, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			     (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c) != NULL);
		if (plain)
			str_addc(url, (char)c);
		else
			str_addf(url, "%%%02X", c);
	}
}

void
http_form_add(struct str *body, const char *name, struct slice value)
{
	if (body->len > 0)
		str_addc(body, '&');
	http_url_add(body, slice_of(name));
	str_addc(body, '=');
	http_url_add(body, value);
}

bool
http_url_is(struct slice url, struct slice host)
{
	bool plain = slice_istarts(url, "http://");
	if (!plain && !slice_istarts(url, "https://"))
		return false;
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.data[i] <= 0x20 || (unsigned char)url.data[i] >= 0x7f ||
		    url.data[i] == '\\')
			return false;
	url = slice_sub(url, plain ? 7 : 8, url.len);
	size_t end = 0;
	while (end < url.len && strchr("/?#", url.data[end]) == NULL)
		end++;
	struct slice at = slice_sub(url, 0, end);
	if (slice_index(at, '@') >= 0 || at.len == 0)
		return false;
	if (plain) {
		ptrdiff_t colon = slice_index(at, ':');
		struct slice name = colon < 0 ? at : slice_sub(at, 0, (size_t)colon);
		if (!slice_is(name, "127.0.0.1") && !slice_iis(name, "localhost") &&
		    !slice_starts(at, "[::1]"))
			return false;
	}
	if (slice_ieq(at, host))
		return true;
	return at.len > host.len + 1 && at.data[at.len - host.len - 1] == '.' &&
	       slice_ieq(slice_sub(at, at.len - host.len, at.len), host);
}
