/* Tables only; the rules that use them are in quote.c, signature.c and forward.c. */
#include "phrase.h"

#include "docket/base/utf8.h"
#include "match.h"
#include "work.h"

enum { FOLD_MAX = 512 };

static const struct {
	enum phrase_key key;
	const char *words; /* each between bars */
} keys[] = {
	{KEY_FROM,
	 "|from|author|von|de|da|van|från|fra|od|lähettäjä|от|от кого|від|feladó|kimden|gönderen|"
	 "expéditeur|remitente|mittente|afzender|avsändare|avsender|afsender|remetente|"
	 "nadawca|odesílatel|odesilatel|odosielateľ|отправитель|відправник|de la|"
	 "expeditor|από|差出人|送信元|送信者|发件人|寄件者|보낸사람|보낸 사람|מאת|من|dari|från|"
	 "absender|發件人|šalje|pošiljatelj|pošiljalac|pošiljatelj|šalje se od|salje|"
	 "saatja|kellelt|küldő|gönderici|nuo|siuntėjas|sūtītājs|"
	 "verzonden door|envoyé par|enviado por|inviato da|gesendet von|"
	 "skickat av|sendt av|sendt af|wysłane przez|odeslal|remite|remitent|寄件人|"
	 "发送者|傳送者|보내는 사람|จาก|từ|người gửi|pengirim|de part de|expedidor|"
	 "từ|"},
	{KEY_DATE,
	 "|date|sent|sent at|sent on|datum|gesendet|gesendet am|verzonden|envoyé|envoyé le|"
	 "enviado|enviado el|enviada em|enviado em|enviada|fecha|data|inviato|dato|sendt|"
	 "skickat|lähetetty|päivämäärä|päiväys|pvm|wysłano|data wysłania|odesláno|"
	 "odoslané|dátum|datum odeslání|elküldve|küldve|дата|отправлено|відправлено|"
	 "надіслано|tarih|gönderildi|gönderme tarihi|trimis|trimis la|data trimiterii|dată|"
	 "date d'envoi|date de l'envoi|fecha de "
	 "envío|dato/tid|ημερομηνία|日付|送信日時|日時|发送时间|发送日期|日期|"
	 "時間|날짜|보낸날짜|보낸 날짜|תאריך|התאריך|התקבל|"
	 "gönderilen|gönderilme tarihi|gönderilme|gönderim tarihi|saadetud|"
	 "kuupäev|išsiųsta|datums|nosūtīts|poslano|poslané|poslano dana|"
	 "verzonden op|verstuurd|envoyée|envoyés|skickad|sendt den|date et heure|"
	 "дата отправки|отправлен|відправлений|дата надсилання|寄件日期|寄送日期|傳送時間|"
	 "送信日|发件时间|時刻|gửi|ngày|đã gửi|dikirim|tanggal|วันที่|ส่ง|تاريخ|التاريخ|"
	 "تم الإرسال|تاريخ الإرسال|εστάλη|στάλθηκε|data e hora|"
	 "data/hora|päivä|wysłane|odoslaný|verstuurd op|sendt dato|"
	 "datum verzonden|versendet|versandt|abgeschickt|gesandt|"},
	{KEY_TO, "|to|an|à|a|para|til|till|aan|do|komu|кому|címzett|vastaanottaja|vastaanottajat|"
		 "kime|alıcı|kopyası|destinatario|destinataire|destinatário|către|catre|pentru|pro|"
		 "naar|pour|pre|送信先|"
		 "προσ|宛先|收件人|받는사람|받는 "
		 "사람|אל|إلى|kepada|adresát|adresat|odbiorca|ontvanger|empfänger|"
		 "mottagare|modtager|mottaker|"
		 "címzettek|címzett(ek)|prima|primatelj|primalac|kellele|saaja|saajad|"
		 "kam|gavėjas|til kopi|destinatarios|destinatários|destinatari|per a|"
		 "destinataires|destinatari(o)|odbiorcy|adresáti|получатель|получатели|"
		 "отримувач|одержувач|alıcılar|收件者|收信人|받는 이|đến|tới|người nhận|ถึง|untuk|"
		 "penerima|mottagare:|mottakere|modtagere|empfänger(in)|δέκτησ|"
		 "παραλήπτησ|zu|adressat|rcpt to|"},
	{KEY_CC, "|cc|kopie|kopi|copie|copie à|kopia|másolat|másolatot kap|копия|копія|bilgi|cópia|"
		 "copia|dw|do wiadomości|kopio|kop|kopie "
		 "(cc)|co|c.c.|cc.|ccn|bcc|抄送|副本|참조|κοιν|cópia|kópia|skrytá kópia|sc|cci|"
		 "kopija|kopier|kopi til|kopie na|kópia pre|kopia do|copie carbone|"
		 "másolatok|másolatot kapnak|koopia|kopie an|copia a|"
		 "copia per conoscenza|p.c.|cópia para|com cópia|con copia|en copie|"
		 "in cc|kopie aan|kópiát kap|副本抄送|副本收件者|참조인|копия (cc)|копію|"
		 "bilgilendirme|bilgi (cc)|cc'd|с/с|κοινοποίηση|κοιν.|a/c|đồng kính gửi|tembusan|"
		 "สําเนา|نسخة|עותק|udw|ukryte do wiadomości|blindkopie|skjult kopi|bk|"
		 "bcc:|"},
	{KEY_SUBJECT, "|subject|betreff|objet|asunto|oggetto|assunto|emne|ämne|onderwerp|aihe|"
		      "temat|předmět|predmet|тема|tárgy|konu|subiect|objeto|sujet|θέμα|件名|"
		      "主题|主旨|제목|נושא|الموضوع|subjek|perihal|titel|betrifft|thema|rubrik|"
		      "naslov|teema|tēma|zadeva|chủ đề|tiêu đề|标题|標題|主題|"
		      "ärende|objecte|assumpte|θέματα|gaia|asunto:|เรื่อง|هدف|موضوع|sujet/objet|vec|"
		      "věc|sprawa|temat:|题目|제 목|subiectul|tema|predmeta|tárgya|"},
	{KEY_OTHER,
	 "|reply-to|antwort an|répondre à|responder a|rispondi a|importance|wichtigkeit|"
	 "priority|attachments|anlagen|anhänge|organization|sender|mailed-by|signed-by|"
	 "mailing list|message-id|resent-from|svar til|svara till|vastausosoite|"
	 "répondre a|pièces jointes|pj|adjuntos|datos adjuntos|allegati|bijlagen|"
	 "importancia|vastaa|válaszcím|odpověď|odpowiedź do|yanıt|responder para|"
	 "odgovori na|svarto|antwoord naar|antwoord-naar|beantwoorden|ответить|"
	 "svar til adresse|sent by|cc by|security|responder|válasz|"
	 "respuesta|réponse|odpovědět|odpovedať komu|răspuns|răspunde la|yanıtla|відповісти|"
	 "reply to|reply-to address|svar-til|odpovědět komu|odpoveď komu|odgovor|"
	 "odgovori|vastaa osoitteeseen|vastaus|válasz erre|rispondi a:|"
	 "responder-a|respondre a|répondre à:|réponse à|yanıt adresi|"
	 "yanıtlama adresi|кому ответить|ответить кому|адрес для ответа|"
	 "відповідь|回复|回覆至|返信先|답장|přílohy|prílohy|załączniki|bilagor|"
	 "vedhæftede filer|vedlegg|liitteet|mellékletek|ekler|anexos|anexo|"
	 "allegato|pièce jointe|bijlage|anhang|вложения|вкладення|添付ファイル|附件|첨부|"
	 "atașamente|privici|prilozi|prioritet|prioritá|priorität|prioridad|"
	 "priorité|priorità|prioriteit|ważność|importanza|importância|"
	 "organisation|organizace|organisatie|conversation|categories|list-id|"
	 "return-path|delivered-to|envelope-to|x-mailer|user-agent|mime-version|"
	 "content-type|content-transfer-encoding|in-reply-to|references|received|"
	 "errors-to|reply|"},
};

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__};
#include "phrase.def"
#undef WORDS

/*
 * What utf8_fold leaves apart and these tables do not: the dot of a Turkish capital I (U+0307), the
 * curly apostrophe, marks of writing direction.
 */
static struct slice
even_out(struct slice s)
{
	size_t n = 0;
	char *out = (char *)(uintptr_t)s.data; /* utf8_fold's fresh copy */

	for (size_t i = 0; i < s.len; i++) {
		const unsigned char *p = (const unsigned char *)s.data + i;
		size_t left = s.len - i;
		if (left >= 2 && p[0] == 0xcc && p[1] == 0x87) {
			i++;
		} else if (left >= 3 && p[0] == 0xe2 && p[1] == 0x80 && p[2] == 0x99) {
			out[n++] = '\'';
			i += 2;
		} else if (left >= 3 && p[0] == 0xe2 && p[1] == 0x80 &&
			   (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae))) {
			i += 2;
		} else {
			out[n++] = s.data[i];
		}
	}
	return slice_make(out, n);
}

struct slice
phrase_fold(struct pool *pool, struct slice line)
{
	struct slice s = utf8_cut(line, FOLD_MAX);
	char *out = NULL;

	message_work += s.len;
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] >= 0x80)
			return even_out(utf8_fold(pool, s));
	out = pool_alloc(pool, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return slice_make(out, s.len);
}

/* Small letters of Latin (Latin-1, Extended-A), Greek and Cyrillic. */
static bool
small_letter(uint32_t c)
{
	if (c < 0x80)
		return c >= 'a' && c <= 'z';
	if (c >= 0x100 && c <= 0x17f) /* pairs; the small one is odd, but for two stretches */
		return ((c >= 0x139 && c <= 0x148) || c >= 0x179) ? c % 2 == 0 : c % 2 == 1;
	return (c >= 0xdf && c <= 0xff) || (c >= 0x3ac && c <= 0x3ce) || (c >= 0x430 && c <= 0x45f);
}

bool
phrase_capital(struct slice w)
{
	size_t len;

	if (w.len == 0 || !utf8_is_letter(utf8_decode(w, &len)))
		return false;
	return !small_letter(utf8_decode(w, &len));
}

size_t
phrase_small_words(struct slice w)
{
	struct slice word;
	size_t small = 0;

	while (slice_cut(&w, ' ', &word))
		small += word.len > 0 && word.data[0] >= 'a' && word.data[0] <= 'z' &&
			 !slice_has(word, "://") && slice_index(word, '@') < 0;
	return small;
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
			legal_set = MATCH_SET(legal), above_set = MATCH_SET(above),
			closing_set = MATCH_SET(closings), greeting_set = MATCH_SET(greetings),
			device_set = MATCH_SET(devices), sent_set = MATCH_SET(sent_by),
			pocket_set = MATCH_SET(pockets), excuse_set = MATCH_SET(excuses),
			dangling_set = MATCH_SET(dangling), own_set = MATCH_SET(own),
			notice_set = MATCH_SET(notices), postscript_set = MATCH_SET(postscripts),
			pointing_set = MATCH_SET(pointing), reply_set = MATCH_SET(reply_prefixes),
			forward_set = MATCH_SET(forward_prefixes);

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
phrase_device(struct slice folded)
{
	return match_words(&device_set, folded) && match_words(&sent_set, folded);
}

bool
phrase_pocket(struct slice folded)
{
	return match_words(&pocket_set, folded) || match_any(&device_set, folded);
}

bool
phrase_excuse(struct slice folded)
{
	return match_any(&excuse_set, folded);
}

bool
phrase_dangles(struct slice folded)
{
	ptrdiff_t blank = slice_rindex(folded, ' ');
	struct slice word = slice_sub(folded, (size_t)(blank + 1), folded.len);

	return match_start(&dangling_set, word) == word.len && word.len > 1;
}

bool
phrase_postscript(struct slice folded)
{
	return match_start(&postscript_set, folded) > 0;
}

bool
phrase_points(struct slice folded)
{
	return match_words(&pointing_set, folded);
}

bool
phrase_own(struct slice folded)
{
	return match_start(&own_set, folded) > 0;
}

bool
phrase_greeting(struct slice folded)
{
	return match_words(&greeting_set, folded);
}

bool
phrase_disclaimer(struct slice folded)
{
	return match_any(&disclaimer_set, folded);
}

bool
phrase_notice(struct slice folded)
{
	return match_any(&notice_set, folded);
}

bool
phrase_legal(struct slice folded)
{
	return match_any(&legal_set, folded);
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

/* One of the prefixes at the start, with "[2]" and a colon: its length, 0 if there is none. */
static size_t
prefix_len(struct match_set *set, struct slice folded)
{
	size_t k = match_start(set, folded);
	struct slice rest;

	if (k == 0)
		return 0;
	if (k < folded.len && (folded.data[k] == '[' || folded.data[k] == '(')) { /* "Re[2]:" */
		k++;
		while (k < folded.len && folded.data[k] >= '0' && folded.data[k] <= '9')
			k++;
		if (k < folded.len && (folded.data[k] == ']' || folded.data[k] == ')'))
			k++;
	}
	while (k < folded.len && folded.data[k] == ' ')
		k++;
	rest = slice_sub(folded, k, folded.len);
	if (slice_starts(rest, ":"))
		k++;
	else if (slice_starts(rest, "："))
		k += 3;
	else
		return 0;
	while (k < folded.len && folded.data[k] == ' ')
		k++;
	return k;
}

size_t
phrase_reply_prefix(struct slice folded, bool *forward_out)
{
	size_t n = prefix_len(&reply_set, folded);

	*forward_out = false;
	if (n == 0) {
		n = prefix_len(&forward_set, folded);
		*forward_out = n > 0;
	}
	return n;
}
