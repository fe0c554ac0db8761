/*
 * Who signs off: the person that stands nearest to words of approval, as a name, a role ("my boss")
 * or the sender ("I").
 */
#include "person.h"

enum { NAME_REACH = 10 };

bool
approver_is_sender(const struct doc *d, size_t from, size_t to)
{
	if (from >= to || !person_is_me(d, from))
		return false;
	for (size_t k = from + 1; k < to; k++)
		if (!person_is_me(d, k) && !doc_at(d, LEX_APPROVER_TAIL, k))
			return false;
	return true;
}

struct person {
	struct found found;
	bool self;
	bool low; /* the mail is written without capitals, names too */
};

/* "I'll sign it off myself": from the sender's word to the end of what they say about it. */
static size_t
self_end(const struct doc *d, size_t tok)
{
	/* of the sentence of the words before: they may end it */
	size_t k = tok, end = d->sent[d->tok[tok ? tok - 1 : 0].sent].tok_end;
	while (k < end && doc_at(d, LEX_APPROVER_TAIL, k) &&
	       !(d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN)))
		k = doc_at(d, LEX_APPROVER_TAIL, k)->tok_end;
	return k;
}

/* "Ken and I" are more than the sender. */
static bool
with_others(const struct doc *d, size_t me, const struct match *m, struct person *out)
{
	size_t first = d->sent[d->tok[me].sent].tok;
	if (me < first + 2 || !doc_at(d, LEX_JOIN, me - 1) || !person_name_at(d, me - 2))
		return false;
	out->found = doc_found(d, person_start(d, me - 2, first), me + 1, match_rule(d, m));
	return true;
}

/* "karen signs off", "nico and sunniva both approve", in a mail without capitals. */
static bool
low_subject(const struct doc *d, size_t t, size_t at, bool low)
{
	enum { BETWEEN = 2 };
	if (at - t > BETWEEN + 1 || !person_low_at(d, t, low))
		return false;
	for (size_t k = t + 1; k < at; k++)
		if (d->match_at[k] == d->match_at[k + 1])
			return false;
	return t == d->sent[d->tok[t].sent].tok || d->tok[t].gap || doc_at(d, LEX_JOIN, t - 1) ||
	       at == t + 1;
}

/* "Dr. Kapoor wants a brochure. ... he'll approve it": the last person named before. */
static bool
named_before(const struct doc *d, size_t first, const struct match *m, struct person *out)
{
	enum { LOOK_BACK = 60 };
	size_t reach = first > LOOK_BACK ? first - LOOK_BACK : 0;
	for (size_t t = m->tok; t > reach; t--) {
		if (!person_name_at(d, t - 1) || doc_at(d, LEX_GREETING, t - 1))
			continue;
		size_t begin = d->sent[d->tok[t - 1].sent].tok;
		if (doc_at(d, LEX_GREETING, begin) ||
		    d->sent[d->tok[t - 1].sent].tok_end < begin + 4)
			continue; /* "Hi Maya," names the reader */
		out->found = doc_found(d, person_start(d, t - 1, begin), t, match_rule(d, m));
		return true;
	}
	return false;
}

/* The subject of the words of approval m. */
static bool
person_before(const struct doc *d, const struct match *m, struct person *out)
{
	size_t first = d->sent[d->tok[m->tok].sent].tok, at = m->tok;
	size_t reach = at > first + NAME_REACH ? at - NAME_REACH : first;
	for (size_t k = at; k > reach; k--) {
		size_t t = k - 1;
		if (person_is_me(d, t)) {
			if (with_others(d, t, m, out))
				return true;
			/* "I need it before it goes out" approves nothing */
			if (slice_is(match_arg(d, m), "named"))
				return false;
			out->found = doc_found(d, t, self_end(d, m->tok_end), match_rule(d, m));
			out->self = true;
			return true;
		}
		if (doc_at(d, LEX_APPROVER_NOT, t)) {
			bool named = t > first && (person_at(d, t - 1));
			if (!named)
				return false;
			continue;
		}
		if (doc_at(d, LEX_APPROVER_BACK, t))
			return named_before(d, first, m, out);
		if (!person_at(d, t) && !low_subject(d, t, at, out->low))
			continue;
		/* "Kerensa's call": the person person_owns it */
		bool owner = slice_is(match_arg(d, m), "owner");
		size_t cut = person_owns(doc_word(d, t));
		if (owner && (!cut || t + 1 != at))
			return false;
		size_t from = person_start(d, t, first), to = person_tail(d, k, at);
		/* "Tom, approve this": spoken to */
		bool spoken_to = from == first && k == at && d->tok[at].gap & GAP_COMMA;
		for (size_t i = from + 1; i < k; i++)
			spoken_to = spoken_to && !(d->tok[i].gap & GAP_COMMA);
		if (spoken_to)
			return false;
		out->found = doc_found_bytes(d, d->tok[from].start,
					     bracket_stop(d, from, to) - (to == k ? cut : 0),
					     match_rule(d, m));
		return true;
	}
	return false;
}

/* The person named behind token `from`, up to `limit`. */
static bool
person_after(const struct doc *d, size_t from, size_t limit, struct slice rule, struct person *out)
{
	size_t k = from, role = 0;
	if (from >= limit)
		return false;
	if (person_is_me(d, from)) {
		out->found = doc_found(d, from, self_end(d, from + 1), rule);
		out->self = true;
		return true;
	}
	while (k < limit && k - from < PERSON_ROLE_WORDS && !person_at(d, k) &&
	       !(k > from && d->tok[k].gap & ~(unsigned)GAP_LINE) && !doc_at(d, LEX_VERB, k))
		k++;
	bool low = person_low_at(d, from, out->low);
	if (k >= limit || !person_at(d, k)) {
		if (!low)
			return false;
		k = from;
	} else if (k > from && !doc_at(d, LEX_ARTICLE, from) &&
		   !doc_at(d, LEX_APPROVER_TAIL, from)) {
		return false;
	}
	size_t start = doc_at(d, LEX_ARTICLE, from) ? from : k;
	for (role = k++; k < limit && k - role < PERSON_NAME_WORDS; k++) {
		if (d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_LINE | GAP_DASH | GAP_OPEN))
			break;
		if (person_at(d, k))
			continue;
		if (!(k + 1 < limit && doc_at(d, LEX_JOIN, k) &&
		      (person_name_at(d, k + 1) || person_is_me(d, k + 1))))
			break;
		k++;
	}
	size_t tail = person_tail(d, k, limit);
	/* "sign-off is Hannah's", but "the Dean's office" */
	bool ends = tail == k && (k >= limit || d->tok[k].gap & ~(unsigned)GAP_LINE);
	size_t cut = ends ? person_owns(doc_word(d, k - 1)) : 0;
	out->found =
		doc_found_bytes(d, d->tok[start].start, bracket_stop(d, start, tail) - cut, rule);
	return true;
}

static struct said_field
person_said(const struct person *p)
{
	return (struct said_field){.given = p->found.text.len > 0,
				   .self = p->self,
				   .value = p->found,
				   .when = {.hour = -1}};
}

bool
approver_in_answer(const struct doc *d, size_t limit, struct said_field *out)
{
	enum { SHORT = 5 };
	struct slice rule = SLICE_LIT("answer: a name");
	struct person p = {.low = person_low(d)};
	for (size_t t = 0; t < limit && !p.found.text.len; t++)
		if (person_is_me(d, t) ||
		    (doc_at(d, LEX_ARTICLE, t) && t + 1 < limit && person_is_role(d, t + 1)) ||
		    person_at(d, t))
			(void)person_after(d, t, limit, rule, &p);
	/* "karen": a bare word is the name asked for; a sentence without a person is none */
	if (!p.found.text.len && limit <= SHORT && !doc_find(d, LEX_VERB, 0, limit) &&
	    !doc_find(d, LEX_APPROVE, 0, limit) && !doc_find(d, LEX_CLOSING, 0, limit))
		p.found = doc_found(d, 0, limit, rule);
	*out = person_said(&p);
	return out->given;
}

bool
approver_in_clause(const struct doc *d, size_t from, size_t to, struct slice rule,
		   struct said_field *out)
{
	struct person p = {.low = person_low(d)};
	for (size_t t = from; t < to && !p.found.text.len; t++)
		if ((doc_at(d, LEX_ARTICLE, t) && t + 1 < to && person_is_role(d, t + 1)) ||
		    (t > from && person_at(d, t)) || (t == from && person_name_at(d, t)))
			(void)person_after(d, t, to, rule, &p);
	for (size_t t = from; t < to && !p.found.text.len; t++)
		if (person_is_me(d, t))
			(void)person_after(d, t, to, rule, &p);
	*out = person_said(&p);
	return out->given;
}

/* "I cannot tell you yet which of the trustees will sign": nobody is named in these words. */
static bool
not_told(const struct doc *d, size_t at)
{
	const unsigned marks = GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_STOP;
	size_t k = at, first = d->sent[d->tok[at].sent].tok;
	while (k > first && !(d->tok[k].gap & marks) && !doc_at(d, LEX_UNKNOWN, k - 1))
		k--;
	return k > first && !(d->tok[k].gap & marks);
}

static bool
person_of(const struct doc *d, const struct match *m, struct person *out)
{
	if (m->class == LEX_APPROVER_BEFORE)
		return person_before(d, m, out);
	if (m->class == LEX_APPROVER_AFTER)
		return person_after(d, m->tok_end, d->sent[d->tok[m->tok].sent].tok_end,
				    match_rule(d, m), out);
	if (person_is_me(d, m->tok) && with_others(d, m->tok, m, out))
		return true;
	/* "approval comes from me": the last word is the person */
	size_t from = person_is_me(d, m->tok_end - 1) ? m->tok_end - 1 : m->tok;
	if (from == m->tok && from > d->sent[d->tok[from].sent].tok && person_is_me(d, from - 1))
		from--;
	out->self = true;
	out->found = doc_found(d, from, self_end(d, m->tok_end), match_rule(d, m));
	return true;
}

void
fields_approver(struct context *c)
{
	const struct doc *d = c->d;
	struct said_field *out = &c->r->fields[FIELD_APPROVER];
	bool last_word = false, low = person_low(d);
	if (out->given)
		return;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if ((m->class != LEX_APPROVER_BEFORE && m->class != LEX_APPROVER_AFTER &&
		     m->class != LEX_APPROVER_SELF) ||
		    m != doc_at(d, m->class, m->tok))
			continue;
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		struct person p = {.low = low};
		/* "he doesn't approve" */
		size_t near = m->tok > s->tok + 2 ? m->tok - 2 : s->tok;
		bool denied = false;
		if (m->class == LEX_APPROVER_AFTER) /* "who owns approval is TBD" */
			denied = m->tok_end < s->tok_end && doc_at(d, LEX_UNKNOWN, m->tok_end);
		else if (m->class == LEX_APPROVER_BEFORE)
			denied = doc_find(d, LEX_NEGATION, near, m->tok) || not_told(d, m->tok);
		else if (m->class == LEX_APPROVER_SELF) /* "not sure yet, me or my dad" */
			denied = doc_find(d, LEX_UNKNOWN, s->tok, m->tok) ||
				 (m->tok_end < s->tok_end && doc_at(d, LEX_NEGATION, m->tok_end));
		bool found = s->close != '?' && !denied && person_of(d, m, &p);
		/* "Ken and I approve, Ken has the final call" */
		bool final = slice_is(match_arg(d, m), "final");
		if (!found || (out->given && (last_word || !final)))
			continue;
		*out = person_said(&p);
		last_word = final;
	}
}

/*
 * Who is named in a sentence that speaks of approval, however it is built: "nothing goes to print
 * before Jo has nodded"; or the sender, when nobody else is. Only where no rule above found one.
 */
void
fields_approver_open(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		struct person p = {.low = false};
		if (m->class != LEX_SIGN || d->tok[m->tok].flags & TOK_QUOTED || s->close == '?' ||
		    doc_find_in(d, LEX_UNKNOWN, s) || doc_find_in(d, LEX_GREETING, s) ||
		    (m->tok > s->tok && doc_at(d, LEX_APPROVER_NOT, m->tok - 1)))
			continue; /* "who has to say yes" */
		size_t last = s->tok_end;
		for (size_t t = m->tok; t > s->tok && last == s->tok_end; t--)
			if (person_name_at(d, t - 1) ||
			    (person_is_role(d, t - 1) && t > s->tok + 1 &&
			     doc_at(d, LEX_ARTICLE, t - 2)))
				last = t - 1;
		if (last < s->tok_end) {
			size_t from = person_start(d, last, s->tok);
			size_t to = person_tail(d, last + 1, m->tok);
			size_t cut = to == last + 1 ? person_owns(doc_word(d, last)) : 0;
			p.found = doc_found_bytes(d, d->tok[from].start, d->tok[to - 1].end - cut,
						  match_rule(d, m));
		}
		for (size_t t = m->tok_end; t < s->tok_end && !p.found.text.len; t++)
			if (person_name_at(d, t) ||
			    (person_is_role(d, t) && doc_at(d, LEX_ARTICLE, t - 1)))
				(void)person_after(d, doc_at(d, LEX_ARTICLE, t - 1) ? t - 1 : t,
						   s->tok_end, match_rule(d, m), &p);
		if (!p.found.text.len)
			continue;
		c->r->fields[FIELD_APPROVER] = person_said(&p);
		return;
	}
}
