/* Words found in mails, briefs and revision items, as the index is filled behind them. */
#include "fixture.h"

#include "docket/store/revisions.h"
#include "docket/store/search.h"

#include <stdio.h>
#include <string.h>

static size_t
found(struct fixture *f, const char *words)
{
	search_hits list = {0};

	CHECK_INT(search_find(f->s, f->p, slice_of(words), 0, 10, &list, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return list.len;
}

TEST(search_words_of_mails)
{
	static const struct {
		int line;
		const char *words;
		size_t count;
	} cases[] = {
		{__LINE__, "banner", 2},
		{__LINE__, "BANNER", 2},
		{__LINE__, "banner autumn", 1},
		{__LINE__, "bann", 0},
		{__LINE__, "bann*", 2},
		{__LINE__, "Überschrift", 1},
		{__LINE__, "uberschrift", 1}, /* accents do not matter */
		{__LINE__, "landing", 2},     /* the subject */
		{__LINE__, "e-mail", 1},
		{__LINE__, "", 0},
		{__LINE__, "   ", 0},
		{__LINE__, "\"", 0},
		{__LINE__, "\"banner", 2},
		{__LINE__, "banner OR nothing", 0},
		{__LINE__, "NOT banner", 0},
		{__LINE__, "NEAR(banner autumn)", 0},
		{__LINE__, "subject:banner", 0},
		{__LINE__, "banner)", 2},
		{__LINE__, "* ^ + - ( ) { } : ,", 0},
		{__LINE__, "*", 0},
		{__LINE__, "'; DROP TABLE message; --", 0},
		{__LINE__, "\xff\xfe", 0},
	};
	struct fixture f;
	size_t done = 99;

	fixture_open(&f);
	int64_t m1 = fixture_settled(&f, 1, "one@x", "The banner for the autumn campaign");
	int64_t m2 = fixture_settled(&f, 2, "two@x", "Banner, e-mail und Überschrift");
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(found(&f, "banner"), 0); /* not indexed yet */
	CHECK_INT(store_index_some(f.s, 1, &done, &f.e), 0);
	CHECK_INT(done, 1);
	CHECK_INT(found(&f, "banner"), 1);
	CHECK_INT(store_index_some(f.s, 50, &done, &f.e), 0);
	CHECK_INT(done, 1);
	CHECK_INT(store_index_some(f.s, 50, &done, &f.e), 0);
	CHECK_INT(done, 0);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, found(&f, cases[i].words), cases[i].count);
	search_hits list;
	CHECK_INT(search_find(f.s, f.p, SLICE_LIT("nul\0banner"), 0, 10, &list, &f.e), 0);
	CHECK_INT(search_find(f.s, f.p, SLICE_LIT("banner"), 0, 10, &list, &f.e), 0);
	CHECK_INT(list.at[0].id, m2); /* the shorter text is more about it */
	CHECK_INT(list.at[0].kind, SEARCH_MAIL);
	CHECK_SLICE_AT(__LINE__, list.at[0].snippet, "[Banner], e-mail und Überschrift");
	CHECK_INT(search_find(f.s, f.p, SLICE_LIT("banner"), 0, 1, &list, &f.e), 0);
	CHECK_INT(list.len, 1);

	/* Read again with other words: the old ones are gone, the index stays whole. */
	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(inbox_replay(f.s, m1, &f.e), 0);
	struct inbox_settled m = {.id = m1, .state = INBOX_APPLIED, .text = SLICE_LIT("poster")};
	CHECK_INT(inbox_settle(f.s, &m, &f.e), 0);
	m.text = SLICE_LIT("poster in winter"); /* and once more before it was indexed */
	CHECK_INT(inbox_settle(f.s, &m, &f.e), 0);
	m = (struct inbox_settled){
		.id = m2, .state = INBOX_DUPLICATE, .same_as = m1, .text = SLICE_LIT("copy")};
	CHECK_INT(inbox_settle(f.s, &m, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(store_index_some(f.s, 50, &done, &f.e), 0);
	CHECK_INT(done, 1);
	CHECK_INT(found(&f, "autumn"), 0);
	CHECK_INT(found(&f, "winter"), 1);
	CHECK_INT(found(&f, "banner"), 0);
	CHECK_INT(found(&f, "copy"), 0);
	CHECK_INT(inbox_reopen_triage(f.s, m2, SLICE_LIT("is it?"), &f.e), 0);
	CHECK_INT(store_index_some(f.s, 50, &done, &f.e), 0);
	CHECK_INT(found(&f, "copy"), 1);
	CHECK_INT(
		fixture_sql(&f, "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"),
		0);
	fixture_close(&f);
}

/* "kind/row: snippet" of each, best first. */
static const char *
places(struct fixture *f, const char *words, int64_t member)
{
	static char text[600];
	size_t n = 0;
	const struct search_hit *x;
	search_hits list = {0};

	text[0] = '\0';
	CHECK_INT(store_index_some(f->s, 100, &n, &f->e), 0);
	CHECK_INT(search_find(f->s, f->p, slice_of(words), member, 10, &list, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	n = 0;
	VEC_EACH (x, &list)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s %.*s: %.*s",
				      n > 0 ? "; " : "", search_kind_name(x->kind),
				      SLICE_ARG(x->ref), SLICE_ARG(x->snippet));
	return text;
}

static void
say(struct fixture *f, int64_t job, const char *objective)
{
	struct job j;

	CHECK_INT(job_get(f->s, f->p, job, &j, &f->e), 1);
	j.brief[1 /* objective */] = (struct brief_field){
		.given = true, .value = slice_of(objective), .by = SLICE_LIT("operator")};
	CHECK_INT(job_save(f->s, &j, T0, &f->e), 0);
}

TEST(search_words_of_briefs_and_items)
{
	struct fixture f;

	fixture_open(&f);
	int64_t job = fixture_job(&f), other = fixture_job(&f);
	say(&f, job, "sell\n  more tents");
	struct revision r = {.job = job,
			     .round = 1,
			     .kind = REVISION_CHANGE,
			     .state = REVISION_OPEN,
			     .target = SLICE_LIT("headline"),
			     .summary = SLICE_LIT("bigger tents")};
	VEC_ADD(&r.sources, f.p,
		((struct revision_source){.person = SLICE_LIT("contact:1"),
					  .quote = SLICE_LIT("those marquees look tiny"),
					  .at = T0}));
	CHECK_INT(revision_add(f.s, &r, T0, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_STR(places(&f, "marquees", 0),
		  "revision ACME-001: bigger tents · those [marquees] look tiny");
	CHECK_STR(places(&f, "sell tents", 0), "brief ACME-001: [sell] more [tents]");
	CHECK_STR(places(&f, "acme-002", 0), "brief ACME-002: [ACME-002]");
	CHECK(strstr(places(&f, "tents", 0), "; ") != NULL);

	/* Words that were changed are gone, those they became are there; so are moved quotes. */
	CHECK_INT(store_begin(f.s, &f.e), 0);
	say(&f, job, "sell fewer kayaks");
	struct revision s = r;
	s.sources.len = 0;
	s.summary = SLICE_LIT("smaller stars");
	CHECK_INT(revision_add(f.s, &s, T0, &f.e), 0);
	revision_list all = {0};
	CHECK_INT(revisions_of_job(f.s, f.p, job, 0, &all, &f.e), 0);
	CHECK_INT(revision_source_move(f.s, all.at[0].sources.at[0].id, s.id, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_STR(places(&f, "sell tents", 0), "");
	CHECK_STR(places(&f, "kayaks", 0), "brief ACME-001: sell fewer [kayaks]");
	CHECK_STR(places(&f, "marquees", 0),
		  "revision ACME-001: smaller stars · those [marquees] look tiny");

	/* A partner finds what stands in their own jobs; the twin is the same job once it is
	 * theirs. */
	CHECK_STR(places(&f, "kayaks", f.member), "");
	CHECK_STR(places(&f, "marquees", f.member), "");
	struct job j;
	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(job_get(f.s, f.p, job, &j, &f.e), 1);
	j.maker = f.member;
	CHECK_INT(job_save(f.s, &j, T0, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_STR(places(&f, "kayaks", f.member), "brief ACME-001: sell fewer [kayaks]");
	CHECK_STR(places(&f, "marquees", f.member),
		  "revision ACME-001: smaller stars · those [marquees] look tiny");
	(void)other;
	fixture_close(&f);
}
