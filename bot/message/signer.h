/* Who may sign a mail. */
#ifndef DOCKET_MESSAGE_SIGNER_H
#define DOCKET_MESSAGE_SIGNER_H

#include "split.h"

enum { NAME_TOKENS = 8 };

/* The sender's name, in folded words of two letters or more. */
struct signer {
	struct slice token[NAME_TOKENS];
	size_t len;
	size_t shown; /* the first of them are the display name's, the others the address's */
};

struct signer signer_of(struct split *s);

/* The folded line is the sender's name or part of it: "Bob", "-Bob", "Bob Smith", "B. Smith". */
bool signer_is(struct slice folded, const struct signer *who);
/* As signer_is: how many of her names it holds. */
size_t signer_hits(struct slice folded, const struct signer *who);

/* The folded line is one letter with which one of her shown names begins: "d", "d." */
bool signer_initial(struct slice folded, const struct signer *who);
/* One of her names stands in the folded line, alone, in an address or in a company's name. */
bool signer_touched(struct slice folded, const struct signer *who);

/* One to four capitalised words and nothing else: could be somebody's name. */
bool signer_like(struct slice words);

#endif
