/* New text, quotes, signatures. The rows are docket's own; corpora stand in tests/corpus. */
#include "../check.h"

#include "docket/message/mail.h"

static struct mail *
split(struct pool *pool, const char *subject, const char *body)
{
	struct mail *m = NULL;
	struct err e = ERR_INIT;
	struct slice raw = pool_slicef(
		pool, "From: Dana Fox <dana.fox@client.example>\nSubject: %s\n\n%s", subject, body);

	mail_read(pool, raw, NULL, NULL, &m, &e);
	return m;
}

TEST(split_text)
{
	static const struct {
		int line;
		const char *body, *want;
	} cases[] = {
		{__LINE__, "Approved!", "Approved!"},
		/* marks and attributions */
		{__LINE__, "Yes.\n\n> sure?\n", "Yes."},
		{__LINE__, "Yes.\n\nOn Mon, 5 Jan 2026, Bo wrote:\n> sure?\n", "Yes."},
		{__LINE__, "On Mon, 5 Jan 2026, Bo wrote:\n> sure?\n\nYes.", "Yes."},
		{__LINE__,
		 "Yes.\n\nOn Mon, Jan 5, 2026 at 9:00 AM Bo Oz <bo@x.example>\nwrote:\n\n> sure?\n",
		 "Yes."},
		{__LINE__, "Ja.\n\nAm 05.01.2026 um 09:00 schrieb Bo Oz:\n> sicher?\n", "Ja."},
		{__LINE__,
		 "Oui.\n\nLe lun. 5 janv. 2026 à 09:00, Bo <bo@x.example> a écrit :\n> sûr ?\n",
		 "Oui."},
		{__LINE__,
		 "Sí.\n\nEl lun, 5 ene 2026 a las 9:00, Bo (<bo@x.example>) escribió:\n> "
		 "¿seguro?\n",
		 "Sí."},
		{__LINE__,
		 "Sì.\n\nIl giorno lun 5 gen 2026 alle ore 09:00 Bo <bo@x.example> ha scritto:\n> "
		 "ok?\n",
		 "Sì."},
		{__LINE__,
		 "Ja.\n\nOp ma 5 jan 2026 om 09:00 schreef Bo <bo@x.example>:\n> zeker?\n", "Ja."},
		{__LINE__, "Ja.\n\nDen mån 5 jan. 2026 kl 09:00 skrev Bo <bo@x.example>:\n> ok?\n",
		 "Ja."},
		{__LINE__, "Tak.\n\nW dniu 5.01.2026 o 09:00, Bo pisze:\n> ok?\n", "Tak."},
		{__LINE__, "Да.\n\n5 янв. 2026 г., в 09:00, Bo <bo@x.example> написал(а):\n> ок?\n",
		 "Да."},
		{__LINE__,
		 "Sim.\n\nEm seg., 5 de jan. de 2026 às 09:00, Bo <bo@x.example> escreveu:\n> "
		 "ok?\n",
		 "Sim."},
		{__LINE__,
		 "Yes.\n\nOn 5 Jan 2026, at 09:00, Bo <bo@x.example> wrote:\n\nunmarked quote\n",
		 "Yes."},
		{__LINE__, "Yes.\n\n2026-01-05 9:00 GMT+01:00 Bo Oz <bo@x.example>:\nold words\n",
		 "Yes."},
		{__LINE__,
		 "Yes.\n\n---- On Mon, 05 Jan 2026 09:00:00 +0100 Bo <bo@x.example> wrote "
		 "----\nold\n",
		 "Yes."},
		{__LINE__, "She wrote: call me.\nSo I did.", "She wrote: call me.\nSo I did."},
		{__LINE__, "Three things I want:\nred\nblue", "Three things I want:\nred\nblue"},
		/* header blocks and separators */
		{__LINE__,
		 "Yes.\n\n-----Original Message-----\nFrom: Bo\nSent: Monday\nTo: Dana\nSubject: "
		 "x\n\nold",
		 "Yes."},
		{__LINE__,
		 "Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Bo\nGesendet: Montag\nAn: "
		 "Dana\n\nalt",
		 "Ja."},
		{__LINE__,
		 "Yes.\n\nFrom: Bo Oz <bo@x.example>\nSent: Monday, January 5, 2026 9:00 AM\nTo: "
		 "Dana\nSubject: x\n\nold",
		 "Yes."},
		{__LINE__,
		 "Yes.\n\n________________________________\nFrom: Bo\nSent: Monday\nTo: "
		 "Dana\nSubject: x\n\nold",
		 "Yes."},
		{__LINE__,
		 "Oui.\n\nDe : Bo Oz\nEnvoyé : lundi 5 janvier 2026 09:00\nÀ : Dana\nObjet : "
		 "x\n\nvieux",
		 "Oui."},
		{__LINE__, "Sí.\n\nDe: Bo\nEnviado: lunes\nPara: Dana\nAsunto: x\n\nviejo", "Sí."},
		{__LINE__, "Sì.\n\nDa: Bo\nInviato: lunedì\nA: Dana\nOggetto: x\n\nvecchio", "Sì."},
		{__LINE__, "Ja.\n\nVan: Bo\nVerzonden: maandag\nAan: Dana\nOnderwerp: x\n\noud",
		 "Ja."},
		{__LINE__,
		 "Yes.\n\n*From:* Bo <bo@x.example>\n*Sent:* Monday\n*To:* Dana\n*Subject:* "
		 "x\n\nold",
		 "Yes."},
		{__LINE__,
		 "Yes.\n\nBo Oz@ACME\n01/05/2026 09:00 AM\nTo: Dana Fox/ACME\ncc:\nSubject: "
		 "x\n\nold",
		 "Yes."},
		{__LINE__, "Yes.\n##- Please type your reply above this line -##\nold", "Yes."},
		{__LINE__, "To: be decided\nWe wait.", "To: be decided\nWe wait."},
		{__LINE__, "Subject: a poster\nDate: Friday", "Subject: a poster\nDate: Friday"},
		/* answers between quotes stay */
		{__LINE__, "> red?\nYes\n> blue?\nNo\n", "Yes\nNo"},
		{__LINE__, "Hi\n\n> red?\n\nYes, red.\n\n> blue?\n\nNo.", "Hi\n\nYes, red.\n\nNo."},
		/* signatures */
		{__LINE__, "Yes.\n\n-- \nDana Fox\nClient Ltd", "Yes."},
		{__LINE__, "Yes.\n\n--\nDana Fox\nClient Ltd", "Yes."},
		{__LINE__, "Yes.\n\nSent from my iPhone", "Yes."},
		{__LINE__, "Ja.\n\nVon meinem iPhone gesendet", "Ja."},
		{__LINE__, "Oui.\n\nEnvoyé de mon iPhone", "Oui."},
		{__LINE__, "Yes.\n\nGet Outlook for iOS", "Yes."},
		{__LINE__, "Make it red.\n\nBest regards,\nDana Fox\n+44 20 7946 0000",
		 "Make it red."},
		{__LINE__, "Bitte rot.\n\nMit freundlichen Grüßen\nDana Fox", "Bitte rot."},
		{__LINE__, "En rouge.\n\nCordialement,\nDana", "En rouge."},
		{__LINE__, "En rojo.\n\nUn saludo,\nDana", "En rojo."},
		{__LINE__, "Make it red.\n\nDana", "Make it red."},
		{__LINE__,
		 "Make it red.\n\nDana Fox\nHead of Brand\n+44 20 7946 0000\nwww.client.example",
		 "Make it red."},
		{__LINE__, "Make it red.\n-Dana", "Make it red."},
		{__LINE__, "Thanks!", "Thanks!"},
		{__LINE__, "Dana", "Dana"},
		{__LINE__, "Sent from my desk, is much easier than my phone.",
		 "Sent from my desk, is much easier than my phone."},
		{__LINE__, "Deliver to\n\n12 High Street\nLeeds",
		 "Deliver to\n\n12 High Street\nLeeds"},
		{__LINE__,
		 "Red.\n\nThis email and any attachments are confidential and for the\nintended "
		 "recipient only.",
		 "Red."},
		{__LINE__,
		 "Red.\n\n_______________________________\nbrand mailing "
		 "list\nhttps://lists.example/brand",
		 "Red."},
		/* what only looks like a header, a signature or a name below one */
		{__LINE__, "Date: 5 May 2026\nFrom: 5 Euro\nTo: all who like tea",
		 "Date: 5 May 2026\nFrom: 5 Euro\nTo: all who like tea"},
		{__LINE__, "For the back:\n\n-- \nBread since 1900\n-- \n\nThe front stays.",
		 "For the back:\n\n-- \nBread since 1900\n-- \n\nThe front stays."},
		{__LINE__, "Claim:\n---\nBuy now\n---\nThat is all.",
		 "Claim:\n---\nBuy now\n---\nThat is all."},
		{__LINE__, "Claim:\n---\nBuy now\n---\n\n-- \nBo Oz", "Claim:\n---\nBuy now\n---"},
		{__LINE__, "- Ada\n- Bo\n- Cy", "- Ada\n- Bo\n- Cy"},
		{__LINE__, "Flyer: A5\nKind regards go on the back side",
		 "Flyer: A5\nKind regards go on the back side"},
		/* odd bytes */
		{__LINE__, ">From where we stand it is fine.", ">From where we stand it is fine."},
		{__LINE__, "", ""},
		{__LINE__, "\n\n\n", ""},
		{__LINE__, "> only a quotation", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = split(pool, "Re: x", cases[i].body);
		CHECK_SLICE_AT(cases[i].line, m ? m->text : SLICE_LIT("none"), cases[i].want);
	}
	pool_free(pool);
}

TEST(split_html)
{
	static const struct {
		int line;
		const char *html, *want;
	} cases[] = {
		{__LINE__,
		 "<div>Yes.</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Monday Bo "
		 "wrote:</div>"
		 "<blockquote class=\"gmail_quote\">sure?</blockquote></div>",
		 "Yes."},
		{__LINE__,
		 "<p>Yes.</p><div id=\"divRplyFwdMsg\"><b>From:</b> Bo</div><div>old</div>",
		 "Yes."},
		{__LINE__,
		 "<p>Yes.</p><div style=\"border:none;border-top:solid #E1E1E1 "
		 "1.0pt\"><p><b>From:</b> Bo</p></div><p>old",
		 "Yes."},
		{__LINE__,
		 "<p>Yes.<div class=\"moz-cite-prefix\">On Monday Bo wrote:</div><blockquote "
		 "type=\"cite\">old</blockquote>",
		 "Yes."},
		{__LINE__,
		 "<div>Yes.</div><div class=\"yahoo_quoted\">On Monday Bo wrote: old</div>",
		 "Yes."},
		{__LINE__,
		 "<div>Yes.</div><br><blockquote type=\"cite\"><div>On 5 Jan 2026, Bo "
		 "wrote:</div><div>old</div></blockquote>",
		 "Yes."},
		{__LINE__, "<div>Yes.</div><div class=\"gmail_signature\">Dana Fox<br>Client</div>",
		 "Yes."},
		{__LINE__,
		 "<blockquote type=\"cite\">red?</blockquote><p>Yes</p><blockquote "
		 "type=\"cite\">blue?</blockquote><p>No</p>",
		 "Yes\n\nNo"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = NULL;
		struct err e = ERR_INIT;
		mail_read(pool,
			  pool_slicef(pool,
				      "From: Dana Fox <d@c.example>\nContent-Type: text/html; "
				      "charset=utf-8\n\n%s",
				      cases[i].html),
			  NULL, NULL, &m, &e);
		CHECK_SLICE_AT(cases[i].line, m ? m->text : SLICE_LIT("none"), cases[i].want);
	}
	pool_free(pool);
}

TEST(split_answers)
{
	struct pool *pool = pool_new();
	struct mail *m = split(pool, "Re: x",
			       "Hi\n\n> first\n>\n> red or\n> blue?\n\nRed.\n\n> when?\nFriday.\n");

	CHECK(m && m->answers.len == 2);
	if (m && m->answers.len == 2) {
		CHECK_SLICE_AT(__LINE__, m->answers.at[0].question, "red or\nblue?");
		CHECK_SLICE_AT(__LINE__, m->answers.at[0].answer, "Red.");
		CHECK_SLICE_AT(__LINE__, m->answers.at[1].question, "when?");
		CHECK_SLICE_AT(__LINE__, m->answers.at[1].answer, "Friday.");
		CHECK(slice_starts(slice_sub(m->text, m->answers.at[1].answer_start, m->text.len),
				   "Friday."));
	}
	pool_free(pool);
}

TEST(split_keeps_all)
{
	struct pool *pool = pool_new();
	struct mail *m =
		split(pool, "Re: x",
		      "Make it red.\n\nRegards,\nDana\n\nOn 5 Jan 2026, Bo wrote:\n> which?\n");

	CHECK(m != NULL);
	if (m) {
		CHECK_SLICE_AT(__LINE__, m->text, "Make it red.");
		CHECK_SLICE_AT(__LINE__, m->text_signed, "Make it red.\n\nRegards,\nDana");
		CHECK_SLICE_AT(__LINE__, m->signature, "Regards,\nDana");
		CHECK_SLICE_AT(__LINE__, m->quoted, "> which?");
	}
	pool_free(pool);
}
