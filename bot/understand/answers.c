/*
 * Answers to docket's numbered questions: under the quoted question, by number ("1) landing page
 * 3b 4 next Thu"), or as prose. What a question asks for is told by its words (class "prompt").
 */
#include "context.h"

#include "docket/base/utf8.h"

#include "names.h"

enum { QUOTED_MAX = 16 * 1024 };

/* "2. Who is it for?" in a line with its quote marks taken off. */
static bool
numbered(struct slice line, unsigned *number, struct slice *rest)
{
	size_t k = 0, n = 0;
	line = slice_trim(line);
	while (line.len && (line.data[0] == '>' || line.data[0] == ' ' || line.data[0] == '*'))
		line = slice_sub(line, 1, line.len);
	while (k < line.len && k < 2 && line.data[k] >= '0' && line.data[k] <= '9')
		n = n * 10 + (size_t)(line.data[k++] - '0');
	if (!k || !n || k + 1 >= line.len || (line.data[k] != '.' && line.data[k] != ')') ||
	    line.data[k + 1] != ' ')
		return false;
	*number = (unsigned)n;
	*rest = slice_trim(slice_sub(line, k + 1, line.len));
	return true;
}

static int
asked_field(struct context *c, struct slice question)
{
	struct doc *d = doc_asking(c->u, c->pool, utf8_cut(question, 300), -1);
	for (int pass = 0; pass < 2; pass++) {
		const struct match *m =
			d->tok_count ? doc_find(d, LEX_PROMPT, 0, d->tok_count) : NULL;
		if (m)
			return field_of(match_arg(d, m));
		if (d->lang == c->d->lang)
			break;
		d = doc_asking(c->u, c->pool, utf8_cut(question, 300), c->d->lang);
	}
	return -1;
}

static void
ask_about(struct context *c, struct slice field, struct slice text)
{
	int f = field_of(field);
	for (size_t i = 0; i < c->question_count; i++)
		if (c->question[i].field == f)
			return;
	if (f >= 0 && c->question_count < QUESTIONS_MAX)
		c->question[c->question_count++] = (struct prompt_question){0, f, text};
}

/* How many fields the matches of a sentence ask for. */
static size_t
prompts_in(const struct doc *q, size_t from, size_t to)
{
	unsigned fields = 0;
	size_t count = 0;
	for (size_t k = from; k < to; k++) {
		int f = q->match[k].class == LEX_PROMPT ? field_of(match_arg(q, &q->match[k])) : -1;
		count += f >= 0 && !(fields & FIELD_BIT(f));
		fields |= f >= 0 ? FIELD_BIT(f) : 0;
	}
	return count;
}

/* A member's own prompt: "Target group? Date?", "we still need the size and who approves". */
static void
unnumbered(struct context *c)
{
	const struct doc *q = c->quoted;
	bool open = false, waits = false;
	uint32_t open_para = 0;
	/* a mail about a version asks for a verdict, whatever its words */
	if (!c->reply || c->version || version_in(q, true))
		return;
	for (size_t i = 0; i < q->sent_count; i++) {
		const struct sentence *s = &q->sent[i];
		const struct match *lead = doc_find_in(q, LEX_PROMPT_LEAD, s);
		size_t from = s->tok;
		if (lead) {
			open = true;
			open_para = s->para;
			from = s->close == '?' ? s->tok : lead->tok_end;
		}
		/* "Three blanks on the emails. Audience, offer, and a date." */
		bool listed = open && ((s->para == open_para && (s->bullet || waits)) ||
				       (s->bullet && s->para <= open_para + 1));
		if (!lead && s->close != '?' && !listed)
			continue;
		size_t before = c->question_count;
		for (size_t k = s->match; k < s->match_end; k++)
			if (q->match[k].class == LEX_PROMPT && q->match[k].tok >= from)
				ask_about(c, match_arg(q, &q->match[k]),
					  slice_sub(q->text, s->start, s->end));
		/* "target group, date and approval are missing" */
		bool none = lead && c->question_count == before &&
			    prompts_in(q, s->match, s->match_end) > 1;
		for (size_t k = s->match; none && k < s->match_end; k++)
			if (q->match[k].class == LEX_PROMPT && q->match[k].tok < lead->tok)
				ask_about(c, match_arg(q, &q->match[k]),
					  slice_sub(q->text, s->start, s->end));
		waits = lead && c->question_count == before;
	}
}

void
answers_prompt(struct context *c)
{
	struct slice rest = utf8_cut(c->mail->quoted, QUOTED_MAX), line, text;
	unsigned number;
	struct prompt_question *last = NULL;
	while (slice_line(&rest, &line) && c->question_count < QUESTIONS_MAX) {
		if (numbered(line, &number, &text)) {
			last = &c->question[c->question_count++];
			*last = (struct prompt_question){number, -1, text};
		} else if (last && !slice_ends(last->text, "?") && !slice_blank(line)) {
			struct slice more = slice_trim(line);
			while (more.len && (more.data[0] == '>' || more.data[0] == ' '))
				more = slice_sub(more, 1, more.len);
			last->text = pool_slicef(c->pool, "%.*s %.*s", SLICE_ARG(last->text),
						 SLICE_ARG(more));
		} else {
			last = NULL;
		}
	}
	if (!c->question_count && !c->review_quoted)
		unnumbered(c);
	for (size_t i = 0; i < c->question_count; i++) {
		if (c->question[i].field >= 0)
			continue;
		c->question[i].field = asked_field(c, c->question[i].text);
	}
	for (size_t i = 0; i < c->question_count; i++)
		if (c->question[i].field >= 0)
			c->asked |= FIELD_BIT(c->question[i].field);
	/* a list of changes is numbered too: a prompt asks for at least one field, and where a
	 * version is spoken of, with a question mark */
	bool marked = !c->review_quoted && !c->version && !version_in(c->quoted, true);
	for (size_t i = 0; i < c->question_count; i++)
		marked = marked || slice_index(c->question[i].text, '?') >= 0;
	if (!c->asked || !marked) {
		c->question_count = 0;
		c->asked = 0;
	}
}

static void
keep_answer(struct context *c, unsigned number, struct slice question, struct slice text)
{
	text = slice_trim(text);
	if (!text.len || c->r->answers.len >= READING_LIST_MAX)
		return;
	VEC_ADD(&c->r->answers, c->pool,
		((struct said_answer){number, utf8_cut(question, READING_SHORT_MAX),
				      utf8_cut(text, READING_SHORT_MAX)}));
}

static void
take(struct context *c, int field, struct slice text, size_t start, const char *rule)
{
	struct said_field got;
	if (field < 0 || c->r->fields[field].given)
		return;
	if (!understand_answer(c->u, c->pool, (enum field)field, text, c->r->lang, c->clue.now,
			       &got))
		return;
	/* offsets are of the answer: move them to the text */
	if (start + text.len <= c->d->text.len) {
		got.value.start += start;
		got.value.end += start;
	} else {
		got.value.start = got.value.end = 0;
	}
	got.value.rule = slice_of(rule);
	if (field == FIELD_DEADLINE && got.when.known) {
		/* once more with the sender's own clues to 03/04 */
		struct said_field again;
		size_t from = doc_tok_at(c->d, start), to = doc_tok_at(c->d, start + text.len);
		if (start + text.len <= c->d->text.len &&
		    field_deadline_in(c, c->d, from, to, &again)) {
			again.value.rule = slice_of(rule);
			got = again;
		}
	}
	c->r->fields[field] = got;
}

/* The question that a quoted stretch ends with. */
static const struct prompt_question *
question_in(const struct context *c, struct slice quoted)
{
	const struct prompt_question *best = NULL;
	struct slice line, text;
	unsigned number;
	while (slice_line(&quoted, &line)) {
		if (!numbered(line, &number, &text))
			continue;
		for (size_t i = 0; i < c->question_count; i++)
			if (c->question[i].number == number)
				best = &c->question[i];
	}
	return best;
}

static void
inline_answers(struct context *c)
{
	for (size_t i = 0; i < c->mail->answers.len && i < READING_LIST_MAX; i++) {
		const struct inline_answer *a = &c->mail->answers.at[i];
		const struct prompt_question *q = question_in(c, a->question);
		keep_answer(c, q ? q->number : 0, a->question, a->answer);
		int field = q ? q->field : asked_field(c, a->question);
		if (q || c->question_count)
			take(c, field, a->answer, a->answer_start, "answer under the question");
	}
}

/* Does the sender say that the answers stand in the quoted text ("see my answers in blue")? */
static bool
points_below(const struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++)
		if (d->match[i].class == LEX_INTENT &&
		    slice_starts(match_arg(d, &d->match[i]), "info"))
			return true;
	return false;
}

/*
 * Answers written into a quotation that has no marks ("From: ... Sent: ..."): what stands below a
 * question there is an answer when the sender says so. Their words are not in the new text.
 */
static void
answers_in_quote(struct context *c)
{
	struct slice rest = utf8_cut(c->mail->quoted, QUOTED_MAX), line, text,
		     question = SLICE_NONE;
	unsigned number = 0, asked = 0;
	int field = -1;
	if (!c->question_count || !points_below(c))
		return;
	while (slice_line(&rest, &line) && asked <= QUESTIONS_MAX) {
		line = slice_trim(line);
		if (line.len && line.data[0] == '>')
			return; /* there the marks tell what is quoted */
		if (!line.len)
			continue;
		bool counted = numbered(line, &number, &text);
		if (counted || slice_ends(line, "?")) {
			question = line;
			asked++;
			field = asked_field(c, counted ? text : line);
			number = counted ? number : 0;
			continue;
		}
		if (!question.len)
			continue;
		keep_answer(c, number, question, line);
		take(c, field, line, c->d->text.len + 1, "answer in the quoted question");
		question = SLICE_NONE;
	}
}

struct mark {
	unsigned number;
	size_t start, end; /* of the answer's text */
};

/* The number that the line beginning with token t answers: "2. A5", "to 2: A5", "Q2 - A5". */
static unsigned
line_number(const struct doc *d, size_t t, size_t *start)
{
	const struct sentence *s = &d->sent[d->tok[t].sent];
	bool opens = t == s->tok && s->first_in_line;
	if (opens && s->number) {
		*start = s->start;
		return s->number;
	}
	size_t k = t + 1;
	/* lines that look like wrapped prose are joined: the break is still there */
	bool breaks =
		t && slice_index(slice_sub(d->text, d->tok[t - 1].end, d->tok[t].start), '\n') >= 0;
	if ((!opens && !breaks) || !doc_at(d, LEX_ANSWER_TO, t) || k + 1 >= d->tok_count ||
	    d->tok[k].kind != TOK_NUMBER || d->tok[k].digits > 2 ||
	    !(d->tok[k + 1].gap & ~(unsigned)(GAP_LINE | GAP_PARA)))
		return 0;
	*start = d->tok[k + 1].start;
	return (unsigned)d->tok[k].value;
}

/*
 * Numbers that open answers. A line that begins with "2." or "2)" or, in one line, numbers that
 * run upwards, the first at the beginning.
 */
static size_t
find_marks(const struct context *c, struct mark *marks)
{
	const struct doc *d = c->d;
	size_t count = 0, lines = 0;
	for (size_t t = 0; t < d->tok_count && count < QUESTIONS_MAX; t++) {
		size_t start;
		unsigned number = line_number(d, t, &start);
		if (!number)
			continue;
		if (count)
			marks[count - 1].end = d->tok[t - 1].end;
		marks[count++] = (struct mark){number, start, 0};
		lines++;
	}
	if (lines > 1 || (lines == 1 && !c->question_count)) {
		for (size_t k = 0; k < count; k++) {
			size_t s = d->tok[doc_tok_at(d, marks[k].start)].sent;
			size_t e = s;
			while (e + 1 < d->sent_count && d->sent[e + 1].para == d->sent[s].para)
				e++;
			/* up to the next number or the end of the paragraph */
			if (!marks[k].end || marks[k].end > d->sent[e].end)
				marks[k].end = d->sent[e].end;
		}
		return count;
	}
	if (!c->question_count || !d->sent_count)
		return 0;
	/* one line: "1) landing page 3b 4 next Thu" */
	unsigned before = lines ? marks[0].number : 0;
	size_t line_stop = d->sent[0].end;
	if (!before) {
		if (!d->tok_count || d->tok[0].kind != TOK_NUMBER || d->tok[0].value != 1)
			return 0;
		before = 1;
		count = 0;
		marks[count++] = (struct mark){1, d->tok[0].end, 0};
	}
	for (size_t i = 0; i < d->sent_count && d->sent[i].line == d->sent[0].line; i++)
		line_stop = d->sent[i].end;
	for (size_t t = 1; t < d->tok_count && d->tok[t].start < line_stop && count < QUESTIONS_MAX;
	     t++) {
		if (d->tok[t].kind != TOK_NUMBER || d->tok[t].digits > 2 ||
		    d->tok[t].value <= (int32_t)before || d->tok[t].value > (int32_t)before + 3)
			continue;
		bool known = false;
		for (size_t q = 0; q < c->question_count; q++)
			known = known || (int32_t)c->question[q].number == d->tok[t].value;
		char next = d->tok[t].end < d->text.len ? d->text.data[d->tok[t].end] : ' ';
		char next2 =
			d->tok[t].end + 1 < d->text.len ? d->text.data[d->tok[t].end + 1] : ' ';
		bool letter = next >= 'a' && next <= 'f' && (next2 == ' ' || next2 == ',');
		bool mark = next == ')' || next == ' ' || next == '.' || next == ':' || letter;
		if (!known || !mark || d->tok[t].sep == '/' || d->tok[t].sep == ':')
			continue;
		marks[count - 1].end = d->tok[t].start;
		before = (unsigned)d->tok[t].value;
		/* "3b" is the choice b of question 3 */
		marks[count++] = (struct mark){
			before, letter ? d->tok[t].end : d->tok[t].end + (next != ' '), 0};
	}
	if (count)
		marks[count - 1].end = line_stop;
	return count > 1 || lines ? count : 0;
}

static struct slice
trim_answer(struct slice s, size_t *start)
{
	while (s.len && strchr(" \t\n,;:.)-", s.data[0])) {
		s = slice_sub(s, 1, s.len);
		++*start;
	}
	while (s.len && strchr(" \t\n,;", s.data[s.len - 1]))
		s.len--;
	return s;
}

static void
numbered_answers(struct context *c)
{
	struct mark marks[QUESTIONS_MAX];
	size_t count = find_marks(c, marks);
	for (size_t i = 0; i < count; i++) {
		size_t start = marks[i].start;
		struct slice text = trim_answer(slice_sub(c->d->text, start, marks[i].end), &start);
		const struct prompt_question *q = NULL;
		for (size_t k = 0; k < c->question_count; k++)
			if (c->question[k].number == marks[i].number)
				q = &c->question[k];
		keep_answer(c, marks[i].number, q ? q->text : SLICE_NONE, text);
		if (q)
			take(c, q->field, text, start, "answer by number");
	}
}

/* Prose: what the rules of prose did not find, when only one question was asked. */
static void
lone_answer(struct context *c)
{
	const struct doc *d = c->d;
	if (c->question_count != 1 || c->r->answers.len || !d->sent_count ||
	    d->sent[0].close == '?')
		return;
	keep_answer(c, 0, c->question[0].text,
		    slice_sub(d->text, d->sent[0].start, d->sent[0].end));
	take(c, c->question[0].field, slice_sub(d->text, d->sent[0].start, d->sent[0].end),
	     d->sent[0].start, "answer to the only question");
}

void
answers_read(struct context *c)
{
	inline_answers(c);
	if (!c->r->answers.len)
		answers_in_quote(c);
	if (!c->r->answers.len)
		numbered_answers(c);
	lone_answer(c);
}
