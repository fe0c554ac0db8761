/* See the header. */
#include "http_head.h"

#include "docket/base/frame.h"
#include "docket/wire/http.h"

void
http_head_init(struct http_head *h, size_t forwarded_max)
{
	*h = (struct http_head){0};
	str_init(&h->forwarded, forwarded_max);
}

void
http_head_clear(struct http_head *h)
{
	str_clear(&h->forwarded);
}

void
http_head_take(struct http_head *h, struct slice name, struct slice value)
{
	h->headers++;
	if (slice_iis(name, "Content-Length")) {
		h->lengths++;
		h->digits = value.len > 0 && value.len < 19 && slice_int(value, &h->length) &&
			    value.data[0] != '-' && value.data[0] != '+';
	} else if (slice_iis(name, "Transfer-Encoding")) {
		h->codings++;
		h->chunked_only = slice_iis(value, "chunked");
	} else if (slice_iis(name, "Host")) {
		h->hosts++;
	} else if (slice_iis(name, "X-Forwarded-For")) {
		if (h->forwarded.len > 0)
			str_addc(&h->forwarded, ',');
		str_add(&h->forwarded, value);
	}
}

int
http_head_framing(const struct http_head *h, struct slice version)
{
	bool eleven = slice_is(version, "HTTP/1.1");
	if (h->headers > HTTP_HEADERS_MAX)
		return 431;
	if (h->hosts > 1 || (eleven && h->hosts == 0))
		return 400;
	if (h->lengths > 1 || h->codings > 1 || (h->lengths > 0 && h->codings > 0) ||
	    (h->lengths == 1 && !h->digits) || (h->codings == 1 && (!h->chunked_only || !eleven)))
		return 400;
	return h->lengths == 1 && h->length > HTTP_BODY_MAX ? 413 : 0;
}

bool
http_names_get(struct http_names *n, struct slice *order)
{
	uint32_t count;
	struct slice name;
	if (!frame_get_u32(order, &count) || count > HTTP_NAMES_MAX)
		return false;
	for (n->count = 0; n->count < count; n->count++) {
		__typeof__(&n->names[0]) one = &n->names[n->count];
		if (!frame_get_bytes(order, &name) || !frame_get_u32(order, &one->may_ms) ||
		    !frame_get_u32(order, &one->puts))
			return false;
		slice_cstr(name, one->at, sizeof(one->at));
	}
	return true;
}

int
http_head_target(const struct http_names *n, struct slice uri, struct slice method,
		 uint32_t *may_ms_out)
{
	struct slice path = uri, part = SLICE_NONE;
	bool get = slice_is(method, "GET") || slice_is(method, "HEAD");
	slice_cut(&path, '?', &part);
	path = part;
	if (slice_is(path, "/health")) {
		*may_ms_out = HTTP_HEALTH_MS;
		return get ? 0 : 405;
	}
	if (!slice_starts(path, "/chat/"))
		return 404;
	path = slice_sub(path, sizeof("/chat/") - 1, path.len);
	slice_cut(&path, '/', &part);
	for (size_t i = 0; i < n->count; i++)
		if (slice_is(part, n->names[i].at)) {
			*may_ms_out = n->names[i].may_ms;
			bool other = get || slice_is(method, "PUT");
			bool ok = slice_is(method, "POST") || (other && n->names[i].puts != 0);
			return ok ? 0 : 405;
		}
	return 404;
}
