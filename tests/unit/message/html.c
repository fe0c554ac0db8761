/* HTML to text, and what its structure says. */
#include "../check.h"

#include "../../../bot/message/html.h"

TEST(html_text)
{
	static const struct {
		int line;
		const char *html, *want;
	} cases[] = {
		{__LINE__, "hello <b>bold</b> world", "hello bold world"},
		{__LINE__, "<p>one</p><p>two</p>", "one\n\ntwo"},
		{__LINE__, "a<br>b<br><br>c", "a\nb\n\nc"},
		{__LINE__, "<div>a</div><div>b</div>", "a\nb"},
		{__LINE__, "&lt;tag&gt; &amp; caf&eacute; &#8364;", "<tag> & café €"},
		{__LINE__, "<style>p{color:red}</style>x<script>y()</script>z", "xz"},
		{__LINE__, "<!-- <p>no</p> -->yes", "yes"},
		{__LINE__, "<!--[if mso]><p>no</p><![endif]-->yes", "yes"},
		{__LINE__, "<span style=\"display: none\">hidden</span>seen", "seen"},
		{__LINE__, "<pre>a\n  b</pre>", "a\n  b"},
		{__LINE__, "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
		 "a b\nc"},
		{__LINE__, "<head><title>no</title></head><body>yes</body>", "yes"},
		{__LINE__, "a&nbsp;&nbsp;b", "a b"},
		{__LINE__, "no end <b", "no end"},
		{__LINE__, "a < b and c", "a < b and c"},
		{__LINE__, "", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct html_text out;
		html_render(pool, slice_of(cases[i].html), 1 << 20, &out);
		CHECK_SLICE_AT(cases[i].line, out.text, cases[i].want);
	}
	pool_free(pool);
}

TEST(html_bounded)
{
	struct pool *pool = pool_new();
	size_t n = 1 << 20;
	static const char *const units[] = {"<div>",   "<b>",	      "<",
					    "<!--",    "a=b ",	      "<blockquote>",
					    "<style>", "<td><table>", "<![x"};

	for (size_t u = 0; u < COUNT(units); u++) {
		struct html_text out;
		char *html = pool_alloc(pool, n);
		size_t len = strlen(units[u]);
		html[0] = '<';
		html[1] = 'p';
		html[2] = ' ';
		for (size_t i = 3; i + len < n; i += len)
			memcpy(html + i, units[u], len);
		html_render(pool, slice_make(html, n), n, &out);
		CHECK(out.text.len <= n);
	}
	pool_free(pool);
}
