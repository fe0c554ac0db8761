/* Tables only; the rules that use them are in quote.c, signature.c and forward.c. */
#include "phrase.h"

#include "docket/base/utf8.h"
#include "match.h"

enum { FOLD_MAX = 512 };

static const struct {
	enum phrase_key key;
	const char *words; /* each between bars */
} keys[] = {
	{KEY_FROM,
	 "|from|author|von|de|da|van|från|fra|od|lähettäjä|от|от кого|від|feladó|kimden|gönderen|"
	 "expéditeur|remitente|mittente|afzender|avsändare|avsender|afsender|remetente|"
	 "nadawca|odesílatel|odesilatel|odosielateľ|отправитель|відправник|de la|"
	 "expeditor|από|差出人|送信元|送信者|发件人|寄件者|보낸사람|보낸 사람|מאת|من|dari|från|"},
	{KEY_DATE,
	 "|date|sent|sent at|sent on|datum|gesendet|gesendet am|verzonden|envoyé|envoyé le|"
	 "enviado|enviado el|enviada em|enviado em|enviada|fecha|data|inviato|dato|sendt|"
	 "skickat|lähetetty|päivämäärä|päiväys|pvm|wysłano|data wysłania|odesláno|"
	 "odoslané|dátum|datum odeslání|elküldve|küldve|дата|отправлено|відправлено|"
	 "надіслано|tarih|gönderildi|gönderme tarihi|trimis|trimis la|data trimiterii|dată|"
	 "date d'envoi|date de l'envoi|fecha de "
	 "envío|dato/tid|ημερομηνία|日付|送信日時|日時|发送时间|发送日期|日期|"
	 "時間|날짜|보낸날짜|보낸 날짜|תאריך|התאריך|התקבל|"},
	{KEY_TO, "|to|an|à|a|para|til|till|aan|do|komu|кому|címzett|vastaanottaja|vastaanottajat|"
		 "kime|alıcı|kopyası|destinatario|destinataire|destinatário|către|catre|pentru|pro|"
		 "naar|pour|pre|送信先|"
		 "προς|宛先|收件人|받는사람|받는 "
		 "사람|אל|إلى|kepada|adresát|adresat|odbiorca|ontvanger|empfänger|"
		 "mottagare|modtager|mottaker|"},
	{KEY_CC, "|cc|kopie|kopi|copie|copie à|kopia|másolat|másolatot kap|копия|копія|bilgi|cópia|"
		 "copia|dw|do wiadomości|kopio|kop|kopie "
		 "(cc)|co|c.c.|cc.|ccn|bcc|抄送|副本|참조|κοιν|cópia|kópia|skrytá kópia|sc|cci|"},
	{KEY_SUBJECT, "|subject|betreff|objet|asunto|oggetto|assunto|emne|ämne|onderwerp|aihe|"
		      "temat|předmět|predmet|тема|tárgy|konu|subiect|objeto|sujet|θέμα|件名|"
		      "主题|主旨|제목|נושא|الموضوع|subjek|perihal|titel|betrifft|rubrik|"},
	{KEY_OTHER,
	 "|reply-to|antwort an|répondre à|responder a|rispondi a|importance|wichtigkeit|"
	 "priority|attachments|anlagen|anhänge|organization|sender|mailed-by|signed-by|"
	 "mailing list|message-id|resent-from|svar til|svara till|vastausosoite|"
	 "répondre a|pièces jointes|pj|adjuntos|datos adjuntos|allegati|bijlagen|"
	 "importancia|vastaa|válaszcím|odpověď|odpowiedź do|yanıt|responder para|"
	 "odgovori na|svarto|antwoord naar|antwoord-naar|beantwoorden|ответить|"
	 "svar til adresse|sent by|cc by|security|responder|válasz|"
	 "respuesta|réponse|odpovědět|odpovedať komu|răspuns|răspunde la|yanıtla|відповісти|"},
};

/* Verbs of attribution, as whole words or, where the language writes without blanks, anywhere. */
static const char *const wrote[] = {
	"wrote",
	"writes",
	"written by",
	"said",
	"schrieb",
	"schrieben",
	"hat geschrieben",
	"a écrit",
	"a ecrit",
	"écrit",
	"escribió",
	"escribio",
	"escribi",
	"ha scritto",
	"scrisse",
	"scritto",
	"escreveu",
	"skrev",
	"schreef",
	"het volgende geschreven",
	"geschreven",
	"kirjoitti",
	"napisał",
	"napisał(a)",
	"napisała",
	"pisze",
	"napsal",
	"napsal(a)",
	"napsala",
	"napísal",
	"napísal(a)",
	"napísala",
	"пише",
	"пишет",
	"написал",
	"написал(а)",
	"написала",
	"написав",
	"ezt írta",
	"írta",
	"írta (időpont",
	"yazdı",
	"şunları yazdı",
	"şöyle yazdı",
	"a scris",
	"napisao",
	"napisala",
	"je napisao",
	"je napisala",
	"schrijft",
	"skreiv",
	"va escriure",
	"έγραψε",
	"kirjutas",
	"rakstīja",
	"rašė",
	"写道",
	"寫道",
	"님이 작성",
	"작성:",
	"のメッセージ",
	"は書きました",
	"が書き込みました",
	"wrote on",
	"đã viết",
	"menulis",
	"tulis",
	"escrigué",
	"idatzi du",
	"كتب",
	"כתב",
	"schriebt",
	"responded",
};

static const char *const openers[] = {
	"on ",	  "am ",   "le ",   "el ",  "il ",	"em ",	     "op ",	"den ",
	"w dniu", "dnia ", "dne ",  "dňa ", "al ",	"på ",	     "in data", "il giorno",
	"em seg", "a ",	   "la ",   "pe ",  "στις ",	"в ",	     "от ",	"at ",
	"il ",	  "në ",   "ti ",   "ke ",  "to ",	"vào ",	     "pada ",	"on: ",
	"de ",	  "fre ",  "man ",  "tir ", "ons ",	"tor ",	     "lør ",	"søn ",
	"---",	  "***",   "from ", "in ",  "quoting ", "zitat von", "citando", "citeren",
	"mon ",	  "tue ",  "wed ",  "thu ", "fri ",	"sat ",	     "sun ",	"mon,",
	"tue,",	  "wed,",  "thu,",  "fri,", "sat,",	"sun,",
};

static const char *const original[] = {
	"original message",
	"original appointment",
	"original mail",
	"original email",
	"original e-mail",
	"ursprüngliche nachricht",
	"originalnachricht",
	"original-nachricht",
	"message d'origine",
	"message d’origine",
	"message original",
	"message initial",
	"mensaje original",
	"correo original",
	"messaggio originale",
	"mensagem original",
	"oorspronkelijk bericht",
	"originele bericht",
	"oorspronkelijke bericht",
	"original besked",
	"oprindelig meddelelse",
	"opprinnelig melding",
	"ursprungligt meddelande",
	"ursprungsmeddelande",
	"alkuperäinen viesti",
	"wiadomość oryginalna",
	"oryginalna wiadomość",
	"původní zpráva",
	"puvodní zpráva",
	"pôvodná správa",
	"исходное сообщение",
	"оригинальное сообщение",
	"eredeti üzenet",
	"orijinal ileti",
	"özgün ileti",
	"mesaj original",
	"izvorna poruka",
	"raspuns original",
	"αρχικό μήνυμα",
	"元のメッセージ",
	"邮件原件",
	"原始邮件",
	"原始郵件",
	"원본 메시지",
	"הודעה מקורית",
	"reply message",
	"originál",
	"ausgangsnachricht",
	"reply above this line",
	"opprinnelig e-post",
	"ursprüngliche mail",
};

static const char *const forwarded[] = {
	"forwarded message",
	"forwarded by",
	"forwarded email",
	"forwarded mail",
	"begin forwarded message",
	"forwarded from",
	"weitergeleitete nachricht",
	"anfang der weitergeleiteten",
	"weitergeleitet von",
	"message transféré",
	"message transmis",
	"début du message réexpédié",
	"début du message transféré",
	"mensaje reenviado",
	"inicio del mensaje reenviado",
	"messaggio inoltrato",
	"inizio messaggio inoltrato",
	"mensagem encaminhada",
	"mensagem reencaminhada",
	"início da mensagem",
	"inicio da mensagem",
	"doorgestuurd bericht",
	"begin doorgestuurd bericht",
	"videresendt meddelelse",
	"videresendt melding",
	"videresendt besked",
	"begynnelsen på videresendt",
	"start på videresendt",
	"starten på den videresendte",
	"vidarebefordrat meddelande",
	"vidarebefordrat mejl",
	"vidarebefordrat brev",
	"början på vidarebefordrat",
	"välitetty viesti",
	"välitetty viesti alkaa",
	"edelleenlähetetty viesti",
	"przekazana wiadomość",
	"przekazanej wiadomości",
	"wiadomość przekazana",
	"początek przekazywanej",
	"początek przekazanej",
	"přeposlaná zpráva",
	"preposlaná správa",
	"přeposlaný email",
	"přeposlaný e-mail",
	"začátek přeposlané",
	"předaná zpráva",
	"пересылаемое сообщение",
	"пересланное сообщение",
	"переадресованное сообщение",
	"перенаправленное сообщение",
	"начало переадресованного",
	"начало пересылаемого",
	"пересланий лист",
	"переслане повідомлення",
	"переслане сообщение",
	"továbbított üzenet",
	"továbbított levél",
	"a továbbított",
	"yönlendirilmiş ileti",
	"iletilen mesaj",
	"yönlendirilen ileti",
	"iletilen ileti",
	"iletilmiş mesaj",
	"ileti başlangıcı",
	"yönlendirilmiş mesaj",
	"mesaj redirecționat",
	"mesaj redirecționat",
	"mesaj redirecţionat",
	"mesaj retransmis",
	"proslijeđena poruka",
	"prosljeđena poruka",
	"προωθημένο μήνυμα",
	"転送されたメッセージ",
	"転送メッセージ",
	"メッセージを転送",
	"转发的邮件",
	"转发邮件",
	"轉寄郵件",
	"전달된 메시지",
	"הודעה שהועברה",
	"mensaje original reenviado",
	"mensaxe reenviada",
	"missatge reenviat",
	"edastatud kiri",
	"doorgestuurde bericht",
	"převeden",
	"weitergeleitete mail",
	"original message forwarded",
	"eteenpäin välitetty",
	"contenu transféré",
	"пересланное письмо",
	"přeposlaná e-mail",
};

static const char *const mobile[] = {
	"sent from my ",
	"sent from mobile",
	"sent from outlook",
	"sent from yahoo",
	"sent from samsung",
	"sent from proton",
	"sent from a ",
	"sent from windows mail",
	"sent from mail for",
	"sent from an ",
	"sent with ",
	"sent via ",
	"sent using ",
	"sent by my ",
	"sent on the go",
	"get outlook for",
	"sent from iphone",
	"sent from gmail",
	"sent wirelessly",
	"sent on my ",
	"sent from the ",
	"sent through ",
	"via my iphone",
	"sent: from my",
	"von meinem ",
	"gesendet von ",
	"gesendet mit ",
	"diese nachricht wurde von meinem",
	"envoyé de ",
	"envoyé depuis ",
	"envoyé à partir ",
	"télécharger outlook",
	"obtenir outlook",
	"obtenez outlook",
	"enviado desde ",
	"enviado de ",
	"enviado do ",
	"enviado a partir ",
	"enviado pelo ",
	"obtener outlook",
	"obter o outlook",
	"inviato da ",
	"inviato dal ",
	"ottieni outlook",
	"verzonden vanaf ",
	"verstuurd vanaf ",
	"verstuurd met",
	"verzonden met",
	"outlook voor ",
	"skickat från ",
	"skickades från ",
	"hämta outlook",
	"sendt fra ",
	"hent outlook",
	"få outlook",
	"lähetetty ",
	"hanki outlook",
	"wysłane z ",
	"wysłano z ",
	"pobierz outlook",
	"odesláno z ",
	"odoslané z ",
	"získat outlook",
	"отправлено с ",
	"отправлено из ",
	"скачать outlook",
	"надіслано з ",
	"iphone'umdan gönderildi",
	"iphone'dan gönderildi",
	"trimis de pe ",
	"az iphone-omról",
	"iphone-omról",
	"küldve: ",
	"iphoneから送信",
	"从我的iphone",
	"发自我的",
	"발신: ",
	"나의 iphone",
	"my iphone",
	"yahoo mail: ",
	"typed on my ",
	"composed on ",
	"dictated ",
	"please excuse typos",
	"please excuse any typos",
	"please excuse the brevity",
	"excuse brevity",
	"excuse my brevity",
	"pardon my thumbs",
	"poslano s ",
	"poslano iz ",
	"poslano z ",
	"enviado mediante",
	"mobil gesendet",
	"sent from ",
	"nosūtīts no ",
	"saadetud minu",
	"išsiųsta iš",
};

static const char *const disclaimer[] = {
	"this email and any attachments",
	"this e-mail and any attachments",
	"this message and any attachments",
	"this email and any files",
	"this e-mail and any files",
	"this e-mail (including any attachments)",
	"this email (including any attachments)",
	"this message is intended only",
	"this e-mail is intended",
	"this email is intended",
	"this message is intended",
	"the information contained in this",
	"information in this email",
	"information in this e-mail",
	"confidentiality notice",
	"confidentiality note",
	"legal notice",
	"legal disclaimer",
	"disclaimer:",
	"important notice",
	"if you are not the intended",
	"if you have received this",
	"this communication is confidential",
	"this message contains confidential",
	"this e-mail may contain",
	"this email may contain",
	"this email message",
	"this e-mail message",
	"this electronic message",
	"this transmission",
	"this message may contain",
	"this e-mail contains",
	"this email contains",
	"the contents of this e",
	"this email is confidential",
	"this e-mail is confidential",
	"this message and its attachments",
	"this email was sent by",
	"privileged and confidential",
	"confidential:",
	"email disclaimer",
	"e-mail disclaimer",
	"private and confidential",
	"please note that any views",
	"diese e-mail enthält",
	"diese e-mail und",
	"diese nachricht ist",
	"der inhalt dieser e-mail",
	"ce message et",
	"ce courriel",
	"ce message est",
	"le présent message",
	"este mensaje y",
	"este mensaje se dirige",
	"este correo",
	"este e-mail",
	"esta mensagem",
	"este mensaje",
	"il presente messaggio",
	"questo messaggio",
	"le informazioni contenute",
	"dit bericht is",
	"deze e-mail",
	"de informatie in deze",
	"this email has been scanned",
	"this e-mail has been scanned",
	"scanned by mailscanner",
	"scanned for viruses",
	"this message has been scanned",
	"virus-free",
	"virenfrei",
	"email scanned",
	"e-mail has been scanned",
	"this email was scanned",
	"this email has been checked for viruses",
	"diese e-mail wurde von avast",
	"the original of this email was scanned",
	"this e-mail was scanned",
	"please consider the environment",
	"consider the environment before printing",
	"think before you print",
	"bitte prüfen sie",
	"before printing",
	"pensez à l'environnement",
	"save paper",
	"the information transmitted is",
	"the information in this",
	"any views expressed in this",
	"all emails sent to",
	"ensuite de la réception",
	"internet communications are not secure",
	"recipients should note",
	"this footnote",
	"communications via",
	"communications on or through",
	"this footer",
};

static const char *const above[] = {
	"reply above this line",	"write above this line",
	"type above this line",		"reply above",
	"above this line to",		"please type your reply above",
	"bitte antworten sie oberhalb", "répondre au-dessus de cette ligne",
	"responda por encima",		"antworten sie über dieser",
	"antwoord boven deze",		"above this line",
};

static const char *const closings[] = {
	"best regards",
	"kind regards",
	"warm regards",
	"kindest regards",
	"warmest regards",
	"with regards",
	"regards",
	"best wishes",
	"best",
	"all the best",
	"many thanks",
	"thanks again",
	"thanks in advance",
	"thanks so much",
	"thanks very much",
	"thanks a lot",
	"thanks and regards",
	"thanks & regards",
	"thanks a million",
	"thanks",
	"thank you very much",
	"thank you so much",
	"thank you in advance",
	"thank you",
	"thx",
	"cheers",
	"sincerely yours",
	"sincerely",
	"yours sincerely",
	"yours faithfully",
	"yours truly",
	"very truly yours",
	"yours",
	"respectfully",
	"cordially",
	"take care",
	"love",
	"with love",
	"lots of love",
	"xoxo",
	"talk soon",
	"talk to you soon",
	"see you soon",
	"see ya",
	"later",
	"rgds",
	"br",
	"brgds",
	"kr",
	"with best regards",
	"with kind regards",
	"good luck",
	"warmly",
	"fondly",
	"appreciatively",
	"gratefully",
	"hope this helps",
	"peace",
	"hugs",
	"ciao",
	"bye",
	"have a great day",
	"have a nice day",
	"have a good day",
	"have a great weekend",
	"have a good weekend",
	"have a nice weekend",
	"enjoy",
	"ttyl",
	"looking forward",
	"speak soon",
	"with thanks",
	"ta",
	"many regards",
	"with appreciation",
	"mit freundlichen grüssen",
	"mit freundlichem gruss",
	"mit besten grüssen",
	"mit herzlichen grüssen",
	"mit freundlichen gruessen",
	"freundliche grüsse",
	"freundlichen grüssen",
	"viele grüsse",
	"beste grüsse",
	"liebe grüsse",
	"herzliche grüsse",
	"schöne grüsse",
	"schönen gruss",
	"viele liebe grüsse",
	"gruss",
	"grüsse",
	"lg",
	"vg",
	"mfg",
	"danke",
	"vielen dank",
	"besten dank",
	"herzlichst",
	"hochachtungsvoll",
	"mit vielen grüssen",
	"ihr",
	"ihre",
	"dein",
	"deine",
	"cordialement",
	"bien cordialement",
	"bien à vous",
	"bien à toi",
	"cdlt",
	"sincères salutations",
	"meilleures salutations",
	"salutations",
	"amicalement",
	"bonne journée",
	"bonne soirée",
	"merci",
	"merci beaucoup",
	"merci d'avance",
	"bises",
	"bisous",
	"à bientôt",
	"respectueusement",
	"très cordialement",
	"saludos",
	"un saludo",
	"saludos cordiales",
	"un cordial saludo",
	"cordialmente",
	"atentamente",
	"atte",
	"gracias",
	"muchas gracias",
	"un abrazo",
	"abrazos",
	"saludos y gracias",
	"obrigado",
	"obrigada",
	"muito obrigado",
	"muito obrigada",
	"atenciosamente",
	"att",
	"cumprimentos",
	"melhores cumprimentos",
	"abraço",
	"abraços",
	"abs",
	"grato",
	"grata",
	"cordiali saluti",
	"distinti saluti",
	"saluti",
	"un saluto",
	"grazie",
	"grazie mille",
	"a presto",
	"buona giornata",
	"met vriendelijke groet",
	"met vriendelijke groeten",
	"vriendelijke groet",
	"vriendelijke groeten",
	"groeten",
	"groet",
	"groetjes",
	"mvg",
	"bedankt",
	"alvast bedankt",
	"hartelijke groet",
	"hartelijke groeten",
	"med vänliga hälsningar",
	"vänliga hälsningar",
	"med vänlig hälsning",
	"vänligen",
	"hälsningar",
	"mvh",
	"med venlig hilsen",
	"venlig hilsen",
	"med vennlig hilsen",
	"vennlig hilsen",
	"hilsen",
	"vh",
	"tack",
	"tak",
	"takk",
	"med vänlig hälsningar",
	"ystävällisin terveisin",
	"terveisin",
	"terv",
	"kiitos",
	"pozdrawiam",
	"z poważaniem",
	"pozdrowienia",
	"dziękuję",
	"s pozdravem",
	"s pozdravom",
	"pozdrav",
	"děkuji",
	"ďakujem",
	"lep pozdrav",
	"s poštovanjem",
	"üdvözlettel",
	"üdv",
	"köszönöm",
	"с уважением",
	"с наилучшими пожеланиями",
	"спасибо",
	"з повагою",
	"saygılarımla",
	"teşekkürler",
	"iyi çalışmalar",
	"cu stimă",
	"cu respect",
	"mulțumesc",
	"με εκτίμηση",
	"よろしくお願いします",
	"よろしくお願いいたします",
};

static const struct {
	const char *name;
	bool forward;
} prefixes[] = {
	{"re", false},
	{"aw", false},
	{"antw", false},
	{"antwort", false},
	{"sv", false},
	{"vs", false},
	{"ref", false},
	{"rif", false},
	{"r", false},
	{"odp", false},
	{"res", false},
	{"ynt", false},
	{"bls", false},
	{"atb", false},
	{"vá", false},
	{"συν", false},
	{"απ", false},
	{"回复", false},
	{"回覆", false},
	{"答复", false},
	{"返信", false},
	{"rv", true},
	{"rép", false},
	{"re :", false},
	{"fwd", true},
	{"fw", true},
	{"wg", true},
	{"tr", true},
	{"i", true},
	{"enc", true},
	{"vb", true},
	{"vl", true},
	{"vl", true},
	{"pd", true},
	{"doorst", true},
	{"ilt", true},
	{"i̇lt", true},
	{"továbbítás", true},
	{"轉寄", true},
	{"转发", true},
	{"転送", true},
	{"tfwd", true},
	{"továbbít", true},
	{"przek", true},
	{"přep", true},
	{"fs", true},
	{"redirecţionat", true},
	{"wtr", true},
	{"reenv", true},
	{"enc.", true},
	{"trs", true},
	{"transfert", true},
	{"fv", true},
	{"pf", true},
	{"ref.", false},
	{"re^2", false},
};

struct slice
phrase_fold(struct pool *pool, struct slice line)
{
	struct slice s = utf8_cut(slice_sub(line, 0, FOLD_MAX + 4), FOLD_MAX);
	char *out = NULL;

	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] >= 0x80)
			return utf8_fold(pool, s);
	out = pool_alloc(pool, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return slice_make(out, s.len);
}

enum phrase_key
phrase_key(struct slice name)
{
	char bar[80];
	size_t n = name.len;

	if (n == 0 || n > sizeof(bar) - 3)
		return KEY_NONE;
	bar[0] = '|';
	memcpy(bar + 1, name.data, n);
	bar[n + 1] = '|';
	for (size_t i = 0; i < COUNT(keys); i++)
		if (memmem(keys[i].words, strlen(keys[i].words), bar, n + 2))
			return keys[i].key;
	return KEY_NONE;
}

static struct match_set wrote_set = MATCH_SET(wrote), opener_set = MATCH_SET(openers),
			original_set = MATCH_SET(original), forwarded_set = MATCH_SET(forwarded),
			mobile_set = MATCH_SET(mobile), disclaimer_set = MATCH_SET(disclaimer),
			above_set = MATCH_SET(above), closing_set = MATCH_SET(closings);

bool
phrase_wrote(struct slice folded)
{
	return match_words(&wrote_set, folded);
}

bool
phrase_on(struct slice folded)
{
	return match_start(&opener_set, folded) > 0;
}

bool
phrase_original(struct slice folded)
{
	return match_any(&original_set, folded);
}

bool
phrase_forwarded(struct slice folded)
{
	return match_any(&forwarded_set, folded);
}

bool
phrase_mobile(struct slice folded)
{
	return match_start(&mobile_set, folded) > 0;
}

bool
phrase_disclaimer(struct slice folded)
{
	return match_any(&disclaimer_set, folded);
}

bool
phrase_above(struct slice folded)
{
	return match_any(&above_set, folded);
}

size_t
phrase_closing(struct slice folded)
{
	size_t n = match_start(&closing_set, folded);
	char c = n < folded.len ? folded.data[n] : ' ';

	/* "best" is one, "bestellung" is not */
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ? 0 : n;
}

size_t
phrase_reply_prefix(struct slice folded, bool *forward_out)
{
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		size_t n = strlen(prefixes[i].name), k = n;
		if (!slice_starts(folded, prefixes[i].name))
			continue;
		if (k < folded.len &&
		    (folded.data[k] == '[' || folded.data[k] == '(')) { /* "Re[2]:" */
			k++;
			while (k < folded.len && folded.data[k] >= '0' && folded.data[k] <= '9')
				k++;
			if (k < folded.len && (folded.data[k] == ']' || folded.data[k] == ')'))
				k++;
		}
		while (k < folded.len && folded.data[k] == ' ')
			k++;
		if (k < folded.len && folded.data[k] == ':')
			k++;
		else if (slice_starts(slice_sub(folded, k, folded.len), "："))
			k += 3;
		else
			continue;
		while (k < folded.len && folded.data[k] == ' ')
			k++;
		*forward_out = prefixes[i].forward;
		return k;
	}
	return 0;
}
