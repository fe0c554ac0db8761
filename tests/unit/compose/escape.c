/* Words of clients are shown, never obeyed: not as markup, not as names, not as HTML. */
#include "../check.h"

#include "overlay.h"

#include <stdio.h>

/* What stands between the marks of the page that the template below makes. */
static struct slice
between(struct slice s, const char *from, const char *to)
{
	ptrdiff_t at = slice_find(s, slice_of(from)), end;

	if (at < 0)
		return SLICE_LIT("(no beginning)");
	s = slice_sub(s, (size_t)at + strlen(from), s.len);
	end = slice_find(s, slice_of(to));
	return end < 0 ? SLICE_LIT("(no end)") : slice_sub(s, 0, (size_t)end);
}

static const struct {
	int line;
	const char *value;
	const char *subject;	  /* of "s: {{title}}" */
	const char *para, *quote; /* of "P{{title}}Q" and "> P{{title}}Q" as text */
	const char *para_html, *quote_html;
} cases[] = {
	{__LINE__, "plain", "s: plain", "PplainQ\n", "> PplainQ\n", "PplainQ", "PplainQ"},
	{__LINE__, "# x", "s: # x", "P# xQ\n", "> P# xQ\n", "P# xQ", "P# xQ"},
	{__LINE__, "**b** `c` \\", "s: **b** `c` \\", "P**b** `c` \\Q\n", "> P**b** `c` \\Q\n",
	 "P**b** `c` \\Q", "P**b** `c` \\Q"},
	{__LINE__, "a | b", "s: a | b", "Pa | bQ\n", "> Pa | bQ\n", "Pa | bQ", "Pa | bQ"},
	{__LINE__, "{{ref}} {{#if", "s: {{ref}} {{#if", "P{{ref}} {{#ifQ\n", "> P{{ref}} {{#ifQ\n",
	 "P{{ref}} {{#ifQ", "P{{ref}} {{#ifQ"},
	{__LINE__, "a\n# b\r\n- c", "s: a # b - c", "Pa # b - cQ\n", "> Pa\n> # b\n> - cQ\n",
	 "Pa # b - cQ", "Pa<br>\n# b<br>\n- cQ"},
	{__LINE__, "a\rb", "s: a b", "Pa bQ\n", "> Pa\n> bQ\n", "Pa bQ", "Pa<br>\nbQ"},
	{__LINE__, "<b>&\"'</b>", "s: <b>&\"'</b>", "P<b>&\"'</b>Q\n", "> P<b>&\"'</b>Q\n",
	 "P&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;Q", "P&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;Q"},
	{__LINE__, "&lt;", "s: &lt;", "P&lt;Q\n", "> P&lt;Q\n", "P&amp;lt;Q", "P&amp;lt;Q"},
	{__LINE__, "a\x1b[31mb\x7f\x01", "s: a[31mb", "Pa[31mbQ\n", "> Pa[31mbQ\n", "Pa[31mbQ",
	 "Pa[31mbQ"},
	/* overrides, isolates, a byte order mark, a C1 control, a tag character */
	{__LINE__,
	 "a\u202Eb\u2066c\u2069\uFEFFd\xC2\x9B"
	 "e\U000E0041f",
	 "s: abcdef", "PabcdefQ\n", "> PabcdefQ\n", "PabcdefQ", "PabcdefQ"},
	{__LINE__, "a\xff\xc0 b", "s: a\uFFFD\uFFFD b", "Pa\uFFFD\uFFFD bQ\n",
	 "> Pa\uFFFD\uFFFD bQ\n", "Pa\uFFFD\uFFFD bQ", "Pa\uFFFD\uFFFD bQ"},
	{__LINE__, "a\u2028b\tc", "s: a b c", "Pa b cQ\n", "> Pa\n> b cQ\n", "Pa b cQ",
	 "Pa<br>\nb cQ"},
	{__LINE__, "  \n spaced \n ", "s: spaced", "PspacedQ\n", "> PspacedQ\n", "PspacedQ",
	 "PspacedQ"},
};

TEST(compose_escape)
{
	struct pool *pool = pool_new();
	struct templates *t;
	struct str faults;

	str_init(&faults, 1 << 16);
	t = overlay("en", "prompt.mail", "Subject: s: {{title}}\n\nP{{title}}Q\n\n> P{{title}}Q\n",
		    &faults);
	CHECK_STR(str_cstr(&faults), "");
	for (size_t i = 0; t != NULL && i < COUNT(cases); i++) {
		struct value *v = value_new(pool);
		struct err e = ERR_INIT;
		struct rendered r;

		value_cstr(v, "title", cases[i].value);
		CHECK_INT_AT(cases[i].line, templates_render(t, pool, "prompt", "en", v, &r, &e),
			     0);
		CHECK_SLICE_AT(cases[i].line, r.subject, cases[i].subject);
		CHECK_SLICE_AT(cases[i].line, r.text,
			       pool_slicef(pool, "%s\n%s", cases[i].para, cases[i].quote).data);
		CHECK_SLICE_AT(cases[i].line,
			       between(r.html, "<p style=\"margin:0 0 16px\">", "</p>"),
			       cases[i].para_html);
		CHECK_SLICE_AT(cases[i].line,
			       between(between(r.html, "<td class=\"q\"", "</td>"), ">", "(none)"),
			       "(no end)");
		CHECK_AT(cases[i].line,
			 slice_has(r.html,
				   pool_slicef(pool, "\">%s</td>", cases[i].quote_html).data));
	}
	templates_free(t);
	str_clear(&faults);
	pool_free(pool);
}
