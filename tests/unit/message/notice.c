/* Notices of tools: tool, person, document and the words of the comment. */
#include "check.h"

#include "docket/message/mail.h"

#define HTML "Content-Type: text/html; charset=utf-8\n\n"
#define DOC  "<a href=\"https://docs.google.com/document/d/1aB2cD3eF4gH/edit?disco=x\">Plan</a>"

static const struct {
	int line;
	const char *mail, *tool, *person, *key, *words;
} cases[] = {
	{__LINE__,
	 "From: \"Ann Lee (Google Docs)\" <comments-noreply@docs.google.com>\n"
	 "Subject: Plan\n" HTML "<h1>Ann Lee added a comment to the following document</h1>" DOC
	 "<div>Widgets</div><h3>Ann Lee</h3><h4>New</h4><div>Shorten this line.</div>"
	 "<div>Open in Google Docs</div><div>Google LLC</div>",
	 "Google Docs", "Ann Lee", "1aB2cD3eF4gH", "Shorten this line."},
	{__LINE__,
	 "From: \"Jörg Maß (Google Docs)\" <comments-noreply@docs.google.com>\nSubject: Plan\n" HTML
	 "<p>Jörg Maß hat einen Kommentar zu folgendem Dokument hinzugefügt</p>" DOC
	 "<p>Jörg Maß</p><p>Neu</p><p>Bitte kürzen.</p><p>Antworten</p>",
	 "Google Docs", "Jörg Maß", "1aB2cD3eF4gH", "Bitte kürzen."},
	{__LINE__,
	 "From: Figma <comments-aB3dE5fG7hJ9@email.figma.com>\n"
	 "Subject: Ann Lee commented on Landing\n\nAnn Lee commented on Landing\n\n"
	 "Make the button green.\n\nAnd drop the badge.\nView comment\nhttps://x.example\n",
	 "Figma", "Ann Lee", "aB3dE5fG7hJ9", "Make the button green.\nAnd drop the badge."},
	{__LINE__,
	 "From: Frame.io <notifications@mail.frame.io>\n"
	 "Subject: Ann Lee left a comment on spot_v2.mp4\n\nAnn Lee left a comment on spot_v2.mp4\n"
	 "00:32\nThe music is too loud.\n\nhttps://app.frame.io/reviews/11aa22bb-33cc/x\n",
	 "Frame.io", "Ann Lee", "11aa22bb-33cc", "00:32\nThe music is too loud."},
	/* the twins: no such sender, no key, nobody named */
	{__LINE__,
	 "From: Figma <comments-aB3dE5fG7hJ9@email.figma.com.evil.example>\n"
	 "Subject: Ann Lee commented on Landing\n\nAnn Lee commented on Landing\nHi\n",
	 "", "", "", ""},
	{__LINE__,
	 "From: Figma <comments-aB3dE5fG7hJ9@notemail.figma.com.example>\n"
	 "Subject: Ann Lee commented on Landing\n\nAnn Lee commented on Landing\nHi\n",
	 "", "", "", ""},
	{__LINE__,
	 "From: Frame.io <notifications@frame.io>\nSubject: Ann Lee left a comment on a.mp4\n\n"
	 "Ann Lee left a comment on a.mp4\nLouder!\nhttps://app.frame.io/reviews/ab\n",
	 "", "", "", ""},
	{__LINE__,
	 "From: Figma <comments-aB3dE5fG7hJ9@email.figma.com>\nSubject: Your weekly news\n\n"
	 "What is new this week.\n",
	 "", "", "", ""},
};

TEST(notice_read)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *pool = pool_new();
		struct err e = ERR_INIT;
		struct mail *m = NULL;

		CHECK_INT_AT(cases[i].line,
			     mail_read(pool, slice_of(cases[i].mail), NULL, NULL, &m, &e), 0);
		CHECK_SLICE_AT(cases[i].line, m->notice.tool, cases[i].tool);
		CHECK_SLICE_AT(cases[i].line, m->notice.person, cases[i].person);
		CHECK_SLICE_AT(cases[i].line, m->notice.key, cases[i].key);
		CHECK_SLICE_AT(cases[i].line, m->notice.words, cases[i].words);
		pool_free(pool);
	}
}
