/* Which mails no person wrote, and which only look so. */
#include "../check.h"

#include "docket/message/mail.h"

#define ANN    "From: Ann Lee <ann@client.example>\nTo: intake@docket.example\n"
#define ROBOT  "From: Shop <no-reply@shop.example>\nTo: intake@docket.example\n"
#define DAEMON "From: Mail Delivery Subsystem <mailer-daemon@mx.example>\nTo: x@docket.example\n"
#define REPORT(type, text)                                                                         \
	"Content-Type: multipart/report; report-type=" type "; boundary=b\n\n--b\n\n" text "\n"

struct kind_case {
	int line;
	const char *raw, *want;
};

static void
check_kinds(const struct kind_case *cases, size_t n)
{
	struct pool *pool = pool_new();

	for (size_t i = 0; i < n; i++) {
		struct mail *m = NULL;
		struct err e = ERR_INIT;
		if (mail_read(pool, slice_of(cases[i].raw), NULL, &mail_limits_default, &m, &e) < 0)
			m = NULL;
		CHECK_STR_AT(cases[i].line, m ? mail_class_name(m->class) : "none", cases[i].want);
	}
	pool_free(pool);
}

TEST(kind_auto_subject)
{
	static const struct kind_case cases[] = {
		{__LINE__, ANN "Subject: Automatic reply: Spring flyer\n\nThanks.\n", "auto"},
		{__LINE__, ANN "Subject: [Auto-Reply] Spring flyer\n\nThanks.\n", "auto"},
		{__LINE__, ANN "Subject: Automatische Antwort: Flyer\n\nDanke.\n", "auto"},
		{__LINE__, ANN "Subject: Réponse automatique : Prospectus\n\nMerci.\n", "auto"},
		{__LINE__, ANN "Subject: Respuesta automática: Folleto\n\nGracias.\n", "auto"},
		{__LINE__, ANN "Subject: Resposta automática: Folheto\n\nObrigada.\n", "auto"},
		{__LINE__, ANN "Subject: Risposta automatica: Volantino\n\nGrazie.\n", "auto"},
		{__LINE__, ANN "Subject: Automatisch antwoord: Folder\n\nDank.\n", "auto"},
		{__LINE__, ANN "Subject: Autosvar: Folder\n\nTack.\n", "auto"},
		{__LINE__, ANN "Subject: Automatisk svar: Folder\n\nTak.\n", "auto"},
		{__LINE__, ANN "Subject: Automaattinen vastaus: Esite\n\nKiitos.\n", "auto"},
		{__LINE__, ANN "Subject: Odpowiedź automatyczna: Ulotka\n\nDzięki.\n", "auto"},
		{__LINE__, ANN "Subject: Automatická odpověď: Leták\n\nDíky.\n", "auto"},
		{__LINE__, ANN "Subject: Automatikus válasz: Szórólap\n\nKöszi.\n", "auto"},
		{__LINE__, ANN "Subject: Răspuns automat: Pliant\n\nMersi.\n", "auto"},
		{__LINE__, ANN "Subject: Автоматический ответ: Буклет\n\nСпасибо.\n", "auto"},
		{__LINE__, ANN "Subject: Αυτόματη απάντηση: Φυλλάδιο\n\nΕυχαριστώ.\n", "auto"},
		{__LINE__, ANN "Subject: Otomatik Yanıt: Broşür\n\nTeşekkürler.\n", "auto"},
		{__LINE__, ANN "Subject: 自動返信: チラシ\n\nありがとうございます。\n", "auto"},
		{__LINE__, ANN "Subject: 自动答复: 传单\n\n谢谢。\n", "auto"},
		{__LINE__, ANN "Subject: 자동 회신: 전단지\n\n감사합니다.\n", "auto"},
		{__LINE__,
		 ANN "Subject: AUTO: Lee, Ann is out of the office (returning 5 May)\n\nx\n",
		 "auto"},
		{__LINE__, ANN "Subject: Abwesenheitsnotiz Re: Flyer\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: Out of the office\nIn-Reply-To: <1@x>\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: Nicht im Büro: Flyer\n\nIch bin im Urlaub.\n", "auto"},
		{__LINE__, ANN "Subject: Re: Flyer (Automatic reply)\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: Out of Office AutoReply: Flyer\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: [Ticket 12] Automatic reply: Flyer\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: Auto: Re: Flyer\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: Automatic reply to your message\n\nx\n", "auto"},
		{__LINE__, ANN "Subject: Urlaub: Re: Flyer\n\nx\n", "auto"},
		{__LINE__, "From: <auto-reply@shop.example>\nSubject: Order\n\nx\n", "auto"},
		{__LINE__, ANN "X-BeenThere: team@lists.example\nSubject: x\n\nx\n", "list"},
		/* people */
		{__LINE__, ANN "Subject: Urlaub: neue Karte für das Reisebüro\n\nBitte setzen.\n",
		 "human"},
		{__LINE__, ANN "Subject: Away kit flyer\n\nPlease lay it out.\n", "human"},
		{__LINE__, "From: <vacations@travel.example>\nSubject: Flyer\n\nx\n", "human"},
		{__LINE__, ANN "Subject: Auto-reply wording for the holidays\n\nPlease write it.\n",
		 "human"},
		{__LINE__, ANN "Subject: Auto: neue Broschüre\n\nBitte gestalten.\n", "human"},
		{__LINE__, ANN "Subject: Out of Office: party invitation\n\nPlease design it.\n",
		 "human"},
		{__LINE__, ANN "Subject: Out of office sign for the door\n\nA4, blue.\n", "human"},
		{__LINE__, ANN "Subject: Absence policy leaflet\n\nPlease lay it out.\n", "human"},
		{__LINE__, ANN "Subject: Ooops, wrong file\n\nHere is the right one.\n", "human"},
		{__LINE__, ANN "Subject: Re: Automatic reply: Flyer\n\nGot your note, go on.\n",
		 "human"},
		{__LINE__, ANN "Subject: On vacation campaign\n\nWe are ready to start.\n",
		 "human"},
	};

	check_kinds(cases, COUNT(cases));
}

TEST(kind_auto_body)
{
	static const struct kind_case cases[] = {
		{__LINE__, ANN "Subject: Thank you\n\nThis is an automated response. We got it.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Ihre Mail\n\nGuten Tag\n\nwir melden uns.\n\n"
		     "*** Diese E-Mail wurde automatisch erzeugt ***\n",
		 "auto"},
		{__LINE__, ANN "Subject: x\n\nCeci est un message automatique, merci.\n", "auto"},
		{__LINE__, ANN "Subject: x\n\nHola\n\nEste es un correo automático.\n", "auto"},
		{__LINE__, ANN "Subject: x\n\nQuesto è un messaggio automatico.\n", "auto"},
		{__LINE__, ROBOT "Subject: x\n\nOrder 12 shipped.\nPlease do not reply.\n", "auto"},
		{__LINE__, ROBOT "Subject: x\n\nTo complete this verification, click here.\n",
		 "auto"},
		{__LINE__, ANN "Return-Path: <>\nSubject: x\n\nI am travelling.\n", "auto"},
		{__LINE__, ANN "X-Acme-Auto-Reply: 1\nSubject: x\n\nSoon.\n", "auto"},
		{__LINE__, ANN "X-Acme-Auto-Reply: no\nSubject: x\n\nSoon.\n", "human"},
		/* people */
		{__LINE__, ANN "Subject: Gala\n\nThe guest list is protected by a password.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Footer\n\nPlease add a line \"do not reply to this mail\".\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Copy\n\nHello,\nhere is the copy for the mailing:\n\nHi!\n"
		     "This is an automated response to your order.\nMore soon.\n\n"
		     "Please set it in green.\nThe logo goes on top.\nThanks\nAnn\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Form\n\nThe button must ask: confirm that you are a human.\n",
		 "human"},
	};

	check_kinds(cases, COUNT(cases));
}

/* Notes and users title an absence themselves; nobody plans one in an answer of a program. */
TEST(kind_away)
{
	static const struct kind_case cases[] = {
		{__LINE__,
		 ANN
		 "Subject: Ann Lee/ACME ist außer Haus.\n\nIch werde ab 3.6. nicht im Büro sein.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Ann Lee est absent(e).\n\nJe serai absent(e) du 3 au 12 juin.\n",
		 "auto"},
		{__LINE__,
		 ANN
		 "Subject: Ann Lee is out of the office (returning 12 June)\n\nI am on leave.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Ich bin nicht im Büro Re: Plakat\n\nWieder erreichbar: 12.6.\n",
		 "auto"},
		{__LINE__, ANN "Subject: Absence du bureau : Affiche\n\nJe suis en congés.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Urlaub\n\nIch bin bis 12.6. im Urlaub. Eilig: tom@client.example\n",
		 "auto"},
		{__LINE__, ANN "Subject: Nieobecność: Flyer\n\nJestem na urlopie.\n", "auto"},
		/* people */
		{__LINE__,
		 ANN
		 "Subject: Ann Lee is out of office card\n\nA card \"out of office\", please.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Bo is out of the office\n\nBo is on leave, so I approve it.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Urlaub\n\nIch bin ab Montag im Urlaub, bitte schick es an Tom.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Urlaub\n\nIch bin bis Freitag im Urlaub. Kannst du es Tom geben?\n",
		 "human"},
		{__LINE__, ANN "Subject: Vacances\n\nJe suis en vacances la semaine prochaine.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: De vacaciones\n\nEstaré de vacaciones la semana que viene.\n",
		 "human"},
		{__LINE__,
		 ANN
		 "Subject: Automatic reply: the one we talked about\n\nHi, this is the text of the "
		 "automatic reply:\n\n\"Thank you for contacting us.\"\n",
		 "human"},
		{__LINE__,
		 ANN
		 "Subject: Automatic reply: wording\n\nCould you shorten our automatic reply?\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Automatic reply: Poster\n\n\"Acme\" answers within a day.\n",
		 "auto"},
		{__LINE__,
		 ANN
		 "Subject: Holiday\n\nA greeting card with: \"We are on holiday until 7 May.\"\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Congés\n\nJe pars en congés demain, merci de finir ce soir.\n",
		 "human"},
	};

	check_kinds(cases, COUNT(cases));
}

TEST(kind_machine_words)
{
	static const struct kind_case cases[] = {
		{__LINE__,
		 ANN "Subject: Info\n\nThanks for writing. This is an automated message.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Info\n\nVielen Dank. Diese E-Mail wurde automatisch versendet.\n",
		 "auto"},
		{__LINE__, ANN "Subject: Info\n\nOk for the bot? This is an automated message.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Gate\n\nThis is an automatic gate, put it on the cover. A message\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Tür\n\nDas ist eine automatisch öffnende Tür, bitte so zeigen.\n",
		 "human"},
		{__LINE__,
		 ANN
		 "Subject: Re: x\n\nApproved.\n\n-- \nThis message was automatically scanned.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: x\n\nMach es blau.\n\nDiese E-Mail wurde automatisch auf Viren "
		     "geprüft.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Ticket Received - Poster\n\nWe would like to acknowledge that we "
		     "have received "
		     "your request with Ticket ID 47.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Ticket #4711 received\n\n##- Please type your reply above this line "
		     "-##\n\nYour "
		     "request has been received and is being reviewed.\n",
		 "auto"},
		{__LINE__, ANN "Subject: Ticket design\n\nThe QR code goes to the left.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Tickets\n\nYour offer has been received and is being reviewed. Who "
		     "prints it?\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Tickets\n\nThe ticket has been created by us; print 500 of it.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: [#HD-88] Flyer\n\nA ticket has been created for your request.\n",
		 "auto"},
		{__LINE__,
		 ANN "Subject: Tickets\n\nA ticket has been created by us, please set it.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Footer\n\nPlease put this below our mails:\n\nThis is an automated "
		     "message.\n\nIn grey.\nThanks\nAnn\n",
		 "human"},
		{__LINE__, ANN "Subject: x\n\nEstimado cliente:\nEste es un mensaje automático.\n",
		 "auto"},
	};

	check_kinds(cases, COUNT(cases));
}

#define SEEN(subject, head, to, verb)                                                              \
	ANN "Subject: " subject "\n\n" head "\n\n   " to "\n   x\n\n " verb "\n"
#define CLICK(subject, text, method)                                                               \
	ANN "Subject: " subject                                                                    \
	    "\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n" text                    \
	    "\n--b\nContent-Type: text/calendar; method=" method "\n\nBEGIN:VCALENDAR\n--b--\n"

TEST(kind_receipts)
{
	static const struct kind_case cases[] = {
		{__LINE__, SEEN("Read: x", "Your message", "To: Ann", "was read on Monday."),
		 "auto"},
		{__LINE__,
		 SEEN("Not read: x", "Your message", "To: Ann",
		      "was deleted without being read on"),
		 "auto"},
		{__LINE__,
		 SEEN("Gelesen: x", "Ihre Nachricht", "An: Ann", "wurde am Montag gelesen."),
		 "auto"},
		{__LINE__, SEEN("Lu : x", "Votre message", "À : Ann", "a été lu le lundi."),
		 "auto"},
		{__LINE__, SEEN("Leído: x", "El mensaje", "Para: Ann", "fue leído el lunes."),
		 "auto"},
		{__LINE__,
		 SEEN("Read: x", "Your message is lost.", "To: Ann", "was read by nobody"),
		 "human"},
		{__LINE__, SEEN("Read: x", "Your message", "To: Ann", "has to be larger"), "human"},
		{__LINE__, CLICK("Accepted: Review", "", "REPLY"), "auto"},
		{__LINE__,
		 CLICK("Accepted: Review", "Ann Lee has accepted this invitation.", "REPLY"),
		 "auto"},
		{__LINE__,
		 CLICK("Abgelehnt: Review", "Ann Lee hat diese Einladung abgelehnt.", "REPLY"),
		 "auto"},
		{__LINE__, CLICK("Tentative: Review", "I may be late. Bring variant B.", "REPLY"),
		 "human"},
		{__LINE__,
		 CLICK("Accepted: x", "Ann has accepted this invitation with a note:\n\nBring B",
		       "REPLY"),
		 "human"},
		{__LINE__, CLICK("Review", "Let us look at the poster.", "REQUEST"), "human"},
		{__LINE__, ANN "Subject: Accepted: variant B\n\nPlease print it.\n", "human"},
	};

	check_kinds(cases, COUNT(cases));
}

TEST(kind_bounce)
{
	static const struct kind_case cases[] = {
		{__LINE__, DAEMON "Subject: x\n\nSorry, I was unable to deliver your mail.\n",
		 "bounce"},
		{__LINE__, DAEMON "Subject: Failure notice\n\n<bob@x.example>\n", "bounce"},
		{__LINE__, "From: <>\nSubject: x\n\nThat is not a valid user here.\n", "bounce"},
		{__LINE__, "From: post_master@x.example\nSubject: Re: Logo\n\n550 - no such box\n",
		 "bounce"},
		{__LINE__,
		 ANN "Return-Path: <>\nSubject: Unzustellbar: Logo\n\n"
		     "Ihre Nachricht wurde nicht zugestellt.\n",
		 "bounce"},
		{__LINE__,
		 ANN "Return-Path: <>\nSubject: Non remis : Logo\n\n"
		     "Votre message n'a pas pu être remis.\n",
		 "bounce"},
		{__LINE__,
		 ANN "Return-Path: <>\nSubject: No se puede entregar: Logo\n\n"
		     "No se ha podido entregar el mensaje.\n",
		 "bounce"},
		{__LINE__,
		 ANN "Return-Path: <>\nSubject: Недоставлено: Logo\n\n"
		     "Сообщение не может быть доставлено.\n",
		 "bounce"},
		{__LINE__, "From: a@x.example\nReturn-Path: <>\nSubject: 退信\n\n用户不存在\n",
		 "bounce"},
		{__LINE__,
		 "From: mail@x.example\nSubject: Mail delivery failed\n\n"
		 "This message was created automatically by mail delivery software.\n"
		 "It could not be delivered.\n",
		 "bounce"},
		{__LINE__,
		 "From: n@sns.example\nSubject: AWS\n\n{ \"notificationType\": \"Bounce\", "
		 "\"bounce\": {}}\n",
		 "bounce"},
		{__LINE__, "From: n@sns.example\nSubject: AWS\n\n{\"eventType\":\"Complaint\"}\n",
		 "arf"},
		{__LINE__, ANN "X-Apple-Unsubscribe: true\nSubject: unsubscribe\n\nx\n", "arf"},
		{__LINE__,
		 "From: <no-reply@filter.example>\n" REPORT(
			 "delivery-status", "Your message has been waitlisted.") "--b--\n",
		 "auto"},
		/* people */
		{__LINE__,
		 ANN "Subject: Fwd: Undelivered Mail Returned to Sender\n\n"
		     "Can you look into this?\n\n---------- Forwarded message ----------\n"
		     "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\n\n"
		     "<bob@x.example>: 550 5.1.1 User unknown\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Fwd: Delivery Status Notification (Failure)\nContent-Type: "
		     "multipart/mixed; boundary=b\n\n--b\n\nWhat do I do with this?\n"
		     "--b\nContent-Type: message/delivery-status\n\nAction: failed\n"
		     "--b--\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Newsletter bounces\n\nHi Maya,\nmany of our mails were "
		     "rejected, the mail delivery system says user unknown:\n"
		     "550 5.1.1 <bob@x.example> user unknown\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: My mail bounced\n\nHi, what is this?\n\n"
		     "This message was created automatically by mail delivery software.\n"
		     "<bob@x.example>: 550 5.1.1 user unknown\nReturn-Path: <a@x>\n",
		 "human"},
		{__LINE__, ANN "Subject: Auto-reply - wording\n\nPlease write one.\n", "human"},
		{__LINE__,
		 ANN "Subject: Re: bounce\n\nYour mail to Bob bounced: 550 5.1.1 no such user\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: Delivery failed again\n\nHi Maya,\nthe parcel with the 550 "
		     "flyers was returned to sender. Can you resend?\n",
		 "human"},
		{__LINE__,
		 "From: Jo <jo@bounce.example>\nSubject: Delivery report design\n\n"
		 "550 copies, please.\nThe old one does not exist any more.\n",
		 "human"},
		{__LINE__,
		 "From: Bounce Studio <hello@bouncestudio.example>\nSubject: Reel\n\n"
		 "Please cut it. Our inactive page is unknown to most.\n",
		 "human"},
		{__LINE__,
		 ANN "Subject: see attached bounce\nContent-Type: multipart/mixed; "
		     "boundary=o\n\n--o\n\nWhat is this?\n--o\nContent-Type: "
		     "message/rfc822\n\n" DAEMON REPORT(
			     "delivery-status",
			     "Sorry.") "--b\n"
				       "Content-Type: message/delivery-status\n\nAction: "
				       "failed\n--b--\n"
				       "--o--\n",
		 "human"},
	};

	check_kinds(cases, COUNT(cases));
}
