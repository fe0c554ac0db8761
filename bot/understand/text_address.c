/* Where links and addresses end in a text. */
#include "text_address.h"

#include <string.h>

#include "work.h"

size_t
text_link_end(struct slice text, size_t at, size_t end)
{
	struct slice s = slice_sub(text, at, end);
	if ((s.data[0] | 32) != 'h' && (s.data[0] | 32) != 'w')
		return 0;
	if (!slice_istarts(s, "http://") && !slice_istarts(s, "https://") &&
	    !slice_istarts(s, "www."))
		return 0;
	while (at < end && (unsigned char)text.data[at] > ' ' && !strchr("<>\"|", text.data[at]))
		at++;
	while (at > 0 && strchr(".,;:!?)'", text.data[at - 1]))
		at--;
	return at;
}

size_t
text_address_end(struct slice text, size_t at, size_t end)
{
	enum { ADDRESS_MAX = 254 }; /* RFC 5321, 4.5.3.1.3, without its brackets */
	size_t k = at;
	bool sign = false, dot = false;
	while (k < end && k - at < ADDRESS_MAX) {
		char c = text.data[k];
		if (c == '@' && !sign)
			sign = true;
		else if (c == '.' && k + 1 < end && text.data[k + 1] > ' ')
			dot = sign;
		else if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			   (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+'))
			break;
		k++;
	}
	understand_work += k - at;
	while (k > at && (text.data[k - 1] == '.' || text.data[k - 1] == '-'))
		k--;
	return sign && dot ? k : 0;
}
