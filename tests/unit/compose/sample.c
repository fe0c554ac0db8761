/* Fills every kind of mail: the tests render these, and make shots takes their pictures. */
#include "sample.h"

#include <stdio.h>

const char *const sample_langs[4] = {"en", "de", "fr", "es"};
const char *const sample_kinds[32] = {
	"digest",    "digest-client",
	"prompt",    "confirm", "status",    "jobs-opened", "hold",  "resumed", "deadline", "declined",
	"cancelled", "draft",	"team-note", "triage",	    "alarm", "reply",
	"review",    "ask",	"decided",   "delivered",   "closeout", "retro", "revision-list", "revision-receipt",
	"revision-ask", "scope", "approver", "onboard", "chat-code", "reminder", "late",
	"too-large",
};

/* What a client of that language would write. */
struct said {
	const char *title, *first_name;
	const char *deliverable, *objective, *deadline, *copy, *approver, *vague, *question,
		*answer;
	const char *second_title, *reason, *next, *original;
};
static const struct said all_said[4] = {
	{"Spring landing page", "Jane",
	 "a landing page for the spring sale, plus the three banners that lead to it",
	 "more sign-ups from returning customers", "next Thursday, 5pm",
	 "20% off all garden furniture until the end of May", "Rob Keller, our head of marketing",
	 "a bit more premium", "Who should it speak to?", "Which formats do you need?",
	 "Banners for the newsletter",
	 "The new product photos arrive two weeks later than planned, so there is nothing to lay "
	 "out "
	 "before then.",
	 "We check scope and timing, and confirm both to you by tomorrow noon.",
	 "Hi all,\n\nwe need a landing page for the spring sale, ideally next Thursday, 5pm.\n"
	 "It should feel a bit more premium than last year's.\n\nBest\nJane"},
	{"Frühjahrsaktion: Landingpage", "Frau Albrecht",
	 "eine Landingpage für die Frühjahrsaktion und drei Banner, die dorthin führen",
	 "mehr Anmeldungen von Bestandskunden", "nächsten Donnerstag, 17 Uhr",
	 "20 % auf alle Gartenmöbel bis Ende Mai", "Herr Keller, Leiter Marketing",
	 "etwas hochwertiger", "Wen soll es ansprechen?", "Welche Formate brauchen Sie?",
	 "Banner für den Newsletter",
	 "Die neuen Produktfotos kommen zwei Wochen später als geplant; vorher gibt es nichts zu "
	 "gestalten.",
	 "Wir prüfen Umfang und Termin und bestätigen Ihnen beides bis morgen Mittag.",
	 "Guten Tag,\n\nwir brauchen eine Landingpage für die Frühjahrsaktion, am besten nächsten "
	 "Donnerstag, 17 Uhr.\nSie soll etwas hochwertiger wirken als im letzten Jahr.\n\n"
	 "Viele Grüße\nSabine Albrecht"},
	{"Page de la vente de printemps", "Mme Laurent",
	 "une page d’atterrissage pour la vente de printemps et trois bannières qui y mènent",
	 "davantage d’inscriptions de clients fidèles", "jeudi prochain à 17 h",
	 "20 % sur tout le mobilier de jardin jusqu’à fin mai", "M. Keller, directeur du marketing",
	 "un peu plus haut de gamme", "À qui doit-elle s’adresser ?",
	 "Quels formats vous faut-il ?", "Bannières pour la lettre d’information",
	 "Les nouvelles photos de produits arrivent deux semaines plus tard que prévu.",
	 "Nous vérifions le périmètre et le calendrier et vous confirmons les deux d’ici demain "
	 "midi.",
	 "Bonjour,\n\nil nous faut une page pour la vente de printemps, si possible jeudi prochain "
	 "à "
	 "17 h.\nElle doit faire un peu plus haut de gamme que l’an dernier.\n\nCordialement\n"
	 "Claire Laurent"},
	{"Página de la campaña de primavera", "Sra. Romero",
	 "una página de destino para la campaña de primavera y tres banners que lleven a ella",
	 "más registros de clientes habituales", "el próximo jueves a las 17:00",
	 "20 % en todos los muebles de jardín hasta finales de mayo",
	 "el Sr. Keller, director de marketing", "un poco más premium", "¿A quién debe dirigirse?",
	 "¿Qué formatos necesitan?", "Banners para el boletín",
	 "Las nuevas fotos de producto llegan dos semanas más tarde de lo previsto.",
	 "Revisamos el alcance y los plazos y le confirmamos ambos antes de mañana al mediodía.",
	 "Buenos días:\n\nnecesitamos una página para la campaña de primavera, a ser posible el "
	 "próximo "
	 "jueves a las 17:00.\nDebe verse un poco más premium que la del año pasado.\n\nSaludos\n"
	 "Lucía Romero"},
};

static const struct civil due = {2026, 5, 14, 17, 0, 0};
static const struct civil changed = {2026, 5, 1, 9, 12, 0};

struct sample {
	const struct templates *t;
	struct pool *pool;
	const char *lang, *zone;
	const struct said *said;
};

static void
add_field(const struct sample *s, struct value *v, const char *field, const char *words)
{
	struct value *row = value_item(v, "fields");
	char key[64];

	(void)snprintf(key, sizeof(key), "field.%s", field);
	value_cstr(row, "label", templates_word(s->t, s->lang, key));
	value_cstr(row, "value", words);
}

static void
add_question(const struct sample *s, struct value *v, int n, const char *field)
{
	struct value *q = value_item(v, "questions");
	char key[64];

	(void)snprintf(key, sizeof(key), "ask.%s", field);
	value_int(q, "n", n);
	value_cstr(q, "text", templates_word(s->t, s->lang, key));
}

static struct value *
add_text(struct value *v, const char *list, const char *text)
{
	struct value *item = value_item(v, list);

	value_cstr(item, "text", text);
	return item;
}

static void
brief(const struct sample *s, struct value *v)
{
	struct value *asset;

	add_field(s, v, "deliverable", s->said->deliverable);
	add_field(s, v, "objective", s->said->objective);
	add_field(s, v, "copy_or_offer", s->said->copy);
	add_field(s, v, "deadline", s->said->deadline);
	value_date(v, "deadline", due, s->zone);
	asset = value_item(v, "assets_received");
	value_cstr(asset, "name", "logo-2026.svg");
	value_int(asset, "size", 18432);
	asset = value_item(v, "assets_received");
	value_cstr(asset, "name", "garden-terrace-hero.jpg");
	value_int(asset, "size", 4404019);
}

static void
prompt(const struct sample *s, struct value *v)
{
	struct value *vague;

	brief(s, v);
	add_question(s, v, 1, "audience");
	add_question(s, v, 2, "approver");
	vague = value_item(v, "vague");
	value_int(vague, "n", 3);
	value_cstr(vague, "phrase", s->said->vague);
	value_cstr(vague, "ask", templates_word(s->t, s->lang, "ask.vague"));
	value_int(v, "question_count", 3);
}

static void
jobs_opened(const struct sample *s, struct value *v)
{
	struct value *job;

	job = value_item(v, "jobs");
	value_cstr(job, "ref", "ACME-042");
	value_cstr(job, "title", s->said->title);
	add_field(s, job, "deliverable", s->said->deliverable);
	value_date(job, "deadline", due, s->zone);
	add_question(s, job, 1, "audience");
	job = value_item(v, "jobs");
	value_cstr(job, "ref", "ACME-043");
	value_cstr(job, "title", s->said->second_title);
	add_question(s, job, 2, "specs");
	add_question(s, job, 3, "approver");
	value_int(v, "job_count", 2);
	value_int(v, "question_count", 3);
}

static void
draft(const struct sample *s, struct value *v)
{
	struct err e = ERR_INIT;
	struct rendered r;

	value_cstr(v, "client", "Acme Garden");
	value_cstr(v, "to", "jane@acme.example");
	value_cstr(v, "from", "Jane Doe <jane@acme.example>");
	value_cstr(v, "kind_words", templates_word(s->t, s->lang, "kind.prompt"));
	if (templates_render(s->t, s->pool, "prompt", s->lang,
			     sample_values(s->t, s->pool, "prompt", s->lang), &r, &e) == 0) {
		value_text(v, "subject", r.subject);
		value_text(v, "body", r.flowed);
	}
	value_cstr(v, "original", s->said->original);
	value_cstr(v, "draft_id", "17");
	for (int i = 1; i <= 4; i++) {
		struct value *digit = value_item(v, "digits");
		char key[32];

		(void)snprintf(key, sizeof(key), "digit.%d", i);
		value_int(digit, "n", i);
		value_cstr(digit, "text", templates_word(s->t, s->lang, key));
	}
}

static void
digest_job(const struct sample *s, struct value *v, const char *list, const char *state)
{
	struct value *row = value_item(v, list);
	static const char *const numbered[] = {"due", "on_you", "on_client", "on_partner", "overdue"};
	char key[64];

	(void)snprintf(key, sizeof(key), "state.%s", state);
	for (size_t i = 0; i < COUNT(numbered); i++)
		if (strcmp(list, numbered[i]) == 0)
			value_int(row, "n", (int64_t)i + 1);
	value_cstr(row, "ref", strcmp(list, "due") == 0 ? "ACME-042" : "ACME-043");
	value_cstr(row, "title",
		   strcmp(list, "due") == 0 ? s->said->title : s->said->second_title);
	value_cstr(row, "client", "Acme Garden");
	/* The team reads states as the commands call them, a client in words. */
	value_cstr(row, "state",
		   list[0] == 'd' || list[0] == 'o' ? state : templates_word(s->t, s->lang, key));
	value_date(row, "deadline", due, s->zone);
	value_flag(row, "urgent", strcmp(list, "on_you") == 0);
	if (strcmp(list, "on_partner") == 0)
		value_cstr(row, "partner", "Kim Stone");
}

static void
digest(const struct sample *s, struct value *v, const char *kind)
{
	struct value *mail;

	value_date(v, "day", (struct civil){2026, 5, 12, -1, 0, 0}, "");
	value_flag(v, "late", true);
	if (strcmp(kind, "digest-client") == 0) {
		value_cstr(v, "client", "Acme Garden");
		digest_job(s, v, "shipped", "delivered");
		digest_job(s, v, "your_move", "intake");
		digest_job(s, v, "next", "production");
		return;
	}
	digest_job(s, v, "due", "production");
	digest_job(s, v, "on_you", "scoping");
	digest_job(s, v, "on_client", "intake");
	digest_job(s, v, "on_partner", "production");
	digest_job(s, v, "overdue", "ready");
	mail = value_item(v, "triage");
	value_int(mail, "n", 6);
	value_cstr(mail, "message", "m311");
	value_cstr(mail, "from", "ian.field@fieldnotes.example");
	value_cstr(mail, "subject", "Quick question about a brochure");
	value_cstr(mail, "reason", "unknown sender");
	value_int(v, "drafts", 2);
	value_int(v, "more", 3);
}

static void
team(const struct sample *s, struct value *v, const char *kind)
{
	struct value *command;

	if (strcmp(kind, "team-note") == 0) {
		value_cstr(v, "headline", "Three prompts unanswered: please call");
		value_cstr(v, "client", "Acme Garden");
		add_text(v, "lines",
			 "Jane has not answered three prompts in nine days. docket asks no "
			 "further; a "
			 "call helps more now.");
		add_text(v, "lines", "Open: audience, sign-off.");
		value_cstr(v, "from", "Jane Doe");
		value_cstr(v, "quote", s->said->original);
		value_cstr(v, "next",
			   "Call Jane on +44 20 7946 0100, then reply with what she said.");
	} else if (strcmp(kind, "triage") == 0) {
		value_cstr(v, "message", "311");
		value_cstr(v, "reason", "The sender belongs to no client");
		value_cstr(v, "from", "Ian Field <ian.field@fieldnotes.example>");
		value_cstr(v, "subject", "Quick question about a brochure");
		value_cstr(v, "quote", s->said->original);
		value_int(v, "waiting", 2);
		command = add_text(v, "commands", "docket move 311 ACME-042");
		value_cstr(command, "what", "File it to a job");
		command = add_text(v, "commands", "docket client new FIELD fieldnotes.example");
		value_cstr(command, "what", "A new client");
		command = add_text(v, "commands", "docket not-a-request 311");
		value_cstr(command, "what", "Nothing to do");
	} else if (strcmp(kind, "alarm") == 0) {
		value_cstr(v, "headline", "Mail could not be fetched for 20 minutes");
		add_text(v, "lines",
			 "The mailbox “intake” at imap.harborpine.example refuses the password "
			 "since "
			 "Friday 1 May 2026, 09:12 BST.");
		add_text(v, "lines",
			 "Reminders are held meanwhile. Nothing is lost: what arrives stays "
			 "on the server until it can be fetched.");
		value_cstr(v, "quote", "imap.harborpine.example refuses the password of user 'intake'");
		value_cstr(v, "next", "Renew the password, then run: docket check");
	} else {
		value_cstr(v, "headline", "Your jobs");
		value_cstr(v, "block",
			   "ACME-042  intake    client  Thu 14 May  Spring landing page\n"
			   "ACME-043  ready     us      Mon 18 May  Banners\n"
			   "LAKE-021  on-hold   us      -           Dental <poster> & flyer");
		add_text(v, "lines", "3 jobs, 1 waits for the client.");
	}
}

static void
about_version(const struct sample *s, struct value *v, const char *kind)
{
	struct value *row = value_item(v, "files");

	value_int(v, "version", 2);
	value_cstr(row, "name", "ACME-042-v2-1440x900.png");
	value_cstr(row, "hash", "3f9a1c0b77de");
	row = value_item(v, "files");
	value_cstr(row, "name", "https://files.example/acme/spring");
	value_flag(row, "loose", true);
	value_flag(v, "unfixed", true);
	value_cstr(v, "decision", templates_word(s->t, s->lang, "decision.approve"));
	value_cstr(v, "words", s->said->next);
	if (strcmp(kind, "review") == 0) {
		value_flag(v, "attached", true);
		row = value_item(v, "done");
		value_cstr(row, "ref", "R1");
		value_cstr(row, "text", s->said->answer);
		row = value_item(v, "done");
		value_cstr(row, "ref", "R2");
		value_cstr(row, "text", s->said->question);
		value_flag(row, "declined", true);
		value_cstr(row, "why", s->said->reason);
		value_date(v, "due", (struct civil){2026, 5, 13, -1, 0, 0}, "");
		value_date(v, "deadline", (struct civil){2026, 5, 20, -1, 0, 0}, "");
		value_date(v, "closes", (struct civil){2026, 5, 18, 17, 0, 0}, "EDT");
	} else if (strcmp(kind, "ask") == 0) {
		value_flag(v, "opinion", true);
		value_cstr(v, "by", s->said->first_name);
	} else if (strcmp(kind, "delivered") == 0) {
		value_flag(v, "attached", true);
		value_cstr(v, "note", s->said->next);
	} else if (strcmp(kind, "decided") == 0) {
		value_cstr(v, "who", s->said->first_name);
		value_date(v, "when", due, s->zone);
		value_flag(v, "approved", true);
		value_cstr(v, "receipt", "ACME-042/17\n1f0c5b7d9e2a4c6b8d0f1a3c5e7092b4d6f8a0c2e4061830"
					 "5274961b3d5f7a90");
	}
}

static void
closing(const struct sample *s, struct value *v)
{
	static const char *const questions[] = {"retro.1", "retro.2", "retro.3"};

	value_cstr(v, "pack", "ACME-042-closeout.zip");
	value_int(v, "size", 1843200);
	value_flag(v, "attached", true);
	value_cstr(v, "hash", "1f0c5b7d9e2a4c6b8d0f1a3c5e7092b4d6f8a0c2e40618305274961b3d5f7a90");
	value_cstr(v, "receipt", "ACME-042/31\n5274961b3d5f7a901f0c5b7d9e2a4c6b8d0f1a3c5e7092b4"
				 "d6f8a0c2e4061830");
	for (int i = 0; i < 3; i++) {
		struct value *row = value_item(v, "questions");

		value_int(row, "n", i + 1);
		value_cstr(row, "text", templates_word(s->t, s->lang, questions[i]));
	}
}

static void
revisions(const struct sample *s, struct value *v, const char *kind)
{
	struct value *row;

	value_int(v, "round", 2);
	if (strcmp(kind, "scope") == 0) {
		value_flag(v, "extra", true);
		value_cstr(v, "quote", s->said->second_title);
		value_cstr(v, "words", s->said->next);
		return;
	}
	if (strcmp(kind, "revision-ask") == 0) {
		value_flag(v, "conflict", true);
		for (int i = 0; i < 2; i++) {
			row = value_item(v, "options");
			value_cstr(row, "letter", i == 0 ? "A" : "B");
			value_cstr(row, "ref", i == 0 ? "R2" : "R5");
			value_cstr(row, "text", i == 0 ? s->said->vague : s->said->objective);
			value_cstr(row, "by", s->said->first_name);
		}
		return;
	}
	value_cstr(v, "headline", "The revision list of round 2");
	value_cstr(v, "next", "Reply \"R1 done, R2 no\".");
	row = value_item(v, "items");
	value_cstr(row, "ref", "R1");
	value_cstr(row, "text", s->said->vague);
	value_cstr(row, "state", templates_word(s->t, s->lang, "revision.accepted"));
	value_int(row, "voices", 2);
	row = value_item(v, "items");
	value_cstr(row, "ref", "R2");
	value_cstr(row, "text", s->said->objective);
	value_cstr(row, "state", templates_word(s->t, s->lang, "revision.declined"));
	value_cstr(row, "why", s->said->reason);
	add_text(v, "unread", "ACME-042-notes.pdf (m17)");
	row = value_item(v, "quotes");
	value_cstr(row, "ref", "R1");
	value_cstr(row, "by", "jane@acme.example");
	value_cstr(row, "quote", s->said->vague);
}

struct value *
sample_values(const struct templates *t, struct pool *pool, const char *kind, const char *lang)
{
	struct sample s = {t, pool, lang, "BST", &all_said[0]};
	struct value *v = value_new(pool);

	for (size_t i = 0; i < COUNT(sample_langs); i++)
		if (strcmp(lang, sample_langs[i]) == 0) {
			s.said = &all_said[i];
			s.zone = i == 0 ? "BST" : "CEST";
		}
	if (strcmp(kind, "triage") != 0 && strcmp(kind, "alarm") != 0 &&
	    strcmp(kind, "reply") != 0 && strncmp(kind, "digest", 6) != 0) {
		value_cstr(v, "ref", "ACME-042");
		value_cstr(v, "title", s.said->title);
	}
	value_cstr(v, "agency", "Harbor & Pine");
	value_cstr(v, "first_name", s.said->first_name);
	value_cstr(v, "footer_token", "k7f3qa2mwx5d");
	if (strncmp(kind, "digest", 6) == 0) {
		digest(&s, v, kind);
	} else if (strcmp(kind, "chat-code") == 0) {
		value_cstr(v, "where", "Slack");
		value_cstr(v, "line", "/docket link 7f3k92qd");
	} else if (strcmp(kind, "onboard") == 0) {
		value_cstr(v, "client", "ACME");
		add_question(&s, v, 1, "audience");
		add_question(&s, v, 2, "approver");
		value_int(v, "question_count", 2);
	} else if (strcmp(kind, "prompt") == 0) {
		prompt(&s, v);
	} else if (strcmp(kind, "confirm") == 0) {
		brief(&s, v);
		value_cstr(v, "approver", s.said->approver);
		value_cstr(v, "next_step", s.said->next);
	} else if (strcmp(kind, "jobs-opened") == 0) {
		jobs_opened(&s, v);
	} else if (strcmp(kind, "status") == 0) {
		value_flag(v, "received", true);
		value_cstr(v, "state_words", templates_word(t, lang, "state.intake"));
		value_cstr(v, "side_words", templates_word(t, lang, "side.client"));
		value_date(v, "deadline", due, s.zone);
		value_date(v, "updated", changed, s.zone);
		add_text(v, "open", s.said->question);
		add_text(v, "open", s.said->answer);
	} else if (strcmp(kind, "draft") == 0) {
		draft(&s, v);
	} else if (strcmp(kind, "hold") == 0 || strcmp(kind, "resumed") == 0 ||
		   strcmp(kind, "deadline") == 0 ||
		   strcmp(kind, "declined") == 0 || strcmp(kind, "cancelled") == 0) {
		value_cstr(v, "reason", s.said->reason);
		value_cstr(v, "next_step", s.said->next);
		value_date(v, "deadline", due, s.zone);
		if (strcmp(kind, "deadline") == 0)
			value_date(v, "before", (struct civil){2026, 5, 8, -1, 0, 0}, "");
		if (strcmp(kind, "hold") == 0)
			value_date(v, "until", (struct civil){2026, 6, 1, -1, 0, 0}, "");
	} else if (strcmp(kind, "review") == 0 || strcmp(kind, "ask") == 0 ||
		   strcmp(kind, "decided") == 0 || strcmp(kind, "delivered") == 0) {
		about_version(&s, v, kind);
	} else if (strncmp(kind, "revision-", 9) == 0) {
		revisions(&s, v, kind);
	} else if (strcmp(kind, "reminder") == 0) {
		value_int(v, "version", 3);
		value_date(v, "due", (struct civil){2026, 5, 13, -1, 0, 0}, "");
		value_date(v, "deadline", (struct civil){2026, 5, 20, -1, 0, 0}, "");
		value_date(v, "closes", (struct civil){2026, 5, 18, 17, 0, 0}, "EDT");
	} else if (strcmp(kind, "late") == 0) {
		value_int(v, "round", 2);
		value_int(v, "before", 1);
		value_flag(v, "closed", true);
	} else if (strcmp(kind, "too-large") == 0) {
		struct value *row = value_item(v, "files");
		value_cstr(row, "name", "moodboard-spring.psd");
		value_int(row, "size", 62914560);
		row = value_item(v, "files");
		value_cstr(row, "name", "storyboard.mov");
		value_int(row, "size", 88080384);
	} else if (strcmp(kind, "approver") == 0) {
		value_cstr(v, "who", s.said->approver);
		value_cstr(v, "address", "approver@client.example");
		value_cstr(v, "words", s.said->approver);
	} else if (strcmp(kind, "closeout") == 0 || strcmp(kind, "retro") == 0) {
		closing(&s, v);
	} else {
		team(&s, v, kind);
	}
	return v;
}
