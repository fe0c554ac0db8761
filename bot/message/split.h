/* The body as lines, shared by quote, signature and forward. */
#ifndef DOCKET_MESSAGE_SPLIT_H
#define DOCKET_MESSAGE_SPLIT_H

#include "docket/message/mail.h"
#include "phrase.h"

struct line {
	size_t start, end; /* of body, without the LF */
	size_t text;	   /* where its words begin, behind quote marks and blanks */
	unsigned depth;	   /* quote marks before them */
	bool blank;	   /* no words */
	bool set;	   /* kind is decided */
	enum span_kind kind;
};

struct split {
	struct pool *pool;
	struct mail *mail;
	struct slice body;
	struct line *at;
	size_t len;
	size_t block; /* first line of the header block that opens a forward, or len */
	bool forward; /* what follows `block` was passed on, not answered */
	bool guess;   /* its keys are in a language that the table lacks */
};

/* Words of line i, without marks; trimmed. */
struct slice split_words(const struct split *s, size_t i);
struct slice split_fold(const struct split *s, size_t i); /* the same, folded */
void split_set(struct split *s, size_t from, size_t to, enum span_kind kind);

/* "Key: value" on line i: its meaning, and where the value begins in the folded words. */
enum phrase_key quote_key(const struct split *s, size_t i, struct slice *value_out);
/* As quote_key, for a block behind a separator; `seen`: bits of the keys above. */
enum phrase_key quote_guess(const struct split *s, size_t i, unsigned seen,
			    struct slice *value_out);
/* Marks quotes, attributions, forwards. */
void quote_mark(struct split *s);
/* Marks signatures and disclaimers in what quote_mark left as text. */
void signature_mark(struct split *s);
/* Reads the forwarded mail into mail->forward. Call after the spans are made. */
void forward_read(struct split *s);
/* Reads a forward that came as a message/rfc822 part. */
void forward_attached(struct pool *pool, struct mail *m, struct slice inner);

#endif
