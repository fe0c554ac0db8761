/* Lines that a phone or its owner adds, and sentences that only begin like one. */
#include "../check.h"

#include "docket/message/mail.h"

static struct slice
said(struct pool *pool, const char *head, const char *line)
{
	struct mail *m = NULL;
	struct err e = ERR_INIT;
	struct slice raw = pool_slicef(pool,
				       "From: Dana Fox <dana.fox@client.example>\nSubject: Re: x\n"
				       "Content-Type: text/plain; charset=utf-8\n\n%s%s\n",
				       head, line);

	mail_read(pool, raw, NULL, NULL, &m, &e);
	return m ? slice_trim(m->text) : SLICE_LIT("none");
}

TEST(mobile_excuses)
{
	static const struct {
		int line;
		const char *words;
	} cases[] = {
		{__LINE__, "Sent from my mobile, please excuse typos."},
		{__LINE__, "Sent from my mobile device. Please excuse brevity and typos."},
		{__LINE__, "Sent from my phone - sorry for typos"},
		{__LINE__, "Sent from my Tesla"},
		{__LINE__, "Typed on a tiny screen. Please excuse typos."},
		{__LINE__, "Von unterwegs gesendet"},
		{__LINE__, "Diese E-Mail wurde unterwegs geschrieben"},
		{__LINE__, "Von meinem Handy gesendet - bitte Tippfehler entschuldigen"},
		{__LINE__, "Envoyé de mon téléphone, merci d'excuser la brièveté"},
		{__LINE__, "Enviado desde mi móvil, disculpa la brevedad."},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, said(pool, "Make it red.\n\n", cases[i].words),
			       "Make it red.");
	pool_free(pool);
}

TEST(mobile_sentences)
{
	static const struct {
		int line;
		const char *words;
	} cases[] = {
		{__LINE__, "Sent from my side: two logos. Please use both."},
		{__LINE__, "Enviado desde mi punto de vista demasiado tarde."},
		{__LINE__, "Unterwegs gesendet wurde nur Version A. Bitte auch B schicken."},
		{__LINE__, "Von unterwegs gesehen wirkt das Plakat zu klein."},
		{__LINE__, "The flyer was sent from my office yesterday."},
		{__LINE__, "Please put \"sent on the go\" on the postcard."},
		{__LINE__, "Please excuse the wait: make it blue instead."},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, said(pool, "", cases[i].words), cases[i].words);
	pool_free(pool);
}
