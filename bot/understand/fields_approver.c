/*
 * Who signs off: the person that stands nearest to words of approval, as a name, a role ("my boss")
 * or the sender ("I").
 */
#include "context.h"

enum { NAME_WORDS = 8, NAME_REACH = 10, ROLE_WORDS = 4, TAIL_WORDS = 5, TITLE_WORDS = 6 };

static bool
is_me(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_APPROVER_ME, t) != NULL;
}

/* A person's title or role: "Dr.", "Frau", "boss". */
static bool
is_role(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_ROLE, t) != NULL;
}

static bool
opens_sentence(const struct doc *d, size_t t)
{
	return t == d->sent[d->tok[t].sent].tok || (d->tok[t].gap & GAP_COLON);
}

/* What is never a name, with a capital or without. */
static const enum lex_class never_names[] = {LEX_APPROVER_ME, LEX_APPROVER_NOT, LEX_DATE,
					     LEX_PRONOUN, LEX_ARTICLE};
/* What has a capital only because it opens a sentence. */
static const enum lex_class openers[] = {LEX_VERB,	     LEX_JOIN,	       LEX_PLEASE,
					 LEX_PREPOSITION,    LEX_FOR,	       LEX_CONTRAST,
					 LEX_LABEL,	     LEX_ASK,	       LEX_APPROVER_BEFORE,
					 LEX_APPROVER_AFTER, LEX_APPROVER_TAIL};
/* Things; in German they have a capital wherever they stand. */
static const enum lex_class things[] = {LEX_KIT, LEX_PRODUCT, LEX_TARGET, LEX_ASK_NOUN};

/* A capitalised word that can be a name. */
static bool
name_token(const struct doc *d, size_t t)
{
	const struct token *x = &d->tok[t];
	if (x->kind != TOK_WORD || !(x->flags & TOK_UPPER) ||
	    doc_at_any(d, never_names, COUNT(never_names), t))
		return false;
	if (is_role(d, t))
		return true;
	bool thing = doc_at_any(d, things, COUNT(things), t);
	if (!opens_sentence(d, t))
		return d->lang != LANG_DE ||
		       !(thing || doc_at(d, LEX_LABEL, t) || doc_at(d, LEX_APPROVER_AFTER, t));
	/* "Mark Feld signs off": a family name behind it makes it one */
	if (thing)
		return t + 1 < d->tok_count && d->tok[t + 1].sent == x->sent &&
		       d->tok[t + 1].flags & TOK_UPPER && !d->tok[t + 1].id && !d->tok[t + 1].gap &&
		       d->lang != LANG_DE;
	return !doc_at_any(d, openers, COUNT(openers), t);
}

/* Mails without capitals write names without them too. */
static bool
writes_low(const struct doc *d)
{
	size_t low = 0;
	for (size_t i = 0; i < d->sent_count; i++)
		low += d->sent[i].tok < d->tok_count && !(d->tok[d->sent[i].tok].flags & TOK_UPPER);
	return low && 2 * low >= d->sent_count;
}

static bool
low_name(const struct doc *d, size_t t, bool low)
{
	/* a word that nothing in this language's lexicon begins with */
	return d->match_at && d->tok[t].kind == TOK_WORD && d->match_at[t] == d->match_at[t + 1] &&
	       !(d->tok[t].flags & TOK_UPPER) && low;
}

static bool
part_of_name(const struct doc *d, size_t t)
{
	return name_token(d, t) || is_role(d, t);
}

/* "Evelyn Marsh, our board chair", "Katrin Albers in Munich": what is said about the person. */
static size_t
name_tail(const struct doc *d, size_t to, size_t limit)
{
	size_t end = to, stop = d->sent[d->tok[to ? to - 1 : 0].sent].tok_end;
	/* "Kwame (our director)" */
	if (end < stop && d->tok[end].gap & GAP_OPEN) {
		while (++end < stop && end - to <= TAIL_WORDS)
			if (d->tok[end].gap & GAP_CLOSE)
				return end;
		return to;
	}
	if (end >= limit)
		return to;
	bool apposition = (d->tok[end].gap & GAP_COMMA) &&
			  (doc_at(d, LEX_ARTICLE, end) || is_role(d, end) || name_token(d, end)) &&
			  !doc_at(d, LEX_PRONOUN, end);
	bool place = !(d->tok[end].gap & ~(unsigned)GAP_LINE) && doc_at(d, LEX_PREPOSITION, end) &&
		     end + 1 < limit && !doc_at(d, LEX_DEADLINE, end) && !names_day(d, end + 1);
	if (!apposition && !place)
		return to;
	bool person = false, ours = apposition && doc_at(d, LEX_ARTICLE, end);
	for (end++; end < limit && end - to <= TAIL_WORDS; end++) {
		/* the stop of "Ms." ends nothing */
		unsigned marks = ~(unsigned)(GAP_LINE | (is_role(d, end - 1) ? GAP_STOP : 0));
		if (d->tok[end].gap & marks || doc_at(d, LEX_VERB, end) ||
		    doc_at(d, LEX_APPROVER_BEFORE, end) || doc_at(d, LEX_JOIN, end) ||
		    doc_at(d, LEX_DEADLINE, end))
			break;
	}
	/* "Ida Roe, our lead potter, signs off": words between commas, whatever she is */
	person = ours && end == limit && end < stop && d->tok[end].gap & GAP_COMMA;
	for (size_t k = to; k < end; k++)
		person = person || part_of_name(d, k);
	return apposition && !person ? to : end;
}

/* A role with what stands before it: "our managing director", "die Leiterin". */
static size_t
role_start(const struct doc *d, size_t t, size_t first)
{
	size_t k = t;
	while (k > first && t - k < ROLE_WORDS && !doc_at(d, LEX_VERB, k - 1) &&
	       !doc_at(d, LEX_JOIN, k - 1) && !(d->tok[k].gap & ~(unsigned)GAP_LINE)) {
		k--;
		if (doc_at(d, LEX_ARTICLE, k))
			return k;
	}
	while (t > first && is_role(d, t - 1) &&
	       !(d->tok[t].gap & ~(unsigned)(GAP_LINE | GAP_STOP)))
		t--;
	return t;
}

/* First token of the person whose last token is `last`. */
static size_t
name_start(const struct doc *d, size_t last, size_t first)
{
	size_t from = last;
	while (from > first && last - from < NAME_WORDS) {
		if (d->tok[from].gap &
		    (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_CLOSE))
			break;
		if (part_of_name(d, from - 1))
			from--;
		else if (from >= first + 2 && doc_at(d, LEX_JOIN, from - 1) &&
			 (part_of_name(d, from - 2) || is_me(d, from - 2)) &&
			 (d->lang != LANG_EN || doc_is(d, from - 1, "and")))
			from -= 2;
		else
			break;
	}
	if (is_role(d, from))
		from = role_start(d, from, first);
	/* "Kwame (our director)", "Ms Reeve (branch director)" */
	for (size_t k = from; k > first && from - k < TAIL_WORDS; k--) {
		if (d->tok[k].gap & GAP_OPEN && name_token(d, k - 1))
			return name_start(d, k - 1, first);
		if (d->tok[k].gap & ~(unsigned)GAP_LINE)
			break;
	}
	if (from < first + 2)
		return from;
	/* "Mrs Breen, that's the daughter, will say yes" */
	if (d->tok[from - 1].gap & GAP_COMMA &&
	    doc_at(d, LEX_VERB, from - 1) && name_token(d, from - 2))
		return name_start(d, from - 2, first);
	/* "the Head of Exhibitions, Laurence Peake" */
	for (size_t k = from; d->tok[from].gap & GAP_COMMA && k > first && from - k < TITLE_WORDS;) {
		k--;
		if (doc_at(d, LEX_ARTICLE, k) && k + 1 < from && is_role(d, k + 1))
			return k;
		if (d->tok[k].gap & ~(unsigned)GAP_LINE || doc_at(d, LEX_VERB, k))
			break;
	}
	/* "our chair, Aoife Nolan" and "Aoife Nolan, our chair" */
	if (d->tok[from].gap & GAP_COMMA &&
	    (is_role(d, from - 1) || (doc_at(d, LEX_ARTICLE, from) && name_token(d, from - 1))))
		return name_start(d, from - 1, first);
	/* "Katrin Albers in Munich" */
	if (!(d->tok[from].gap & ~(unsigned)GAP_LINE) && doc_at(d, LEX_PREPOSITION, from - 1) &&
	    name_token(d, from - 2))
		return name_start(d, from - 2, first);
	return from;
}

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

/* Length of the possessive ending of a word: 's. */
static size_t
owns(struct slice word)
{
	if (slice_ends(word, "'s"))
		return 2;
	return slice_ends(word, "\xe2\x80\x99s") ? 4 : 0;
}

bool
approver_is_sender(const struct doc *d, size_t from, size_t to)
{
	if (from >= to || !is_me(d, from))
		return false;
	for (size_t k = from + 1; k < to; k++)
		if (!is_me(d, k) && !doc_at(d, LEX_APPROVER_TAIL, k))
			return false;
	return true;
}

/* Where tokens [from, to) end, with the bracket that was opened in them. */
size_t
bracket_stop(const struct doc *d, size_t from, size_t to)
{
	size_t end = d->tok[to - 1].end;
	bool open = false;
	for (size_t k = from + 1; k < to; k++)
		open = (open || d->tok[k].gap & GAP_OPEN) && !(d->tok[k].gap & GAP_CLOSE);
	return end + (open && end < d->text.len && d->text.data[end] == ')');
}

struct person {
	struct found found;
	bool self;
	bool low; /* the mail is written without capitals, names too */
};

/* "Ken and I" are more than the sender. */
static bool
with_others(const struct doc *d, size_t me, const struct match *m, struct person *out)
{
	size_t first = d->sent[d->tok[me].sent].tok;
	if (me < first + 2 || !doc_at(d, LEX_JOIN, me - 1) || !name_token(d, me - 2))
		return false;
	out->found = doc_found(d, name_start(d, me - 2, first), me + 1, match_rule(d, m));
	return true;
}

/* "karen signs off", "nico and sunniva both approve", in a mail without capitals. */
static bool
low_subject(const struct doc *d, size_t t, size_t at, bool low)
{
	enum { BETWEEN = 2 };
	if (at - t > BETWEEN + 1 || !low_name(d, t, low))
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
		if (!name_token(d, t - 1) || doc_at(d, LEX_GREETING, t - 1))
			continue;
		size_t begin = d->sent[d->tok[t - 1].sent].tok;
		if (doc_at(d, LEX_GREETING, begin) ||
		    d->sent[d->tok[t - 1].sent].tok_end < begin + 4)
			continue; /* "Hi Maya," names the reader */
		out->found = doc_found(d, name_start(d, t - 1, begin), t, match_rule(d, m));
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
		if (is_me(d, t)) {
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
			bool named = t > first && (part_of_name(d, t - 1));
			if (!named)
				return false;
			continue;
		}
		if (doc_at(d, LEX_APPROVER_BACK, t))
			return named_before(d, first, m, out);
		if (!part_of_name(d, t) && !low_subject(d, t, at, out->low))
			continue;
		/* "Kerensa's call": the person owns it */
		bool owner = slice_is(match_arg(d, m), "owner");
		size_t cut = owns(doc_word(d, t));
		if (owner && (!cut || t + 1 != at))
			return false;
		size_t from = name_start(d, t, first), to = name_tail(d, k, at);
		/* "Tom, approve this": spoken to */
		bool spoken_to = from == first && k == at && d->tok[at].gap & GAP_COMMA;
		for (size_t i = from + 1; i < k; i++)
			spoken_to = spoken_to && !(d->tok[i].gap & GAP_COMMA);
		if (spoken_to)
			return false;
		out->found =
			doc_found_bytes(d, d->tok[from].start,
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
	if (is_me(d, from)) {
		out->found = doc_found(d, from, self_end(d, from + 1), rule);
		out->self = true;
		return true;
	}
	while (k < limit && k - from < ROLE_WORDS && !part_of_name(d, k) &&
	       !(k > from && d->tok[k].gap & ~(unsigned)GAP_LINE) && !doc_at(d, LEX_VERB, k))
		k++;
	bool low = low_name(d, from, out->low);
	if (k >= limit || !part_of_name(d, k)) {
		if (!low)
			return false;
		k = from;
	} else if (k > from && !doc_at(d, LEX_ARTICLE, from) &&
		   !doc_at(d, LEX_APPROVER_TAIL, from)) {
		return false;
	}
	size_t start = doc_at(d, LEX_ARTICLE, from) ? from : k;
	for (role = k++; k < limit && k - role < NAME_WORDS; k++) {
		if (d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_LINE | GAP_DASH | GAP_OPEN))
			break;
		if (part_of_name(d, k))
			continue;
		if (!(k + 1 < limit && doc_at(d, LEX_JOIN, k) &&
		      (name_token(d, k + 1) || is_me(d, k + 1))))
			break;
		k++;
	}
	size_t tail = name_tail(d, k, limit);
	/* "sign-off is Hannah's", but "the Dean's office" */
	bool ends = tail == k && (k >= limit || d->tok[k].gap & ~(unsigned)GAP_LINE);
	size_t cut = ends ? owns(doc_word(d, k - 1)) : 0;
	out->found =
		doc_found_bytes(d, d->tok[start].start, bracket_stop(d, start, tail) - cut, rule);
	return true;
}

bool
approver_in_answer(const struct doc *d, size_t limit, struct said_field *out)
{
	enum { SHORT = 5 };
	struct slice rule = SLICE_LIT("answer: a name");
	struct person p = {.low = writes_low(d)};
	for (size_t t = 0; t < limit && !p.found.text.len; t++)
		if (is_me(d, t) ||
		    (doc_at(d, LEX_ARTICLE, t) && t + 1 < limit && is_role(d, t + 1)) ||
		    part_of_name(d, t))
			(void)person_after(d, t, limit, rule, &p);
	/* "karen": a bare word is the name asked for; a sentence without a person is none */
	if (!p.found.text.len && limit <= SHORT && !doc_find(d, LEX_VERB, 0, limit) &&
	    !doc_find(d, LEX_APPROVE, 0, limit) && !doc_find(d, LEX_CLOSING, 0, limit))
		p.found = doc_found(d, 0, limit, rule);
	*out = (struct said_field){.given = p.found.text.len > 0, .self = p.self, .value = p.found};
	out->when.hour = -1;
	return out->given;
}

bool
approver_in_clause(const struct doc *d, size_t from, size_t to, struct slice rule,
		   struct said_field *out)
{
	struct person p = {.low = writes_low(d)};
	for (size_t t = from; t < to && !p.found.text.len; t++)
		if ((doc_at(d, LEX_ARTICLE, t) && t + 1 < to && is_role(d, t + 1)) ||
		    (t > from && part_of_name(d, t)) || (t == from && name_token(d, t)))
			(void)person_after(d, t, to, rule, &p);
	for (size_t t = from; t < to && !p.found.text.len; t++)
		if (is_me(d, t))
			(void)person_after(d, t, to, rule, &p);
	*out = (struct said_field){
		.given = p.found.text.len > 0, .self = p.self, .value = p.found, .when = {.hour = -1}};
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
	if (is_me(d, m->tok) && with_others(d, m->tok, m, out))
		return true;
	/* "approval comes from me": the last word is the person */
	size_t from = is_me(d, m->tok_end - 1) ? m->tok_end - 1 : m->tok;
	if (from == m->tok && from > d->sent[d->tok[from].sent].tok && is_me(d, from - 1))
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
	bool last_word = false, low = writes_low(d);
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
		if (m->class == LEX_APPROVER_BEFORE)
			denied = doc_find(d, LEX_NEGATION, near, m->tok) || not_told(d, m->tok);
		else if (m->class == LEX_APPROVER_SELF) /* "not sure yet, me or my dad" */
			denied = doc_find(d, LEX_UNKNOWN, s->tok, m->tok) ||
				 (m->tok_end < s->tok_end && doc_at(d, LEX_NEGATION, m->tok_end));
		bool found = s->close != '?' && !denied && person_of(d, m, &p);
		/* "Ken and I approve, Ken has the final call" */
		bool final = slice_is(match_arg(d, m), "final");
		if (!found || (out->given && (last_word || !final)))
			continue;
		*out = (struct said_field){
			.given = true, .self = p.self, .value = p.found, .when = {.hour = -1}};
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
			if (name_token(d, t - 1) || (is_role(d, t - 1) && t > s->tok + 1 &&
						     doc_at(d, LEX_ARTICLE, t - 2)))
				last = t - 1;
		if (last < s->tok_end) {
			size_t from = name_start(d, last, s->tok);
			size_t to = name_tail(d, last + 1, m->tok);
			size_t cut = to == last + 1 ? owns(doc_word(d, last)) : 0;
			p.found = doc_found_bytes(d, d->tok[from].start, d->tok[to - 1].end - cut,
						  match_rule(d, m));
		}
		for (size_t t = m->tok_end; t < s->tok_end && !p.found.text.len; t++)
			if (name_token(d, t) || (is_role(d, t) && doc_at(d, LEX_ARTICLE, t - 1)))
				(void)person_after(d, doc_at(d, LEX_ARTICLE, t - 1) ? t - 1 : t,
						   s->tok_end, match_rule(d, m), &p);
		if (!p.found.text.len)
			continue;
		c->r->fields[FIELD_APPROVER] = (struct said_field){
			.given = true, .value = p.found, .when = {.hour = -1}};
		return;
	}
}
