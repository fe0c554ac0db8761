/* What a mail is for, whether it is urgent, and which wishes in it are vague. */
#include "context.h"

#include "names.h"
#include "whole.h"

static void
best_of(struct context *c, const int *score, struct found *why)
{
	int best = INTENT_OTHER;
	for (int i = 0; i < INTENT_COUNT; i++)
		if (score[i] > score[best])
			best = i;
	c->r->intent = (enum intent)best;
	c->r->intent_why = why[best];
}

static void
from_lexicon(struct context *c, const struct doc *d, int percent, int *score, struct found *why)
{
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		struct slice arg, name = SLICE_NONE;
		int64_t weight = 4;
		if (m->class != LEX_INTENT || d->tok[m->tok].flags & TOK_QUOTED)
			continue;
		arg = match_arg(d, m);
		slice_cut(&arg, ' ', &name);
		int intent = intent_of(name);
		/* "does it pass to us on payment?" asks about what the word names */
		bool asked = d->sent[d->tok[m->tok].sent].close == '?' && intent == INTENT_OTHER;
		/* "what if the job is cancelled" cancels nothing */
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		if (intent < 0 ||
		    (intent == INTENT_CANCEL && doc_find(d, LEX_CONDITION, s->tok, m->tok)))
			continue;
		if (arg.len)
			(void)slice_int(arg, &weight);
		score[intent] += (int)weight * percent / (asked ? 200 : 100);
		if (!why[intent].text.len && d == c->d)
			why[intent] = doc_found(d, m->tok, m->tok_end, match_rule(d, m));
	}
}

/* Is a work in hand that the mail can be about: a thread of ours, a version or "the draft"? */
static bool
work_in_hand(const struct context *c)
{
	return c->reply || c->docket_subject || c->version ||
	       (!c->forwarded && doc_find(c->d, LEX_DRAFT, 0, c->d->tok_count));
}

static void
from_verdict(struct context *c, bool in_hand, int *score, struct found *why)
{
	switch (c->r->verdict) {
	case VERDICT_APPROVE:
		score[INTENT_APPROVAL] += in_hand ? 7 : 4;
		why[INTENT_APPROVAL] = c->r->verdict_why;
		break;
	case VERDICT_APPROVE_WITH_CHANGES:
		score[INTENT_FEEDBACK] += in_hand ? 5 : 1;
		break;
	case VERDICT_REJECT:
		score[INTENT_REJECTION] += in_hand ? 7 : 4;
		why[INTENT_REJECTION] = c->r->verdict_why;
		break;
	case VERDICT_CHANGES:
		score[INTENT_FEEDBACK] += in_hand ? 5 : 1;
		why[INTENT_FEEDBACK] = c->r->verdict_why;
		break;
	case VERDICT_QUESTION: score[INTENT_QUESTION] += 2; break;
	case VERDICT_NONE:
	case VERDICT_COUNT: break;
	}
}

/* Is what is asked for in this reply work of its own, and all that the mail says? */
static bool
new_in_thread(const struct context *c)
{
	size_t others = 0;
	/* "Perfect, approved. We'd also like a poster." decides, "Fine. We need a logo." does not
	 */
	for (size_t i = 0; i < c->d->match_count; i++)
		if (c->d->match[i].class == LEX_APPROVE &&
		    !doc_at(c->d, LEX_APPROVER_BEFORE, c->d->match[i].tok) &&
		    !slice_is(match_arg(c->d, &c->d->match[i]), "weak") &&
		    !slice_is(match_arg(c->d, &c->d->match[i]), "ack"))
			return false;
	if ((!c->reply && !c->docket_subject) || c->review_quoted || c->version ||
	    c->question_count)
		return false;
	for (size_t i = 0; i < c->r->items.len; i++) {
		const struct found *q = &c->r->items.at[i].quote;
		others += c->r->items.at[i].kind == ITEM_CHANGE &&
			  !(c->new_why.start >= q->start && c->new_why.start < q->end);
	}
	return others == 0;
}

/* "would you also knock out a FAQ card": a thing of its own, not the draft that is in hand */
static bool
asks_another(const struct context *c)
{
	const struct doc *d = c->d;
	if (!c->strong_request || !c->deliverable_end)
		return false;
	const struct match *a = doc_at(d, LEX_ARTICLE, c->deliverable_tok);
	return doc_find(d, LEX_KIT, c->deliverable_tok, c->deliverable_end) &&
	       (d->tok[c->deliverable_tok].kind == TOK_NUMBER ||
		(a && slice_is(match_arg(d, a), "a")));
}

/* "What would you charge for a price list?": the work is named in a question only. */
static bool
asked_only(const struct context *c)
{
	const struct doc *d = c->d;
	return c->deliverable_end && d->sent[d->tok[c->deliverable_tok].sent].close == '?';
}

/*
 * Several labelled lines, or half a dozen fields told in prose, are a brief, whatever the lines look
 * like: a mail that opens a matter with it asks for the work. In a thread it takes a thing of its own
 * with more told of it than a change needs.
 */
static bool
brings_brief(const struct context *c, size_t given)
{
	enum { LABELS = 3, TOLD = 5, TOLD_IN_THREAD = 4 };
	if (c->question_count || c->version || c->review_quoted)
		return false;
	if (c->reply || c->docket_subject)
		return given >= TOLD_IN_THREAD && asks_another(c);
	return __builtin_popcount(c->labelled) >= LABELS || given >= TOLD;
}

/* A reply whose lines open with labels of a brief answers what was asked, quoted or not. */
static bool
answers_by_label(struct context *c)
{
	if (!c->reply || c->question_count || c->version || c->review_quoted ||
	    __builtin_popcount(c->labelled) < 2)
		return false;
	c->asked |= c->labelled;
	return true;
}

/* "Logo??" and a vague wish: the subject names the work. */
static bool
subject_names_work(const struct context *c)
{
	enum { TITLE_WORDS = 6 };
	const struct doc *s = c->subject;
	return !c->reply && !c->docket_subject && s->tok_count && s->tok_count <= TITLE_WORDS &&
	       doc_find(s, LEX_KIT, 0, s->tok_count) && !doc_find(s, LEX_INTENT, 0, s->tok_count);
}

void
intent_read(struct context *c)
{
	int score[INTENT_COUNT] = {0};
	struct found why[INTENT_COUNT] = {{{0}, 0, 0, {0}}};
	const struct doc *d = c->d;
	size_t questions = 0, changes = 0, given = 0;
	for (size_t i = 0; i < d->sent_count; i++)
		questions += d->sent[i].close == '?';
	for (size_t i = 0; i < c->r->items.len; i++)
		changes += c->r->items.at[i].kind != ITEM_QUESTION;
	for (int f = 0; f < FIELD_COUNT; f++)
		given += c->r->fields[f].given;
	from_lexicon(c, d, 100, score, why);
	from_lexicon(c, c->subject, 50, score, why);
	bool in_hand = work_in_hand(c), known = c->reply || c->docket_subject;
	from_verdict(c, in_hand, score, why);
	if (c->question_count && (c->r->answers.len || given)) {
		score[INTENT_INFO] += 12;
		why[INTENT_INFO] = (struct found){.rule = SLICE_LIT("answers a prompt")};
	} else if (c->question_count && !changes)
		score[INTENT_INFO] += 5;
	if (answers_by_label(c)) {
		score[INTENT_INFO] += 9;
		why[INTENT_INFO] = (struct found){.rule = SLICE_LIT("labels of a brief")};
	}
	/* "Audience is parents. Size A4. I sign it off.": several fields and no wish */
	enum { FIELDS_TOLD = 3 };
	if (c->reply && !c->version && !c->review_quoted && !c->strong_request &&
	    given >= FIELDS_TOLD - (score[INTENT_INFO] > 0) && !questions)
		score[INTENT_INFO] += 6;
	/* "the drafts": what is asked for beside a word on them is done to them */
	bool judged = in_hand && !known && !asks_another(c) &&
		      (c->r->verdict == VERDICT_CHANGES || c->r->verdict == VERDICT_REJECT);
	if (c->strong_request) {
		score[INTENT_REQUEST] += c->docket_subject || c->review_quoted || judged ? 3 : 6;
		why[INTENT_REQUEST] = c->request_why;
	}
	if (brings_brief(c, given)) {
		score[INTENT_REQUEST] += 8;
		score[INTENT_CHANGE_DEADLINE] /= 2;
		score[INTENT_STATUS] /= 2;
		if (!why[INTENT_REQUEST].text.len && !why[INTENT_REQUEST].rule.len)
			why[INTENT_REQUEST].rule = SLICE_LIT("brings a brief");
	}
	/* in the thread of a job that is in no review: new work, not a word on the old one */
	c->asks_new = c->asks_new && new_in_thread(c);
	if (c->asks_new) {
		score[INTENT_REQUEST] += 8;
		c->r->scope = true;
	}
	if (!in_hand && given >= 2)
		score[INTENT_REQUEST] += given > 2 ? 6 : 2;
	if (!c->reply && !judged && c->r->fields[FIELD_DELIVERABLE].given)
		score[INTENT_REQUEST] += 2;
	/* a vague wish with no job in hand asks for one: "surprise us" */
	if (!c->reply && !c->docket_subject && c->r->vague.len)
		score[INTENT_REQUEST] += 4;
	bool elsewhere = score[INTENT_OTHER] || score[INTENT_CANCEL] || score[INTENT_STATUS] ||
			 score[INTENT_CHANGE_DEADLINE];
	if (!in_hand && subject_names_work(c) && !elsewhere &&
	    (c->r->vague.len || (given && !questions)))
		score[INTENT_REQUEST] += given > 1 ? 5 : 3;
	if (in_hand && !known && !c->strong_request)
		score[INTENT_FEEDBACK] += 3;
	if (known && changes)
		score[INTENT_FEEDBACK] += changes > 2 ? 4 : 2;
	else if (changes > 1 && !c->strong_request)
		score[INTENT_FEEDBACK] += 1;
	/* a job in hand, a date called its deadline and hardly anything else */
	if ((c->reply || c->docket_subject) && !c->strong_request && !c->question_count &&
	    changes <= 1 && c->deadline_score >= 4)
		score[INTENT_CHANGE_DEADLINE] += 4;
	/* under our mail, its label typed and nothing else: the answer, or another date */
	if ((c->reply || c->docket_subject) && !c->question_count && c->only_deadline)
		score[INTENT_CHANGE_DEADLINE] += 4;
	/* in a review "Love it. Could the green be darker?" is more than a question */
	bool later = d->sent_count <= 2 && (doc_find(d, LEX_DEFER, 0, d->tok_count) ||
					    doc_find(d, LEX_OTHERS, 0, d->tok_count));
	bool on_version = (c->reply || c->docket_subject) && c->version && !later;
	bool mixed = on_version && questions && questions < d->sent_count;
	if (on_version && d->sent_count > 1)
		score[INTENT_FEEDBACK] += mixed ? 4 : 2;
	if (questions) {
		score[INTENT_QUESTION] += mixed ? 1 : c->reply || score[INTENT_STATUS] ? 3 : 4;
		if (!why[INTENT_QUESTION].text.len)
			why[INTENT_QUESTION].rule = SLICE_LIT("a question");
	}
	if (c->mail->class != MAIL_HUMAN && c->mail->class != MAIL_LIST)
		score[INTENT_OTHER] += 20;
	score[INTENT_OTHER] += 1;
	/* "the fair is on the 24th, I need a flyer a week earlier": nothing was agreed yet */
	if (!known && !in_hand && asks_another(c)) {
		score[INTENT_CHANGE_DEADLINE] = 0;
		score[INTENT_STATUS] /= 2;
	}
	/* "Time for a new logo! What would it cost?": who orders work asks for its price, too */
	if (!known && !in_hand && asks_another(c) && !asked_only(c) &&
	    score[INTENT_QUESTION] >= score[INTENT_REQUEST])
		score[INTENT_QUESTION] = score[INTENT_REQUEST] - 1;
	best_of(c, score, why);
	whole_intent(c, score);
	c->r->requests = 0;
	size_t jobs = c->r->jobs.len;
	if (c->r->intent == INTENT_REQUEST)
		c->r->requests = jobs ? (unsigned)jobs : 1;
	else if (c->r->scope && jobs)
		c->r->requests = (unsigned)jobs;
	else if (c->r->scope)
		c->r->requests = 1;
}

/* Within two working days of the mail's own day. */
static bool
is_soon(const struct context *c)
{
	const struct when *w = &c->r->fields[FIELD_DEADLINE].when;
	if (!c->r->fields[FIELD_DEADLINE].given || !w->known)
		return false;
	int64_t now = day_number(c->clue.now.year, c->clue.now.month, c->clue.now.day);
	int64_t due = day_number(w->year, w->month, w->day);
	int work = 0;
	if (due < now)
		return false;
	for (int64_t day = now + 1; day <= due && work < 4; day++)
		work += day_week(day) < 5;
	return work <= 2;
}

void
urgent_read(struct context *c)
{
	const struct doc *d = c->d;
	const struct match *m = doc_find(d, LEX_URGENT, 0, d->tok_count);
	if (m && !doc_find(d, LEX_NOT_URGENT, 0, d->tok_count))
		c->r->urgent = true;
	if (doc_find(c->subject, LEX_URGENT, 0, c->subject->tok_count))
		c->r->urgent = true;
	if (c->r->intent == INTENT_REQUEST || c->r->intent == INTENT_INFO ||
	    c->r->intent == INTENT_CHANGE_DEADLINE)
		c->r->urgent = c->r->urgent || is_soon(c);
}

enum { VAGUE_REACH = 2 };

void
vague_read(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count && c->r->vague.len < 20; i++) {
		const struct match *m = &d->match[i];
		if (m->class == LEX_SCOPE || m->class == LEX_NEW_WORK)
			c->r->scope = true;
		if (m->class != LEX_VAGUE || d->tok[m->tok].flags & TOK_QUOTED)
			continue;
		/* "something fresh with a wow effect" is one wish */
		size_t end = m->tok_end;
		for (size_t k = i + 1; k < d->match_count && !doc_at(d, LEX_JOIN, end); k++) {
			const struct match *x = &d->match[k];
			if (x->tok > end + VAGUE_REACH ||
			    d->tok[x->tok].sent != d->tok[m->tok].sent)
				break;
			if (x->class == LEX_VAGUE && x->tok_end > end &&
			    !(x->tok > end && d->tok[end].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH)))
				end = x->tok_end;
		}
		struct slice text = doc_found(d, m->tok, end, SLICE_NONE).text;
		bool inside = false;
		for (size_t k = 0; k < c->r->vague.len; k++)
			inside = inside || slice_has(c->r->vague.at[k], pool_cstr(c->pool, text));
		if (!inside)
			VEC_ADD(&c->r->vague, c->pool, text);
	}
}
