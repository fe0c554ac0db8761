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

#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__};
#include "phrase.def"
#undef WORDS

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
			above_set = MATCH_SET(above), closing_set = MATCH_SET(closings),
			reply_set = MATCH_SET(reply_prefixes),
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
