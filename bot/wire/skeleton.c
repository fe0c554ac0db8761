/* What stays of a mail that is too large: see the header. Hostile bytes: nothing here trusts a length. */
#include "skeleton.h"

#include <string.h>

void
skeleton_init(struct skeleton *k)
{
	*k = (struct skeleton){.in_head = true};
	str_init(&k->out, SKELETON_MAX);
	str_init(&k->line, SKELETON_LINE);
	str_init(&k->head, SKELETON_HEADER);
	str_init(&k->body, SKELETON_PART);
}

void
skeleton_clear(struct skeleton *k)
{
	str_clear(&k->out);
	str_clear(&k->line);
	str_clear(&k->head);
	str_clear(&k->body);
}

/* As much as there is room for. */
static void
add(struct str *to, struct slice bytes)
{
	size_t room = to->max - to->len;

	str_add(to, slice_sub(bytes, 0, bytes.len < room ? bytes.len : room));
}

/* The value of a field of the part's header, with its folds; false if there is none. */
static bool
field(const struct skeleton *k, const char *name, struct slice *out)
{
	struct slice rest = str_slice(&k->head), line;
	size_t len = strlen(name);
	bool found = false;

	while (slice_cut(&rest, '\n', &line)) {
		bool fold = line.len > 0 && (line.data[0] == ' ' || line.data[0] == '\t');

		if (found && !fold)
			return true;
		if (found)
			out->len = (size_t)(line.data + line.len - out->data);
		else if (line.len > len && line.data[len] == ':' && slice_istarts(line, name)) {
			*out = slice_sub(line, len + 1, line.len);
			found = true;
		}
	}
	return found;
}

/* The boundary parameter of a multipart type, into the next place of the stack. */
static bool
push(struct skeleton *k, struct slice type)
{
	ptrdiff_t at = slice_ifind(type, SLICE_LIT("boundary="));
	struct slice value;
	size_t len = 0;

	if (at < 0 || k->depth == SKELETON_DEPTH)
		return false;
	value = slice_sub(type, (size_t)at + 9, type.len);
	if (slice_starts(value, "\"")) {
		value = slice_sub(value, 1, value.len);
		while (len < value.len && value.data[len] != '"')
			len++;
	} else {
		while (len < value.len && strchr("; \t\r\n", value.data[len]) == NULL)
			len++;
	}
	if (len == 0 || len > SKELETON_BOUNDARY || memchr(value.data, '\0', len) != NULL)
		return false;
	slice_cstr(slice_sub(value, 0, len), k->boundary[k->depth], sizeof(k->boundary[0]));
	k->depth++;
	return true;
}

/* The blank line below a header: what kind of part it is. */
static void
head_over(struct skeleton *k)
{
	struct slice type = SLICE_LIT("text/plain"), how = SLICE_NONE, coding = SLICE_NONE;

	(void)field(k, "Content-Type", &type);
	(void)field(k, "Content-Disposition", &how);
	(void)field(k, "Content-Transfer-Encoding", &coding);
	type = slice_trim(type);
	k->base64 = slice_istarts(slice_trim(coding), "base64");
	k->text = slice_istarts(type, "text/") && !slice_istarts(slice_trim(how), "attachment");
	k->in_head = false;
	if (slice_istarts(type, "multipart/") && push(k, type))
		k->text = true; /* its preamble */
}

/* The part at hand is over. */
static void
part_over(struct skeleton *k)
{
	size_t room = k->out.max - k->out.len;

	if (k->in_head && k->head.len > 0)
		head_over(k);
	if (!k->text &&
	    (k->offered > k->body.len || k->head.len + k->body.len + SKELETON_LINE > room)) {
		uint64_t bytes = k->base64 ? k->seen / 4 * 3 : k->seen;
		struct str said;

		str_init(&said, 80);
		str_addf(&said, SKELETON_FIELD ": %llu\r\n", (unsigned long long)bytes);
		add(&k->out, str_slice(&said));
		add(&k->out, str_slice(&k->head));
		add(&k->out, SLICE_LIT("\r\n"));
		str_clear(&said);
	} else {
		add(&k->out, str_slice(&k->head));
		add(&k->out, str_slice(&k->body));
	}
	str_reset(&k->head);
	str_reset(&k->body);
	k->in_head = true;
	k->text = k->base64 = false;
	k->offered = k->seen = 0;
}

/* Whether line ends a part: "--boundary", of this multipart or of one around it. */
static bool
is_boundary(struct skeleton *k, struct slice line, bool *last_out)
{
	struct slice s = slice_rtrim(line);

	if (!slice_starts(s, "--"))
		return false;
	s = slice_sub(s, 2, s.len);
	for (size_t d = k->depth; d > 0; d--) {
		const char *b = k->boundary[d - 1];
		struct slice rest = slice_sub(s, strlen(b), s.len);

		if (!slice_starts(s, b) || (rest.len > 0 && !slice_is(rest, "--")))
			continue;
		*last_out = rest.len > 0;
		k->depth = *last_out ? d - 1 : d;
		return true;
	}
	return false;
}

static void
take_line(struct skeleton *k, struct slice line, bool begins, bool ends)
{
	bool last = false;

	if (begins && ends && is_boundary(k, line, &last)) {
		part_over(k);
		add(&k->out, line);
		if (last) { /* an epilogue is read as text */
			k->in_head = false;
			k->text = true;
		}
		return;
	}
	if (k->in_head) {
		if (begins && slice_istarts(line, SKELETON_FIELD))
			return;
		if (begins && slice_blank(line)) {
			head_over(k);
		} else {
			add(&k->head, line);
			return;
		}
	}
	k->offered += line.len;
	k->seen += slice_rtrim(line).len;
	add(&k->body, line);
}

void
skeleton_feed(struct skeleton *k, struct slice bytes)
{
	k->fed += bytes.len;
	while (bytes.len > 0) {
		ptrdiff_t end = slice_index(bytes, '\n');
		size_t room = SKELETON_LINE - 1 - k->line.len;
		size_t len = end >= 0 ? (size_t)end + 1 : bytes.len;
		bool ends = end >= 0 && len <= room;

		if (len > room)
			len = room;
		add(&k->line, slice_sub(bytes, 0, len));
		bytes = slice_sub(bytes, len, bytes.len);
		if (!ends && k->line.len < SKELETON_LINE - 1)
			return; /* the rest comes with the next piece */
		take_line(k, str_slice(&k->line), !k->in_line, ends);
		k->in_line = !ends;
		str_reset(&k->line);
	}
}

struct slice
skeleton_end(struct skeleton *k)
{
	if (k->line.len > 0)
		take_line(k, str_slice(&k->line), !k->in_line, true);
	str_reset(&k->line);
	part_over(k);
	return str_slice(&k->out);
}
