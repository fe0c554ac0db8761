/*
 * From what a mail says to what the brief holds. Each value keeps the words it came from and the
 * message they stand in; a later word of the client replaces an earlier one, with both in the
 * history.
 */
#include "ctx.h"
#include "life.h"

unsigned
kit_required(const struct kits *kits, struct slice kit)
{
	char name[64];
	const struct kit *k = kits_find(kits, slice_cstr(kit, name, sizeof(name)));
	if (k == NULL)
		k = kits_find(kits, "other");
	unsigned bits = 0;
	for (size_t i = 0; k != NULL && i < k->required.len; i++) {
		int f = brief_field_of(slice_of(k->required.at[i]));
		if (f >= 0)
			bits |= 1U << (unsigned)f;
	}
	return bits;
}

const struct understanding *
lexicons_of(struct intake *in)
{
	struct err e = ERR_INIT;
	const struct understanding *u = in->env.lexicons(in->env.lexicons_arg, &e);
	if (u == NULL)
		log_event(LOG_ALARM, "lexicons.unread", "why=%s", e.text);
	/* cppcheck-suppress returnDanglingLifetime ; the lexicons do not keep the error */
	return u;
}

bool
answer_read(struct intake *in, struct pool *pool, enum field f, struct slice text,
            struct slice lang, struct civil now, struct said_field *out)
{
	const struct understanding *u = lexicons_of(in);
	return u != NULL && understand_answer(u, pool, f, text, lang, now, out);
}

int
event_add(struct intake *in, int64_t job, const char *kind, struct slice actor, int64_t message,
          int64_t now, struct slice text, struct err *e)
{
	struct ledger_entry entry = {.job = job, .at = now, .kind = kind, .actor = actor,
	                             .message = message, .data = SLICE_LIT("{}"), .text = text};
	return ledger_add(in->env.store, &entry, e);
}

int
client_event_by_mail(struct ctx *c, const char *kind, struct slice data, struct slice text, struct err *e)
{
	struct ledger_entry entry = {.client = c->client.id, .at = c->now, .kind = kind,
	                             .actor = actor_of(c), .message = c->row.id, .data = data, .text = text};
	return ledger_add(c->store, &entry, e);
}

int
brief_set(struct intake *in, struct pool *pool, struct job *j, int field,
          const struct brief_field *value, struct slice actor, int64_t now, struct err *e)
{
	struct str data;
	struct json w;
	str_init(&data, 4096);
	json_begin(&w, &data);
	json_open(&w);
	json_put_cstr(&w, "field", brief_field_names[field]);
	json_put_bool(&w, "given", value->given);
	json_put_text(&w, "rule", value->rule);
	json_put_int(&w, "start", (int64_t)value->start);
	json_put_int(&w, "end", (int64_t)value->end);
	if (field == BRIEF_DEADLINE) {
		json_put_text(&w, "date", value->date);
		json_put_text(&w, "time", value->time);
		if (value->alt_date.len > 0)
			json_put_text(&w, "or", value->alt_date);
	}
	json_close(&w);
	struct ledger_entry entry = {.job = j->id, .at = now, .kind = "field", .actor = actor,
	                             .message = value->message, .data = str_slice(&data),
	                             .text = value->value};
	int r = ledger_add(in->env.store, &entry, e);
	str_clear(&data);
	if (r < 0)
		return -1;
	j->brief[field] = *value;
	j->brief[field].value = pool_copy(pool, value->value);
	return 0;
}

static struct slice
iso_date(struct pool *pool, int year, int month, int day)
{
	return pool_slicef(pool, "%04d-%02d-%02d", year, month, day);
}

struct slice
day_text(struct pool *pool, int64_t day)
{
	struct civil at = day_civil(day);
	return iso_date(pool, at.year, at.month, at.day);
}

static struct brief_field
from_said(struct ctx *c, const struct said_field *s)
{
	struct brief_field b = {.given = true, .value = s->value.text, .message = c->row.id,
	                        .start = s->value.start, .end = s->value.end,
	                        .rule = s->value.rule, .by = c->address};
	/* "I sign it off myself" is a person: the sender, with those words as provenance */
	if (s->self)
		b.value = c->name.len > 0 ? c->name : c->address;
	if (s->when.known) {
		b.date = iso_date(c->pool, s->when.year, s->when.month, s->when.day);
		if (s->when.hour >= 0)
			b.time = pool_slicef(c->pool, "%02d:%02d", s->when.hour, s->when.minute);
		if (s->when.ambiguous)
			b.alt_date = iso_date(c->pool, s->when.year, s->when.alt_month, s->when.alt_day);
	}
	return b;
}

/* The sender's own wall clock when the mail was written. */
static struct civil
written_at(struct ctx *c)
{
	return zone_civil(zone_offset(c->r->date_offset), c->r->has_date ? c->r->date_ms : c->now);
}

/* The number of our question that stands quoted above an answer: the last "N." that begins a line. */
unsigned
quoted_number(struct slice question)
{
	struct slice line;
	unsigned number = 0;
	while (slice_line(&question, &line)) {
		int64_t n;
		line = slice_trim(line);
		ptrdiff_t dot = slice_index(line, '.');
		if (dot > 0 && slice_int(slice_sub(line, 0, (size_t)dot), &n) && n > 0 && n <= BRIEF_FIELDS)
			number = (unsigned)n;
	}
	return number;
}

/* Answers by number: what the number meant stands in our record of the prompt, not in the mail. */
static int
merge_numbered(struct ctx *c, const struct job *j, struct said_field *fields, struct err *e)
{
	if (c->r->answers.len == 0)
		return 0;
	question_list asked = {0};
	int64_t prompt = c->answered.id; /* of a job merged into this one, too */
	if (question_get(c->store, c->pool, j->id, prompt, &asked, e) < 0)
		return -1;
	if (asked.len == 0 && prompt != 0 && question_get(c->store, c->pool, j->id, 0, &asked, e) < 0)
		return -1;
	for (size_t i = 0; i < c->r->answers.len; i++) {
		const struct said_answer *a = &c->r->answers.at[i];
		unsigned number = a->number != 0 ? a->number : quoted_number(a->question);
		for (size_t k = 0; k < asked.len; k++) {
			struct said_field said = {0};
			if (number == 0 || asked.at[k].number != number || asked.at[k].field >= BRIEF_FIELDS)
				continue;
			if (!answer_read(c->in, c->pool, (enum field)asked.at[k].field, a->text,
			                 c->r->lang, written_at(c), &said))
				continue;
			said.given = true;
			if (said.value.rule.len == 0)
				said.value.rule = SLICE_LIT("answer-number");
			fields[asked.at[k].field] = said;
		}
	}
	return 0;
}

/* A prompt with one question, answered by a bare "Bob Stone": the whole text is the answer. */
static int
merge_bare(struct ctx *c, const struct job *j, struct said_field *fields, struct err *e)
{
	enum { BARE_MAX = 200 }; /* longer is prose, which the reader has taken apart */
	question_list asked = {0};
	if (c->answered.job != j->id || !slice_is(c->answered.kind, "prompt") ||
	    c->r->text.len == 0 || c->r->text.len > BARE_MAX)
		return 0;
	if (question_get(c->store, c->pool, j->id, c->answered.id, &asked, e) < 0)
		return -1;
	if (asked.len != 1 || asked.at[0].field >= BRIEF_FIELDS || fields[asked.at[0].field].given)
		return 0;
	struct said_field said = {0};
	if (!answer_read(c->in, c->pool, (enum field)asked.at[0].field, c->r->text, c->r->lang,
	                 written_at(c), &said))
		return 0;
	said.given = true;
	if (said.value.rule.len == 0)
		said.value.rule = SLICE_LIT("answer-bare");
	fields[asked.at[0].field] = said;
	return 0;
}

static bool
same_value(const struct brief_field *a, const struct brief_field *b)
{
	return a->given && slice_ieq(a->value, b->value) && slice_eq(a->date, b->date) &&
	       slice_eq(a->time, b->time) && slice_eq(a->alt_date, b->alt_date);
}

/* The fields that the prompt answered by this mail asked for. */
static int
asked_fields(struct ctx *c, const struct job *j, unsigned *bits_out, struct err *e)
{
	question_list asked = {0};
	*bits_out = 0;
	if (c->answered.job != j->id)
		return 0;
	if (question_get(c->store, c->pool, j->id, c->answered.id, &asked, e) < 0)
		return -1;
	for (size_t i = 0; i < asked.len; i++)
		if (asked.at[i].field < BRIEF_FIELDS)
			*bits_out |= 1U << (unsigned)asked.at[i].field;
	return 0;
}

/*
 * Whether a new value may take the place of one that is there: when it was asked for, when it came
 * with its label or as a change of the deadline. A date that only occurs in a sentence may not.
 */
static bool
may_replace(const struct ctx *c, int f, const struct said_field *said, unsigned asked)
{
	if (asked & (1U << (unsigned)f))
		return true;
	if (f == BRIEF_DEADLINE && c->r->intent == INTENT_CHANGE_DEADLINE)
		return true;
	return slice_starts(said->value.rule, "label") || slice_starts(said->value.rule, "answer");
}

int
brief_merge(struct ctx *c, struct job *j, bool over, unsigned *changed_out, struct err *e)
{
	struct said_field fields[FIELD_COUNT];
	unsigned asked;
	memcpy(fields, c->r->fields, sizeof(fields));
	*changed_out = 0;
	if (asked_fields(c, j, &asked, e) < 0)
		return -1;
	if (merge_numbered(c, j, fields, e) < 0 || merge_bare(c, j, fields, e) < 0)
		return -1;
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		bool withheld = (c->r->withheld & (1U << (unsigned)f)) && j->state != JOB_INTAKE;
		if (!fields[f].given || withheld ||
		    (j->brief[f].given && !(over && may_replace(c, f, &fields[f], asked))))
			continue;
		if (f == BRIEF_DEADLINE && !fields[f].when.known)
			continue; /* words that name no day answer nothing */
		struct brief_field b = from_said(c, &fields[f]);
		if (b.value.len == 0 || same_value(&j->brief[f], &b))
			continue;
		if (brief_set(c->in, c->pool, j, f, &b, actor_of(c), c->now, e) < 0)
			return -1;
		*changed_out |= 1U << (unsigned)f;
	}
	return 0;
}

const struct zone *
zone_of(struct intake *in, struct slice own)
{
	char name[64];
	const struct zone *z = own.len > 0 ? zone_find(slice_cstr(own, name, sizeof(name))) : NULL;
	if (z == NULL)
		z = zone_find(in->zone);
	return z != NULL ? z : zone_utc();
}

struct calendar
calendar_in(const struct intake *in, const struct zone *z)
{
	return (struct calendar){.zone = z,
	                         .off = in->env.conf->agency.off.at,
	                         .off_count = in->env.conf->agency.off.len};
}

const struct zone *
job_zone(struct intake *in, struct pool *pool, const struct job *j)
{
	struct contact contact;
	struct client client;
	struct err e = ERR_INIT;
	char name[64];
	const struct zone *z = NULL;
	if (j->requester != 0 &&
	    contact_by_id(in->env.store, pool, j->requester, &contact, &e) == 1 &&
	    contact.zone.len > 0)
		z = zone_find(slice_cstr(contact.zone, name, sizeof(name)));
	if (z == NULL && client_by_id(in->env.store, pool, j->client, &client, &e) == 1 &&
	    client.zone.len > 0)
		z = zone_find(slice_cstr(client.zone, name, sizeof(name)));
	if (z == NULL)
		z = zone_find(in->zone);
	return z != NULL ? z : zone_utc();
}

int
job_do(struct intake *in, struct job *j, enum job_event ev, struct slice actor, int64_t message,
       struct slice why, int64_t now, struct err *e)
{
	enum job_state to;
	struct job_facts facts = {0};
	if (j->state != JOB_INTAKE && j->state != JOB_SCOPING && life_facts(in, j, &facts, e) < 0)
		return -1;
	if (job_move(j, &facts, ev, &to, e) < 0)
		return -1;
	char data[160];
	snprintf(data, sizeof(data), "{\"from\":\"%s\",\"to\":\"%s\",\"event\":\"%s\"}",
	         job_state_name(j->state), job_state_name(to), job_event_name(ev));
	struct ledger_entry entry = {.job = j->id, .at = now, .kind = "moved", .actor = actor,
	                             .message = message, .data = slice_of(data), .text = why};
	if (ledger_add(in->env.store, &entry, e) < 0)
		return -1;
	if (to == JOB_ON_HOLD)
		j->held_from = j->state;
	j->state = to;
	return job_is_over(to) ? reviews_end(in->env.store, j->id, now, e) : 0;
}
