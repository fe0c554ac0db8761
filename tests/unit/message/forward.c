/* Forwards: each client's form in each language, and the forms of one field. */
#include "../check.h"

#include "docket/message/mail.h"

static struct mail *
forwarded(struct pool *pool, const char *subject, struct slice body)
{
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	mail_read(pool,
		  pool_slicef(pool,
			      "From: Fay Ward <fay@agency.example>\nSubject: %s\n"
			      "Content-Type: text/plain; charset=utf-8\n\n%.*s",
			      subject, SLICE_ARG(body)),
		  NULL, NULL, &m, &e);
	return m;
}

static void
check_forward(int line, const struct mail *m, const char *said)
{
	const struct forward *f = &m->forward;

	CHECK_AT(line, f->found);
	CHECK_SLICE_AT(line, f->from.name, "Mara Quill");
	CHECK_SLICE_AT(line, f->from.mailbox, "mara@north.example");
	CHECK_SLICE_AT(line, f->subject, "Poster");
	CHECK_SLICE_AT(line, f->body, "It is too dark.\nLighten it.");
	CHECK_SLICE_AT(line, f->message, said);
}

static void
check_recipients(int line, const struct mail *m)
{
	const struct forward *f = &m->forward;

	CHECK_INT_AT(line, f->to.len, 1);
	CHECK_INT_AT(line, f->cc.len, 2);
	if (f->to.len == 1 && f->cc.len == 2) {
		CHECK_SLICE_AT(line, f->to.at[0].mailbox, "ole@south.example");
		CHECK_SLICE_AT(line, f->cc.at[0].mailbox, "ida@east.example");
		CHECK_SLICE_AT(line, f->cc.at[1].mailbox, "rui@west.example");
	}
}

/* The words that each language has for the separator and the five keys. */
static const struct {
	int line;
	const char *separator, *from, *date, *to, *cc, *subject;
} words[] = {
	{__LINE__, "Forwarded Message", "From", "Date", "To", "CC", "Subject"},
	{__LINE__, "Přeposlaná zpráva", "Od", "Datum", "Komu", "Kopie", "Předmět"},
	{__LINE__, "Videresendt meddelelse", "Fra", "Dato", "Til", "CC", "Emne"},
	{__LINE__, "Weitergeleitete Nachricht", "Von", "Datum", "An", "Kopie (CC)", "Betreff"},
	{__LINE__, "Mensaje reenviado", "De", "Fecha", "Para", "CC", "Asunto"},
	{__LINE__, "Välitetty viesti", "Lähettäjä", "Päiväys", "Vastaanottaja", "Kopio", "Aihe"},
	{__LINE__, "Message transféré", "De", "Date", "Pour", "Copie à", "Sujet"},
	{__LINE__, "Proslijeđena poruka", "Šalje", "Datum", "Prima", "CC", "Naslov"},
	{__LINE__, "Továbbított üzenet", "Feladó", "Dátum", "Címzett", "CC", "Tárgy"},
	{__LINE__, "Messaggio Inoltrato", "Mittente", "Data", "A", "CC", "Oggetto"},
	{__LINE__, "Doorgestuurd bericht", "Van", "Datum", "Aan", "CC", "Onderwerp"},
	{__LINE__, "Videresendt melding", "Fra", "Dato", "Til", "Kopi", "Emne"},
	{__LINE__, "Przekazana wiadomość", "Nadawca", "Data", "Adresat", "Kopia", "Temat"},
	{__LINE__, "Treść przekazanej wiadomości", "Od", "Data", "Do", "DW", "Temat"},
	{__LINE__, "Mensagem reencaminhada", "De", "Data", "Para", "CC", "Assunto"},
	{__LINE__, "Mensagem encaminhada", "De", "Data", "Para", "CC", "Assunto"},
	{__LINE__, "Mesaj redirecționat", "de la", "Dată", "Către", "CC", "Subiect"},
	{__LINE__, "Перенаправленное сообщение", "От", "Дата", "Кому", "Копия", "Тема"},
	{__LINE__, "Preposlaná správa", "Od", "Dátum", "Komu", "CC", "Predmet"},
	{__LINE__, "Vidarebefordrat meddelande", "Från", "Datum", "Till", "Kopia", "Ämne"},
	{__LINE__, "İletilmiş İleti", "Kimden", "Tarih", "Kime", "CC", "Konu"},
	{__LINE__, "Yönlendirilmiş İleti", "Kimden", "Tarih", "Kime", "CC", "Konu"},
	{__LINE__, "Переслане повідомлення", "Від", "Дата", "Кому", "Копія", "Тема"},
	{__LINE__, "Edasisaadetud kiri", "Saatja", "Kuupäev", "Saaja", "Koopia", "Teema"},
	{__LINE__, "Persiųstas laiškas", "Nuo", "Data", "Kam", "Kopija", "Tema"},
	{__LINE__, "Προωθημένο μήνυμα", "Από", "Ημερομηνία", "Προς", "Κοιν.", "Θέμα"},
	{__LINE__, "Forwarded Message", "差出人", "日付", "宛先", "CC", "件名"},
	{__LINE__, "转发的消息", "发件人", "日期", "收件人", "抄送", "主题"},
	{__LINE__, "Forwarded Message", "From", "Sent", "To", "Cc", "Subject"},
	{__LINE__, "Přeposlaná zpráva", "Od", "Odesláno", "Komu", "Kopie", "Předmět"},
	{__LINE__, "Videresendt meddelelse", "Fra", "Sendt", "Til", "Cc", "Emne"},
	{__LINE__, "Weitergeleitete Nachricht", "Von", "Gesendet", "An", "CC", "Betreff"},
	{__LINE__, "Mensaje reenviado", "De", "Enviado", "Para", "CC", "Asunto"},
	{__LINE__, "Edelleenlähetetty viesti", "Lähettäjä", "Lähetetty", "Vastaanottaja", "Kopio",
	 "Aihe"},
	{__LINE__, "Message transmis", "De", "Envoyé", "À", "Cc", "Objet"},
	{__LINE__, "Proslijeđena poruka", "Šalje", "Poslano", "Prima", "Kopija", "Predmet"},
	{__LINE__, "Továbbított üzenet", "Feladó", "Elküldve", "Címzett", "Másolat", "Tárgy"},
	{__LINE__, "Messaggio inoltrato", "Da", "Inviato", "A", "Cc", "Oggetto"},
	{__LINE__, "Doorgestuurd bericht", "Van", "Verzonden", "Aan", "Cc", "Onderwerp"},
	{__LINE__, "Videresendt melding", "Fra", "Sendt", "Til", "Kopi", "Emne"},
	{__LINE__, "Przekazana wiadomość", "Od", "Wysłano", "Do", "DW", "Temat"},
	{__LINE__, "Mensagem reencaminhada", "De", "Enviado", "Para", "Cc", "Assunto"},
	{__LINE__, "Mensagem encaminhada", "De", "Enviado", "Para", "Cc", "Assunto"},
	{__LINE__, "Mesaj redirecționat", "De la", "Trimis", "Către", "Cc", "Subiect"},
	{__LINE__, "Пересылаемое сообщение", "От", "Отправлено", "Кому", "Копия", "Тема"},
	{__LINE__, "Перенаправленное сообщение", "От", "Отправлено", "Кому", "Копия", "Тема"},
	{__LINE__, "Preposlaná správa", "Od", "Odoslané", "Komu", "Kópia", "Predmet"},
	{__LINE__, "Vidarebefordrat meddelande", "Från", "Skickat", "Till", "Kopia", "Ämne"},
	{__LINE__, "İletilmiş Mesaj", "Kimden", "Gönderilen", "Kime", "Cc", "Konu"},
	{__LINE__, "Перенаправлене повідомлення", "Від", "Відправлено", "Кому", "Копія", "Тема"},
	{__LINE__, "Προωθημένο μήνυμα", "Από", "Στάλθηκε", "Προς", "Κοιν", "Θέμα"},
};

/* %1 separator, %2 from, %3 date, %4 to, %5 cc, %6 subject: as the client prints them. */
static const char *const forms[] = {
	"-------- %1$s --------\n%6$s: \tPoster\n%3$s: \tWed, 27 Oct 2027 14:30:00 +0200\n"
	"%2$s: \tMara Quill <mara@north.example>\n%4$s: \tole@south.example\n"
	"%5$s: \tIda <ida@east.example>, Rui <rui@west.example>\n\n\n"
	"It is too dark.\nLighten it.\n",
	"%1$s:\n\n> %2$s: Mara Quill <mara@north.example>\n> %6$s: Poster\n"
	"> %3$s: 26 October 2027 14:25:08 CEST\n> %4$s: ole@south.example\n"
	"> %5$s: Ida <ida@east.example>, Rui <rui@west.example>\n>\n"
	"> It is too dark.\n> Lighten it.\n",
	"   ----- %1$s ----- %2$s: Mara Quill <mara@north.example>%4$s: \"ole@south.example\" "
	"<ole@south.example>%5$s: Ida <ida@east.example>; Rui <rui@west.example>%3$s: 2 November "
	"2027, 09:26:50 CET%6$s: Poster\n It is too dark.\nLighten it.\n",
	"   ----- %1$s ----- %2$s: Mara Quill <mara@north.example>%4$s: \"ole@south.example\" "
	"<ole@south.example>%5$s Ida <ida@east.example>; Rui <rui@west.example>%3$s: 2 November "
	"2027, 09:26:50 CET%6$s Poster\n It is too dark.\nLighten it.\n",
	"________________________________\n%2$s: Mara Quill <mara@north.example>\n"
	"%3$s: 28. 10. 2027 12:46\n%4$s: ole@south.example <ole@south.example>\n"
	"%5$s: Ida <ida@east.example>; Rui <rui@west.example>\n%6$s: Poster\n\n"
	"It is too dark.\nLighten it.\n",
	"*%2$s:* Mara Quill [mailto:mara@north.example]\n*%3$s:* 28. 10. 2027 12:46\n"
	"*%4$s:* ole@south.example\n*%5$s:* Ida <ida@east.example>; Rui <rui@west.example>\n"
	"*%6$s:* Poster\n\nIt is too dark.\nLighten it.\n",
};

/* The arguments that a form leaves out would be undefined to printf: the form is filled by hand. */
static struct slice
fill(struct pool *pool, const char *said, size_t form, size_t row)
{
	const char *const value[] = {words[row].separator, words[row].from, words[row].date,
				     words[row].to,	   words[row].cc,   words[row].subject};
	struct str out;

	str_init(&out, 64 * 1024);
	str_adds(&out, said);
	for (const char *p = forms[form]; *p; p++) {
		if (p[0] == '%' && p[1] >= '1' && p[1] <= '6') {
			str_adds(&out, value[p[1] - '1']);
			p += 3;
		} else {
			str_addc(&out, *p);
		}
	}
	struct slice filled = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return filled;
}

TEST(forward_languages)
{
	struct pool *pool = pool_new();

	for (size_t row = 0; row < COUNT(words); row++)
		for (size_t form = 0; form < COUNT(forms); form++) {
			struct mail *m = forwarded(pool, "Fwd: Poster", fill(pool, "", form, row));
			check_forward(words[row].line, m, "");
			check_recipients(words[row].line, m);
			m = forwarded(pool, "Fwd: Poster",
				      fill(pool, "Have a look.\n\n", form, row));
			check_forward(words[row].line, m, "Have a look.");
		}
	pool_free(pool);
}

/* A language that no table knows: told by the rule above and by the values. */
TEST(forward_guessed)
{
	struct pool *pool = pool_new();
	struct mail *m =
		forwarded(pool, "Fwd: Poster",
			  SLICE_LIT("-------- Quxat bazin --------\nZubj: Poster\n"
				    "Datx: Wed, 27 Oct 2027 14:30:00 +0200\n"
				    "Vro: Mara Quill <mara@north.example>\nTox: ole@south.example\n"
				    "Kc: Ida <ida@east.example>, Rui <rui@west.example>\n\n"
				    "It is too dark.\nLighten it.\n"));

	check_forward(__LINE__, m, "");
	check_recipients(__LINE__, m);
	pool_free(pool);
}

TEST(forward_attributions)
{
	static const struct {
		int line;
		const char *attribution;
	} cases[] = {
		{__LINE__,
		 "Dne 28.10.2021 12:46 napsal uživatel „Mara Quill“ <mara@north.example>:"},
		{__LINE__, "Dne 28.10.2021 12:46, Mara Quill <mara@north.example> napsal(a):"},
		{__LINE__, "Den 28/10/2021 12.46 skrev \"Mara Quill\" <mara@north.example>:"},
		{__LINE__, "Am 28.10.21, 12:46 schrieb \"Mara Quill\" <mara@north.example>:"},
		{__LINE__, "On 28/10/2021, 12:46, \"Mara Quill\" <mara@north.example> wrote:"},
		{__LINE__, "El 28/10/21 12:46, \"Mara Quill\" <mara@north.example> escribió:"},
		{__LINE__, "Mara Quill <mara@north.example> kirjoitti 28.10.2021 kello 12.46:"},
		{__LINE__, "\"Mara Quill\" <mara@north.example> kirjoitti 28.10.2021 klo 12.46:"},
		{__LINE__, "Le 28/10/2021 12:46, « Mara Quill » <mara@north.example> a écrit :"},
		{__LINE__, "Le 28/10/2021 12:46, « Mara Quill » <mara@north.example> a écrit :"},
		{__LINE__, "28/10/2021 12:46 időpontban Mara Quill <mara@north.example> írta:"},
		{__LINE__,
		 "Mara Quill <mara@north.example> ezt írta (időpont: 2021. okt. 28., 12:46):"},
		{__LINE__,
		 "Il giorno 28/10/21, 12:46 \"Mara Quill\" <mara@north.example> ha scritto:"},
		{__LINE__, "Op 28-10-2021 12:46 heeft Mara Quill <mara@north.example> geschreven:"},
		{__LINE__, "Op 28-10-2021 12:46 schreef \"Mara Quill\" <mara@north.example>:"},
		{__LINE__, "Den 28.10.2021 12:46, skrev \"Mara Quill\" <mara@north.example>:"},
		{__LINE__, "Mara Quill <mara@north.example> skrev 28.10.2021, 12:46:"},
		{__LINE__,
		 "Dnia 28.10.2021, 12:46 użytkownik „Mara Quill” <mara@north.example> napisał:"},
		{__LINE__, "Em 28/10/21, 12:46, \"Mara Quill\" <mara@north.example> escreveu:"},
		{__LINE__,
		 "Em qui., 28 de out. de 2021 às 12:46, Mara Quill <mara@north.example> escreveu:"},
		{__LINE__,
		 "28.10.2021, 12:46 пользователь \"Mara Quill\" <mara@north.example> написал:"},
		{__LINE__, "28.10.2021, 12:46, \"Mara Quill\" <mara@north.example> написал(а):"},
		{__LINE__,
		 "28.10.2021 12:46 používateľ Mara Quill (<mara@north.example>) napísal:"},
		{__LINE__, "Den 2021-10-28 12:46 skrev \"Mara Quill\" <mara@north.example>:"},
		{__LINE__, "Den 2021-10-28 kl. 12:46, skrev Mara Quill <mara@north.example>:"},
		{__LINE__,
		 "\"Mara Quill\" <mara@north.example>, 28.10.2021 12:46 tarihinde şunu yazdı:"},
		{__LINE__,
		 "Mara Quill <mara@north.example>, 28 Eki 2021 Per, 12:46 tarihinde şunu yazdı:"},
		{__LINE__, "Pe 28.10.2021, 12:46, Mara Quill <mara@north.example> a scris:"},
		{__LINE__, "28.10.2021 12:46, користувач Mara Quill <mara@north.example> написав:"},
		{__LINE__, "Στις 28/10/2021 12:46, Mara Quill <mara@north.example> έγραψε:"},
		{__LINE__, "2021年10月28日 12:46、Mara Quill <mara@north.example>のメール:"},
		{__LINE__, "Mara Quill <mara@north.example> 于2021年10月28日周四 12:46写道："},
		{__LINE__, "Mara Quill <mara@north.example> je napisao 28.10.2021. u 12:46:"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		check_forward(cases[i].line,
			      forwarded(pool, "FW: Poster",
					pool_slicef(pool,
						    "%s\n\n    It is too dark.\n"
						    "    Lighten it.\n",
						    cases[i].attribution)),
			      "");
	pool_free(pool);
}

TEST(forward_senders)
{
	static const struct {
		int line;
		const char *from, *name, *mailbox;
	} cases[] = {
		{__LINE__, "m@n.example", "", "m@n.example"},
		{__LINE__, "<m@n.example>", "", "m@n.example"},
		{__LINE__, "m@n.example <m@n.example>", "", "m@n.example"},
		{__LINE__, "m@n.example [mailto:m@n.example]", "", "m@n.example"},
		{__LINE__, "<mailto:m@n.example>", "", "m@n.example"},
		{__LINE__, "\"Mara Quill\" <m@n.example>", "Mara Quill", "m@n.example"},
		{__LINE__, "'Mara Quill' <m@n.example>", "Mara Quill", "m@n.example"},
		{__LINE__, "*Mara Quill* <m@n.example>", "Mara Quill", "m@n.example"},
		{__LINE__, "Quill, Mara <m@n.example>", "Quill, Mara", "m@n.example"},
		{__LINE__, "Mara Quill<m@n.example>", "Mara Quill", "m@n.example"},
		{__LINE__, "Mara Quill < m@n.example >", "Mara Quill", "m@n.example"},
		{__LINE__, "Mara Quill (m@n.example)", "Mara Quill", "m@n.example"},
		{__LINE__, "Mara Quill [m@n.example]", "Mara Quill", "m@n.example"},
		{__LINE__, "Mara Quill <m@n.example<mailto:m@n.example>>", "Mara Quill",
		 "m@n.example"},
		{__LINE__, "Mara Quill <m@n.example> On Behalf Of Ole", "Mara Quill",
		 "m@n.example"},
		{__LINE__, "Mara Quill", "Mara Quill", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = forwarded(
			pool, "Fwd: Poster",
			pool_slicef(pool,
				    "---------- Forwarded message ---------\nFrom: %s\nDate: Wed, "
				    "27 Oct 2027 14:30:00 +0200\nSubject: Poster\nTo: "
				    "ole@south.example\n\n\nIt is too dark.\n",
				    cases[i].from));
		CHECK_SLICE_AT(cases[i].line, m->forward.from.name, cases[i].name);
		CHECK_SLICE_AT(cases[i].line, m->forward.from.mailbox, cases[i].mailbox);
		CHECK_SLICE_AT(cases[i].line, m->forward.body, "It is too dark.");
	}
	pool_free(pool);
}

/* Sent on as a file: its text is decoded as that of any mail. */
TEST(forward_attached_mail)
{
	static const char raw[] =
		"From: Fay Ward <fay@agency.example>\nSubject: Fwd: Poster\nMIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
		"Have a look.\n--x\nContent-Type: message/rfc822\n\n"
		"From: =?utf-8?q?J=C3=B6rg?= <j@n.example>\nTo: ole@s.example\nSubject: Poster\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: quoted-printable\n\nGr=C3=BCn bitte.\n--x--\n";
	struct pool *pool = pool_new();
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	CHECK(mail_read(pool, slice_of(raw), NULL, NULL, &m, &e) == 0);
	CHECK(m->forward.found);
	CHECK_SLICE_AT(__LINE__, m->forward.from.name, "Jörg");
	CHECK_SLICE_AT(__LINE__, m->forward.body, "Grün bitte.");
	CHECK_SLICE_AT(__LINE__, m->forward.message, "Have a look.");
	pool_free(pool);
}
