/* What of HTML nobody sees. */
#include "../check.h"

#include "../../../bot/message/html.h"

TEST(style_hides_text)
{
	static const struct {
		int line;
		const char *html, *text;
	} cases[] = {
		{__LINE__, "<p>a<span style='display: none'>b</span>c", "ac"},
		{__LINE__, "<p>a<span style='font-size:0'>b</span>c", "ac"},
		{__LINE__, "<div style='font-size:0'><p style='font-size:13px'>a</p>b</div>", "a"},
		{__LINE__, "<p>a<span style='font-size:.9em'>b</span>", "ab"},
		{__LINE__, "<p>a<span style='color:#FFF'>b</span>c", "ac"},
		{__LINE__, "<p>a<span style='color: rgb(255, 255, 255)'>b</span>c", "ac"},
		{__LINE__, "<p>a<span style='color:rgb(20,20,20)'>b</span>c", "abc"},
		{__LINE__, "<div style='background:#333'><b style='color:white'>a</b></div>", "a"},
		{__LINE__, "<table bgcolor='#003366'><td><font color=white>a</font></table>", "a"},
		{__LINE__, "<div style='background:white'>a<i style='color:#fefefe'>b</i></div>",
		 "a"},
		{__LINE__, "<p>a<span style='position:absolute;left:-9999px'>b</span>c", "ac"},
		{__LINE__, "<p style='margin-left:-18pt'>a</p>", "a"},
		{__LINE__, "<p>a<span style='max-height:0;overflow:hidden'>b</span>c", "ac"},
		{__LINE__, "<p>a<span style='height:0'>b</span>c", "abc"},
		{__LINE__, "<p>a<span style='opacity:0.0'>b</span>c", "ac"},
		/* a dark screen's letters alone are read, or nothing would be */
		{__LINE__, "<p style='color:white'>a</p>", "a"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct html_text h = {.cut = false};
		html_render(pool, slice_of(cases[i].html), 10000, &h);
		CHECK_SLICE_AT(cases[i].line, h.text, cases[i].text);
	}
	pool_free(pool);
}
