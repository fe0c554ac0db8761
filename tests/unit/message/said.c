/* What is cut in many languages, and what must stay. The rows are docket's own. */
#include "../check.h"

#include "docket/message/mail.h"

static struct slice
said(struct pool *pool, const char *head, const char *middle, const char *tail)
{
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	mail_read(pool,
		  pool_slicef(pool,
			      "From: Dana Fox <dana.fox@client.example>\nSubject: Re: x\n"
			      "Content-Type: text/plain; charset=utf-8\n\n%s%s%s",
			      head, middle, tail),
		  NULL, NULL, &m, &e);
	return m ? m->text : SLICE_LIT("none");
}

/* Attributions of mail programs, from Arabic to Vietnamese. */
TEST(said_attributions)
{
	static const struct {
		int line;
		const char *words;
		bool bare; /* believed without quote marks, too */
	} cases[] = {
		{__LINE__, "On Mon, Jan 5, 2026 at 9:00 AM Bo Oz <bo@x.example> wrote:", true},
		{__LINE__, "On 5 Jan 2026, at 09:00, Bo Oz <bo@x.example> wrote:", true},
		{__LINE__, "On 05/01/2026 09:00, Bo Oz wrote:", true},
		{__LINE__, "On Monday, January 5, 2026, Bo Oz <bo@x.example> wrote:", true},
		{__LINE__, "Bo Oz <bo@x.example> wrote on Mon, 5 Jan 2026 09:00:", true},
		{__LINE__, "At 09:00 AM 1/5/2026, Bo Oz wrote:", true},
		{__LINE__, "On Mon, 5 Jan 2026, 09:00 Bo Oz, <bo@x.example> wrote:", true},
		{__LINE__, "On Jan 5, 2026, at 9:00 AM, Bo Oz <bo@x.example> wrote:", true},
		{__LINE__, "Quoting Bo Oz <bo@x.example>:", false},
		{__LINE__, "2026-01-05 9:00 GMT+01:00 Bo Oz <bo@x.example>:", true},
		{__LINE__, "Bo Oz writes:", false},
		{__LINE__,
		 "On Mon, Jan 5, 2026 at 9:00 AM 'Bo Oz' via Team <team@x.example> wrote:", true},
		{__LINE__, "Am Mo., 5. Jan. 2026 um 09:00 Uhr schrieb Bo Oz <bo@x.example>:", true},
		{__LINE__, "Am 05.01.2026 um 09:00 schrieb Bo Oz:", true},
		{__LINE__, "Am 05.01.26, 09:00 schrieb \"Bo Oz\" <bo@x.example>:", true},
		{__LINE__, "Bo Oz <bo@x.example> schrieb am Mo., 5. Jan. 2026, 09:00:", true},
		{__LINE__, "Bo Oz schrieb am 05.01.2026 um 09:00:", true},
		{__LINE__,
		 "Gesendet: Montag, 05. Januar 2026 um 09:00 Uhr\nVon: \"Bo Oz\" "
		 "<bo@x.example>\nAn: dana.fox@client.example\nBetreff: x",
		 true},
		{__LINE__,
		 "Am Montag, 5. Januar 2026 um 09:00:00 MEZ hat Bo Oz <bo@x.example> Folgendes "
		 "geschrieben:",
		 true},
		{__LINE__, "Zitat von Bo Oz <bo@x.example>:", false},
		{__LINE__, "Le lun. 5 janv. 2026 à 09:00, Bo Oz <bo@x.example> a écrit :", true},
		{__LINE__, "Le 05/01/2026 à 09:00, Bo Oz a écrit :", true},
		{__LINE__,
		 "Le lundi 5 janvier 2026 à 09:00:00 UTC+1, Bo Oz <bo@x.example> a écrit :", true},
		{__LINE__, "Le 5 janv. 2026 à 09:00, Bo Oz <bo@x.example> a écrit :", true},
		{__LINE__, "Bo Oz <bo@x.example> a écrit le 05/01/2026 09:00 :", true},
		{__LINE__, "El lun, 5 ene 2026 a las 9:00, Bo Oz (<bo@x.example>) escribió:", true},
		{__LINE__, "El 05/01/2026 a las 09:00, Bo Oz escribió:", true},
		{__LINE__, "El 5 ene 2026, a las 9:00, Bo Oz <bo@x.example> escribió:", true},
		{__LINE__,
		 "El lunes, 5 de enero de 2026, 09:00:00 CET, Bo Oz <bo@x.example> escribió:",
		 true},
		{__LINE__, "Bo Oz <bo@x.example> escribió el lun, 5 ene 2026:", true},
		{__LINE__,
		 "Il giorno lun 5 gen 2026 alle ore 09:00 Bo Oz <bo@x.example> ha scritto:", true},
		{__LINE__, "Il 05/01/2026 09:00, Bo Oz ha scritto:", true},
		{__LINE__,
		 "Il lunedì 5 gennaio 2026 alle ore 09:00:00 CET, Bo Oz <bo@x.example> ha scritto:",
		 true},
		{__LINE__,
		 "In data 05 gen 2026 alle 09:00, Bo Oz <bo@x.example> ha scritto:", true},
		{__LINE__,
		 "Em seg., 5 de jan. de 2026 às 09:00, Bo Oz <bo@x.example> escreveu:", true},
		{__LINE__, "Em 05/01/2026 09:00, Bo Oz escreveu:", true},
		{__LINE__,
		 "Bo Oz <bo@x.example> escreveu no dia segunda, 5/01/2026 à(s) 09:00:", true},
		{__LINE__, "A segunda, 5/01/2026, 09:00, Bo Oz <bo@x.example> escreveu:", true},
		{__LINE__, "No dia 05/01/2026, às 09:00, Bo Oz escreveu:", true},
		{__LINE__, "Op ma 5 jan 2026 om 09:00 schreef Bo Oz <bo@x.example>:", true},
		{__LINE__, "Op 05-01-2026 om 09:00 schreef Bo Oz:", true},
		{__LINE__, "Bo Oz <bo@x.example> schreef op 5 jan. 2026 om 09:00:", true},
		{__LINE__,
		 "Op 5 jan. 2026, om 09:00 heeft Bo Oz <bo@x.example> het volgende geschreven:",
		 true},
		{__LINE__, "Den man. 5. jan. 2026 kl. 09.00 skrev Bo Oz <bo@x.example>:", true},
		{__LINE__, "Den 05-01-2026 kl. 09:00 skrev Bo Oz:", true},
		{__LINE__, "man. 5. jan. 2026 kl. 09.00 skrev Bo Oz <bo@x.example>:", true},
		{__LINE__, "Den mån 5 jan. 2026 kl 09:00 skrev Bo Oz <bo@x.example>:", true},
		{__LINE__, "5 jan. 2026 kl. 09:00 skrev Bo Oz <bo@x.example>:", true},
		{__LINE__, "Bo Oz skrev den 2026-01-05 09:00:", true},
		{__LINE__, "man. 5. jan. 2026 kl. 09:00 skrev Bo Oz <bo@x.example>:", true},
		{__LINE__, "Den 05.01.2026 09:00, skrev Bo Oz:", true},
		{__LINE__, "ma 5. tammik. 2026 klo 9.00 Bo Oz (bo@x.example) kirjoitti:", true},
		{__LINE__, "Bo Oz kirjoitti 5.1.2026 klo 9.00:", false},
		{__LINE__, "Bo Oz <bo@x.example> kirjoitti 5.1.2026 kello 9.00:", true},
		{__LINE__, "pon., 5 sty 2026 o 09:00 Bo Oz <bo@x.example> napisał(a):", true},
		{__LINE__, "W dniu 05.01.2026 o 09:00, Bo Oz pisze:", true},
		{__LINE__,
		 "Wiadomość napisana przez Bo Oz <bo@x.example> w dniu 05.01.2026, o godz. 09:00:",
		 true},
		{__LINE__, "Dnia 5 stycznia 2026 09:00 Bo Oz <bo@x.example> napisał(a):", true},
		{__LINE__, "po 5. 1. 2026 v 9:00 odesílatel Bo Oz <bo@x.example> napsal:", true},
		{__LINE__, "Dne 05. 01. 26 v 9:00 Bo Oz napsal(a):", true},
		{__LINE__, "po 5. 1. 2026 o 9:00 Bo Oz <bo@x.example> napísal(a):", true},
		{__LINE__, "Dňa 5. 1. 2026 o 9:00 Bo Oz napísal(a):", true},
		{__LINE__,
		 "Bo Oz <bo@x.example> ezt írta (időpont: 2026. jan. 5., H, 9:00):", true},
		{__LINE__, "2026.01.05. 9:00 keltezéssel, Bo Oz írta:", true},
		{__LINE__, "În lun., 5 ian. 2026 la 09:00, Bo Oz <bo@x.example> a scris:", true},
		{__LINE__, "Pe 05.01.2026 09:00, Bo Oz a scris:", true},
		{__LINE__, "пн, 5 янв. 2026 г. в 09:00, Bo Oz <bo@x.example>:", true},
		{__LINE__, "5 янв. 2026 г., в 09:00, Bo Oz <bo@x.example> написал(а):", true},
		{__LINE__, "05.01.2026 9:00, Bo Oz пишет:", true},
		{__LINE__,
		 "Понедельник, 5 января 2026, 9:00 +03:00 от Bo Oz <bo@x.example>:", true},
		{__LINE__, "05.01.2026, 09:00, \"Bo Oz\" <bo@x.example>:", true},
		{__LINE__, "пн, 5 січ. 2026 р. о 09:00 Bo Oz <bo@x.example> пише:", true},
		{__LINE__, "05.01.26 09:00, Bo Oz пише:", true},
		{__LINE__,
		 "Bo Oz <bo@x.example>, 5 Oca 2026 Pzt, 09:00 tarihinde şunu yazdı:", true},
		{__LINE__, "5.01.2026 09:00 tarihinde Bo Oz yazdı:", true},
		{__LINE__,
		 "Στις Δευ 5 Ιαν 2026 στις 9:00 π.μ., ο/η Bo Oz <bo@x.example> έγραψε:", true},
		{__LINE__, "Στις 5/1/2026 9:00 π.μ., ο Bo Oz έγραψε:", true},
		{__LINE__, "pon, 5. sij 2026. u 09:00 Bo Oz <bo@x.example> napisao je:", true},
		{__LINE__,
		 "V pon., 5. jan. 2026 ob 09:00 je oseba Bo Oz <bo@x.example> napisala:", true},
		{__LINE__, "пон, 5. јан 2026. у 09:00 Bo Oz <bo@x.example> је написао/ла:", true},
		{__LINE__, "На пн, 5.01.2026 г. в 9:00 Bo Oz <bo@x.example> написа:", true},
		{__LINE__, "2026-01-05, pr, 09:00 Bo Oz <bo@x.example> rašė:", true},
		{__LINE__,
		 "pirmd., 2026. g. 5. janv., plkst. 09:00 — lietotājs Bo Oz (<bo@x.example>) "
		 "rakstīja:",
		 true},
		{__LINE__,
		 "Kuupäev E, 5. jaanuar 2026 kell 09:00 kirjutas kasutaja Bo Oz <bo@x.example>:",
		 true},
		{__LINE__,
		 "Missatge de Bo Oz <bo@x.example> del dia dl., 5 de gen. 2026 a les 9:00:", true},
		{__LINE__, "Bo Oz igorleak hau idatzi du (2026 urt. 5, al. 9:00):", false},
		{__LINE__, "2026年1月5日(月) 9:00 Bo Oz <bo@x.example>:", true},
		{__LINE__, "2026/01/05 9:00、Bo Oz のメール:", true},
		{__LINE__, "Bo Oz <bo@x.example> 于2026年1月5日周一 09:00写道：", true},
		{__LINE__, "在 2026年1月5日，上午9:00，Bo Oz <bo@x.example> 写道：", true},
		{__LINE__, "Bo Oz <bo@x.example> 於 2026年1月5日 週一 上午9:00寫道：", true},
		{__LINE__, "2026년 1월 5일 (월) 오전 9:00, Bo Oz <bo@x.example>님이 작성:", true},
		{__LINE__,
		 "\xe2\x80\xab"
		 "בתאריך יום ב׳, 5 בינו׳ 2026 ב-9:00 מאת \xe2\x80\xaa"
		 "Bo Oz\xe2\x80\xac"
		 "\xe2\x80\x8f"
		 " "
		 "<\xe2\x80\xaa"
		 "bo@x.example\xe2\x80\xac"
		 "\xe2\x80\x8f"
		 ">:\xe2\x80\xac"
		 "",
		 true},
		{__LINE__, "في الاثنين، 5 يناير 2026 9:00 ص Bo Oz <bo@x.example> كتب:", true},
		{__LINE__,
		 "Vào Th 2, 5 thg 1, 2026 vào lúc 09:00 Bo Oz <bo@x.example> đã viết:", true},
		{__LINE__,
		 "Pada tanggal Sen, 5 Jan 2026 pukul 09.00 Bo Oz <bo@x.example> menulis:", true},
		{__LINE__, "ในวันที่ จ. 5 ม.ค. 2026 เวลา 09:00 Bo Oz <bo@x.example> เขียนว่า:", true},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *head = "Make it red.\n\n", *words = cases[i].words;
		CHECK_SLICE_AT(cases[i].line,
			       said(pool, head, words, "\n> which colour?\n> regards\n"),
			       "Make it red.");
		if (cases[i].bare)
			CHECK_SLICE_AT(cases[i].line,
				       said(pool, head, words, "\n\nwhich colour?\nBo\n"),
				       "Make it red.");
	}
	pool_free(pool);
}

TEST(said_mobile)
{
	static const struct {
		int line;
		const char *words;
	} cases[] = {
		{__LINE__, "Sent from my iPhone"},
		{__LINE__, "Sent from my Samsung Galaxy smartphone."},
		{__LINE__, "Sent from Mail for Windows"},
		{__LINE__, "Sent from Outlook for iOS"},
		{__LINE__, "Get Outlook for iOS<https://aka.ms/o0ukef>"},
		{__LINE__, "Sent from Yahoo Mail on Android"},
		{__LINE__, "Sent with Proton Mail secure email."},
		{__LINE__, "Sent via the Samsung Galaxy S21"},
		{__LINE__, "Sent from Gmail Mobile"},
		{__LINE__, "Sent with Spark"},
		{__LINE__, "Sent from myMail for iOS"},
		{__LINE__, "Sent via Superhuman"},
		{__LINE__, "Sent using Zoho Mail"},
		{__LINE__, "Sent with Airmail"},
		{__LINE__, "Sent from Fastmail"},
		{__LINE__, "Sent from my Pixel"},
		{__LINE__, "Sent from my mobile - please excuse brevity"},
		{__LINE__, "Typed with my thumbs"},
		{__LINE__, "Von meinem iPad gesendet"},
		{__LINE__, "Von meinem Samsung Gerät gesendet."},
		{__LINE__, "Gesendet von Mail für Windows"},
		{__LINE__, "Gesendet mit der GMX Mail App"},
		{__LINE__, "Gesendet von unterwegs"},
		{__LINE__, "Mobil gesendet"},
		{__LINE__, "Outlook für iOS beziehen"},
		{__LINE__, "Envoyé de mon iPhone"},
		{__LINE__, "Envoyé à partir d’Outlook pour Android"},
		{__LINE__, "Envoyé de mon Galaxy de Samsung"},
		{__LINE__, "Envoyé depuis Yahoo Mail pour iPhone"},
		{__LINE__, "Obtenez Outlook pour Android"},
		{__LINE__, "Enviado desde mi Samsung Mobile de Claro"},
		{__LINE__, "Enviado desde Correo para Windows"},
		{__LINE__, "Obtener Outlook para iOS"},
		{__LINE__, "Enviado do meu iPhone"},
		{__LINE__, "Enviado a partir do meu smartphone Samsung Galaxy."},
		{__LINE__, "Obter o Outlook para iOS"},
		{__LINE__, "Inviato da iPhone"},
		{__LINE__, "Inviato da Outlook per Android"},
		{__LINE__, "Inviato dal mio dispositivo Samsung"},
		{__LINE__, "Ottieni Outlook per Android"},
		{__LINE__, "Verstuurd vanaf mijn iPhone"},
		{__LINE__, "Verzonden vanuit Mail voor Windows"},
		{__LINE__, "Outlook voor iOS downloaden"},
		{__LINE__, "Skickat från min iPhone"},
		{__LINE__, "Skickat från E-post för Windows"},
		{__LINE__, "Skaffa Outlook för Android"},
		{__LINE__, "Sendt fra Outlook for Android"},
		{__LINE__, "Sendt fra min Samsung Galaxy"},
		{__LINE__, "Få Outlook for iOS"},
		{__LINE__, "Lähetetty Outlook Mobilesta"},
		{__LINE__, "Hanki Outlook for iOS"},
		{__LINE__, "Wysłano z iPhone’a"},
		{__LINE__, "Wysłano z programu Outlook dla Android"},
		{__LINE__, "Pobierz program Outlook dla systemu iOS"},
		{__LINE__, "Odesláno z mobilu"},
		{__LINE__, "Získejte Outlook pro Android"},
		{__LINE__, "Odoslané z mobilu"},
		{__LINE__, "Отправлено с iPhone"},
		{__LINE__, "Отправлено из Почты для Windows"},
		{__LINE__, "Надіслано з iPhone"},
		{__LINE__, "iPhone’umdan gönderildi"},
		{__LINE__, "Samsung cihazımdan gönderildi"},
		{__LINE__, "Trimis din Yahoo Mail"},
		{__LINE__, "Küldve az iPhone-omról"},
		{__LINE__, "Poslano s mojega iPhonea"},
		{__LINE__, "Изпратено от моя iPhone"},
		{__LINE__, "Enviat des del meu iPhone"},
		{__LINE__, "Outlook for iOS を入手"},
		{__LINE__, "從我的 iPhone 傳送"},
		{__LINE__, "내 iPhone에서 보냄"},
		{__LINE__, "Dikirim dari iPhone saya"},
		{__LINE__, "נשלח מה-iPhone שלי"},
		{__LINE__, "Nosūtīts no mana iPhone"},
		{__LINE__, "Saadetud minu iPhone'ist"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(
			cases[i].line,
			said(pool, "Make it red.\n\n", cases[i].words,
			     "\n\nOn 5 Jan 2026, at 09:00, Bo <bo@x.example> wrote:\n\n> ok?\n"),
			"Make it red.");
	pool_free(pool);
}

TEST(said_closings)
{
	static const struct {
		int line;
		const char *words;
	} cases[] = {
		{__LINE__, "Best regards"},
		{__LINE__, "Warm regards"},
		{__LINE__, "Many thanks"},
		{__LINE__, "Thank you"},
		{__LINE__, "Sincerely"},
		{__LINE__, "Best"},
		{__LINE__, "Regards"},
		{__LINE__, "With kind regards"},
		{__LINE__, "Freundliche Grüße"},
		{__LINE__, "Beste Grüße"},
		{__LINE__, "Herzliche Grüße"},
		{__LINE__, "Mit besten Grüßen"},
		{__LINE__, "VG"},
		{__LINE__, "Gruß"},
		{__LINE__, "Viele Grüße aus Hamburg"},
		{__LINE__, "Beste Grüsse"},
		{__LINE__, "Danke & viele Grüße"},
		{__LINE__, "Cordialement"},
		{__LINE__, "Bien à vous"},
		{__LINE__, "Bonne journée"},
		{__LINE__, "Meilleures salutations"},
		{__LINE__, "Amicalement"},
		{__LINE__, "Très cordialement"},
		{__LINE__, "Saludos"},
		{__LINE__, "Saludos cordiales"},
		{__LINE__, "Atentamente"},
		{__LINE__, "Un abrazo"},
		{__LINE__, "Gracias y saludos"},
		{__LINE__, "Reciba un cordial saludo"},
		{__LINE__, "Distinti saluti"},
		{__LINE__, "Grazie"},
		{__LINE__, "Cumprimentos"},
		{__LINE__, "Obrigada"},
		{__LINE__, "Vriendelijke groeten"},
		{__LINE__, "Groeten"},
		{__LINE__, "Vänliga hälsningar"},
		{__LINE__, "Venlig hilsen"},
		{__LINE__, "Kh"},
		{__LINE__, "Mvh"},
		{__LINE__, "Terveisin"},
		{__LINE__, "Pozdrawiam"},
		{__LINE__, "Serdecznie pozdrawiam"},
		{__LINE__, "S pozdravom"},
		{__LINE__, "С уважением"},
		{__LINE__, "Saygılarımla"},
		{__LINE__, "Με εκτίμηση"},
		{__LINE__, "S poštovanjem"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *head = "Make it red.\n\n", *words = cases[i].words;
		CHECK_SLICE_AT(cases[i].line, said(pool, head, words, ",\nDana"), "Make it red.");
		CHECK_SLICE_AT(cases[i].line,
			       said(pool, head, words,
				    "\n\nDana Fox\nHead of Brand\nClient Ltd\n+44 20 7946 0000"),
			       "Make it red.");
	}
	pool_free(pool);
}

TEST(said_above_attribution)
{
	static const struct {
		int line;
		const char *words;
	} cases[] = {
		{__LINE__, "On Monday Bo wrote:\n> x\n"},
		{__LINE__, "Bo wrote:\n> x\n"},
		{__LINE__, "On 5 Jan 2026, at 09:00,\nBo <bo@x.example> wrote:\n> x\n"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line,
			       said(pool, "Make it red by 5/6/2026\n", cases[i].words, ""),
			       "Make it red by 5/6/2026");
	pool_free(pool);
}

/* Losing a client's words is worse than keeping a signature. */
TEST(said_stays)
{
	static const struct {
		int line;
		const char *words;
	} cases[] = {
		{__LINE__, "Von: Köln\nDatum: 5. Mai\n\nBitte nur dort."},
		{__LINE__, "Datum: 5.5.2026 um 17:00\nAn: alle Filialen\nThema: Sommer"},
		{__LINE__, "Para: clientes de Madrid\nFecha: 5 de mayo\nAsunto: Rebajas"},
		{__LINE__, "Neu:\n\n--- Karte ---\nVon: Köln\nAn: Bonn\nBetreff: Gruß"},
		{__LINE__, "Anna wrote on 5 May 2026 at 9:00 that we should do this:\n\n1. red"},
		{__LINE__, "On 5/6 Anna wrote this headline:\nSale"},
		{__LINE__, "Please change:\n\nHeadline: Greetings from Leeds"},
		{__LINE__, "Two things.\n\nThe text on the card:\nGrüße aus Köln"},
		{__LINE__, "Three things:\n1. red\n2. blue\n\nMonday"},
		{__LINE__, "Yes.\n\nApproved"},
		{__LINE__, "Ja.\n\nFreigegeben"},
		{__LINE__, "Ok.\n\nFriday"},
		{__LINE__, "Change the logo.\n--\nAlso the footer must be blue, please.\n--\nAnd "
			   "the date is wrong in the header."},
		{__LINE__, "Here is the copy:\n\nBest of Leeds\nSummer Sale\nwww.sale.example"},
		{__LINE__,
		 "The copy is:\n\nSummer Sale\n12 High Street\n+44 20 7946 0000\nwww.sale.example"},
		{__LINE__,
		 "Use this text\n----------\nSummer Sale starts now\nhttps://sale.example"},
		{__LINE__, "Contact for the shoot:\n\nMia Wolf\n+49 171 1234567"},
		{__LINE__, "Deliver to:\n\nAcme Ltd\n12 High Street\nLeeds LS1"},
		{__LINE__, "Budget\n5000"},
		{__LINE__, "Budget: 5000 EUR\nApprover: Dana Fox"},
		{__LINE__, "Approver is\n\nDana Fox"},
		{__LINE__, "Please keep this confidential until Friday."},
		{__LINE__, "The plan:\n\n----------\nPlease keep this confidential until Friday."},
		{__LINE__, "We want a disclaimer below the ad: this email and any attachments are "
			   "confidential"},
		{__LINE__, "The legal notice on page 3 is wrong.\nPlease fix it."},
		{__LINE__, "Add a legal notice to the footer.\n\nThe price is 5 EUR."},
		{__LINE__, "Disclaimer: remove it from slide 3.\nAnd make the logo bigger."},
		{__LINE__, "Confidential: the launch is on Friday.\nMake it red."},
		{__LINE__, "Best is the second one."},
		{__LINE__, "Best: the second one."},
		{__LINE__, "Thanks for v2, love it!"},
		{__LINE__, "Love the blue."},
		{__LINE__, "Love\nthe blue"},
		{__LINE__, "Cheers to the team.\nBut the logo is small."},
		{__LINE__, "Later this week works."},
		{__LINE__, "Peace of mind is the theme."},
		{__LINE__, "Looking forward to v3. Change the logo."},
		{__LINE__, "Take care of the margins please"},
		{__LINE__, "Yours is better than ours"},
		{__LINE__, "Ta for that. One change: red."},
		{__LINE__, "Enjoy life is our claim."},
		{__LINE__, "From: red\nTo: blue"},
		{__LINE__, "Date: 5 May\nTo: be agreed\nSubject: poster"},
		{__LINE__, "Deliverable: poster\nDate: Friday 5 May 2026\nTo: all shops\nFrom: "
			   "Leeds\nSubject line: Sale"},
		{__LINE__, "Subject: Summer Sale\nPreheader: 20 % off\nFrom: Acme Shop"},
		{__LINE__,
		 "Subject line: Sale\nFrom name: Acme\nTo: all customers\nDate: 5 May 2026"},
		{__LINE__, "On Friday we wrote:\nmake it red"},
		{__LINE__, "I wrote on 5 May 2026 at 9:00:\nmake it red"},
		{__LINE__, "On 5 May Anna wrote this headline:\nSummer Sale"},
		{__LINE__, "On page 3, Bo wrote \"Sale\" - change it to \"Now\"."},
		{__LINE__, "Send it to bo@x.example, 5 May 2026:\n\nposter\nflyer"},
		{__LINE__, "We need by 05/05/2026, contact Bo <bo@x.example>:\n\nposter\nflyer"},
		{__LINE__, "Use the wording\n\n- a.pdf\n- b.pdf"},
		{__LINE__, "Files:\n- logo.ai\n- poster.pdf"},
		{__LINE__, "Sent from our side: three logos."},
		{__LINE__, "Sent from Leeds by courier, arrives Friday."},
		{__LINE__, "Sent via WeTransfer: https://we.tl/x"},
		{__LINE__, "Sent with DHL, arrives Friday."},
		{__LINE__, "Please get Outlook signatures for the team"},
		{__LINE__, "Can you do an iPhone mockup? Sent you the file"},
		{__LINE__, "The iPhone picture was sent yesterday"},
		{__LINE__, "Get an iPhone mockup"},
		{__LINE__, "New banner text:\n\nGet it on Android"},
		{__LINE__, "Slide 2: Sent from heaven"},
		{__LINE__, "Headline\n\n_____\n\nBody text\nhttps://x.example"},
		{__LINE__,
		 "Fill in the form ______________________________________________\nThen send it."},
		{__LINE__, "a | b\n| c | d |\n| e | f |\n| g | h |"},
		{__LINE__, "Colours:\n: red\n: blue"},
		{__LINE__, "Headline red.\n\n***\n\nBody blue."},
		{__LINE__, "Headline red.\n\n---\n\nBody blue."},
		{__LINE__, "Headline red.\n\n---\nBody should be blue on all slides.\nAnd the last "
			   "slide is missing the logo."},
		{__LINE__, "Please note:\n\nwe need it by Friday."},
		{__LINE__, "Important notice for the team: the size changed to A3."},
		{__LINE__, "Save paper: print both sides."},
		{__LINE__, "Yes\n\nMark the blue one"},
		{__LINE__, "All emails sent to the list should be red"},
		{__LINE__, "Please consider the environment theme for the poster."},
		{__LINE__,
		 "Consider the environment before printing is a nice line for the poster. Use it."},
		{__LINE__, "1) red\n2) Leeds\n3) Friday\n4) Dana Fox\n5) +44 20 7946 0000"},
		{__LINE__, "Objective: sales\nApprover: Dana Fox\nPhone: +44 20 7946 0000\nUrl: "
			   "www.client.example"},
		{__LINE__, "Names on the badge:\n\nMia Wolf\nLee Park\nDana Fox"},
		{__LINE__, "Badge texts:\n\nDana Fox\nHead of Brand"},
		{__LINE__, "Speakers:\nDana Fox\nHead of Brand\nClient Ltd"},
		{__LINE__, "Approved by\nDana Fox"},
		{__LINE__, "Approved.\nDana Fox is the approver for the next one, too."},
		{__LINE__, "Best wishes card: make it red"},
		{__LINE__, "Happy with this. Regards the logo, make it bigger"},
		{__LINE__, "As regards the logo, make it bigger"},
		{__LINE__, "Regards logo: bigger"},
		{__LINE__, "Groeten uit Leiden is the title"},
		{__LINE__, "Title: Groeten uit Leiden"},
		{__LINE__, "Thanks\nOne more thing: the logo is missing on page 2"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, said(pool, "", cases[i].words, ""), cases[i].words);
	pool_free(pool);
}
