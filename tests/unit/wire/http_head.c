/* Tests of what a request's head says: doubtful framing, and where it goes. */
#include "../../../bot/wire/http_head.h"

#include "../check.h"

#include "docket/base/frame.h"
#include "docket/wire/http.h"

/* "Name: value" lines into a head; its status. */
static int
framing(const char *lines, const char *version)
{
	struct http_head h;
	struct slice rest = slice_of(lines), line, name;
	http_head_init(&h, 1024);
	while (slice_line(&rest, &line))
		if (slice_cut(&line, ':', &name))
			http_head_take(&h, name, slice_trim(line));
	int status = http_head_framing(&h, slice_of(version));
	http_head_clear(&h);
	return status;
}

TEST(http_head_framing)
{
	static const struct {
		int line;
		const char *head, *version;
		int status;
	} cases[] = {
		{__LINE__, "Host: a\nContent-Length: 5", "HTTP/1.1", 0},
		{__LINE__, "host: a\ntransfer-encoding: Chunked", "HTTP/1.1", 0},
		{__LINE__, "Content-Length: 5", "HTTP/1.0", 0},
		{__LINE__, "Content-Length: 5", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nHost: a", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nContent-Length: 5\nContent-Length: 5", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nContent-Length: +5", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nContent-Length: 5 5", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nContent-Length:", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nContent-Length: 5\nTransfer-Encoding: chunked", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nTransfer-Encoding: gzip, chunked", "HTTP/1.1", 400},
		{__LINE__, "Host: a\nTransfer-Encoding: chunked", "HTTP/1.0", 400},
		{__LINE__, "Host: a\nContent-Length: 99999999999", "HTTP/1.1", 413},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, framing(cases[i].head, cases[i].version),
			     cases[i].status);

	struct http_head h;
	http_head_init(&h, 1024);
	http_head_take(&h, SLICE_LIT("Host"), SLICE_LIT("a"));
	http_head_take(&h, SLICE_LIT("X-Forwarded-For"), SLICE_LIT("192.0.2.1"));
	http_head_take(&h, SLICE_LIT("x-forwarded-for"), SLICE_LIT("192.0.2.2"));
	CHECK_SLICE_AT(__LINE__, str_slice(&h.forwarded), "192.0.2.1,192.0.2.2");
	while (h.headers < HTTP_HEADERS_MAX)
		http_head_take(&h, SLICE_LIT("X-More"), SLICE_LIT("1"));
	CHECK_INT(http_head_framing(&h, SLICE_LIT("HTTP/1.1")), 0);
	http_head_take(&h, SLICE_LIT("X-More"), SLICE_LIT("1"));
	CHECK_INT(http_head_framing(&h, SLICE_LIT("HTTP/1.1")), 431);
	http_head_clear(&h);
}

TEST(http_head_target)
{
	static const struct {
		int line;
		const char *uri, *method;
		int status;
		unsigned ms;
	} cases[] = {
		{__LINE__, "/chat/slack", "POST", 0, 3000},
		{__LINE__, "/chat/slack/events?x=/chat/none", "POST", 0, 3000},
		{__LINE__, "/chat/slack", "PUT", 405, 0},
		{__LINE__, "/chat/slack", "GET", 405, 0},
		{__LINE__, "/chat/matrix/_matrix/app/v1/transactions/7", "PUT", 0, 5000},
		{__LINE__, "/chat/matrix", "DELETE", 405, 0},
		{__LINE__, "/chat/slac", "POST", 404, 0},
		{__LINE__, "/chat/", "POST", 404, 0},
		{__LINE__, "/", "GET", 404, 0},
		{__LINE__, "/health", "GET", 0, HTTP_HEALTH_MS},
		{__LINE__, "/health?deep", "HEAD", 0, HTTP_HEALTH_MS},
		{__LINE__, "/health", "POST", 405, 0},
	};
	struct http_names names = {0};
	struct str order;
	str_init(&order, 4096);
	frame_put_u32(&order, 2);
	frame_put_bytes(&order, SLICE_LIT("slack"));
	frame_put_u32(&order, 3000);
	frame_put_u32(&order, 0);
	frame_put_bytes(&order, SLICE_LIT("matrix"));
	frame_put_u32(&order, 5000);
	frame_put_u32(&order, 1);
	struct slice all = str_slice(&order), some = slice_sub(all, 0, all.len - 1);
	CHECK(!http_names_get(&names, &some));
	CHECK(http_names_get(&names, &all));
	CHECK_INT(all.len, 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t ms = 0;
		int status = http_head_target(&names, slice_of(cases[i].uri),
					      slice_of(cases[i].method), &ms);
		CHECK_INT_AT(cases[i].line, status, cases[i].status);
		if (status == 0)
			CHECK_INT_AT(cases[i].line, ms, cases[i].ms);
	}
	str_clear(&order);
}
