/* Header fields and their plain values. Parameters and encoded words: param.c, word.c. */
#include "header.h"

#include "docket/base/day.h"

enum { SLIPS_MAX = 8 };

/* 8-bit bytes are no header name, but broken senders write them. */
static bool
name_byte(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f && c != ':';
}

/* The length of the field name at the start of line, 0 if this is no field (RFC 5322 2.2). */
static size_t
name_len(struct slice line)
{
	size_t n = 0;

	while (n < line.len && name_byte(line.data[n]))
		n++;
	if (n == 0)
		return 0;
	size_t colon = n; /* obsolete syntax allows blanks before the colon */
	while (colon < line.len && (line.data[colon] == ' ' || line.data[colon] == '\t'))
		colon++;
	return colon < line.len && line.data[colon] == ':' ? n : 0;
}

/*
 * Whether a line that is no field may be stepped over: a field or a fold follows, or an empty line
 * within a header that has begun. Anything else is where the text begins.
 */
static bool
is_slip(struct slice rest, bool begun)
{
	struct slice line;

	if (!slice_line(&rest, &line))
		return false;
	if (line.len == 0)
		return begun;
	return name_len(line) > 0 || (begun && (line.data[0] == ' ' || line.data[0] == '\t'));
}

size_t
header_parse(struct pool *pool, struct slice raw, size_t max, field_list *out)
{
	size_t at = 0, slips = 0;

	while (at < raw.len) {
		struct slice rest = slice_sub(raw, at, raw.len), line;
		slice_line(&rest, &line);
		size_t next = (size_t)(raw.len - rest.len);
		if (line.len == 0)
			return next;
		bool folded = line.data[0] == ' ' || line.data[0] == '\t';
		size_t n = folded ? 0 : name_len(line);
		if (n == 0 && !folded) {
			if (slips++ >= SLIPS_MAX || !is_slip(rest, out->len > 0))
				return at;
			at = next;
			continue;
		}
		if (n == 0) { /* a fold: widen the value before it, if one was kept */
			if (out->len > 0 && out->len < max) {
				struct field *f = &out->at[out->len - 1];
				f->value.len = (size_t)(line.data + line.len - f->value.data);
			}
		} else if (out->len < max) {
			struct field *f = VEC_NEW(out, pool);
			size_t v = (size_t)slice_index(line, ':') + 1;
			f->name = slice_sub(line, 0, n);
			f->value = slice_sub(line, v, line.len);
		}
		at = next;
	}
	return raw.len;
}

const struct field *
header_find(const field_list *fields, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < fields->len; i++)
		if (fields->at[i].name.len == n && slice_iis(fields->at[i].name, name))
			return &fields->at[i];
	return NULL;
}

struct slice
header_get(const field_list *fields, const char *name)
{
	const struct field *f = header_find(fields, name);

	return f ? slice_trim(f->value) : SLICE_NONE;
}

struct slice
header_unfold(struct pool *pool, struct slice value)
{
	struct slice s = slice_trim(value);
	char *out = pool_alloc(pool, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		if (c == '\r' || c == '\n' || c == '\t' || c == ' ') {
			if (n > 0 && out[n - 1] != ' ')
				out[n++] = ' ';
		} else if (c != '\0') {
			out[n++] = c;
		}
	}
	return slice_make(out, n);
}

void
header_ids(struct pool *pool, struct slice value, slice_list *out, size_t max)
{
	struct slice s = slice_trim(value);

	while (s.len > 0 && out->len < max) {
		ptrdiff_t open = slice_index(s, '<');
		if (open < 0)
			break;
		s = slice_sub(s, (size_t)open + 1, s.len);
		ptrdiff_t close = slice_index(s, '>');
		struct slice id = slice_sub(s, 0, close < 0 ? s.len : (size_t)close);
		struct slice clean = header_unfold(pool, id);
		if (clean.len > 0 && clean.len <= 998)
			VEC_ADD(out, pool, clean);
		s = slice_sub(s, close < 0 ? s.len : (size_t)close + 1, s.len);
	}
	/* no angle brackets at all: some senders forget them */
	if (out->len == 0 && value.len > 0 && slice_index(value, '<') < 0) {
		struct slice id = header_unfold(pool, value);
		if (id.len > 0 && id.len <= 998 && slice_index(id, ' ') < 0 &&
		    slice_index(id, '@') > 0)
			VEC_ADD(out, pool, id);
	}
}

static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* RFC 5322 4.3, and the names that senders still write. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{"ut", 0},     {"gmt", 0},     {"utc", 0},     {"z", 0},      {"est", -300}, {"edt", -240},
	{"cst", -360}, {"cdt", -300},  {"mst", -420},  {"mdt", -360}, {"pst", -480}, {"pdt", -420},
	{"cet", 60},   {"cest", 120},  {"bst", 60},    {"met", 60},   {"mest", 120}, {"eet", 120},
	{"eest", 180}, {"wet", 0},     {"west", 60},   {"jst", 540},  {"ist", 330},  {"msk", 180},
	{"hst", -600}, {"akst", -540}, {"akdt", -480}, {"aest", 600}, {"aedt", 660}, {"nzst", 720},
	{"nzdt", 780},
};

struct date_parts {
	int64_t number[3]; /* of day, year: in order of appearance */
	size_t numbers;
	int month, hour, minute, second, offset;
	bool time, zone;
};

static int
two(const char *p)
{
	return (p[0] - '0') * 10 + p[1] - '0';
}

static void
date_word(struct slice w, struct date_parts *d)
{
	if (w.len >= 3 && d->month == 0)
		for (int i = 0; i < 12; i++)
			if (slice_ieq(slice_sub(w, 0, 3), slice_make(months + 3 * i, 3))) {
				d->month = i + 1;
				return;
			}
	if (d->time && !d->zone)
		for (size_t i = 0; i < COUNT(zones); i++)
			if (slice_iis(w, zones[i].name)) {
				d->zone = true;
				d->offset = zones[i].minutes;
			}
}

static void
date_clock(struct slice w, struct date_parts *d)
{
	int64_t n[3] = {0, 0, 0};
	struct slice part;

	for (size_t i = 0; i < 3 && slice_cut(&w, ':', &part); i++)
		if (!slice_int(slice_sub(part, 0, 2), &n[i]))
			return;
	if (n[0] < 0 || n[0] > 24 || n[1] < 0 || n[1] > 59 || n[2] < 0 || n[2] > 60)
		return;
	d->time = true;
	d->hour = (int)n[0];
	d->minute = (int)n[1];
	d->second = (int)n[2];
}

static void
date_number(struct slice w, char sign, struct date_parts *d)
{
	int64_t n;

	if (sign && d->time && w.len == 4 && !d->zone) {
		d->zone = true;
		d->offset = (two(w.data) * 60 + two(w.data + 2)) * (sign == '-' ? -1 : 1);
		if (d->offset > 14 * 60 || d->offset < -14 * 60)
			d->offset = 0;
	} else if (d->numbers < 3 && w.len <= 4 && slice_int(w, &n)) {
		d->number[d->numbers++] = n;
	}
}

static void
date_scan(struct slice s, struct date_parts *d)
{
	for (size_t i = 0; i < s.len;) {
		char c = s.data[i];
		size_t from = i;
		if (c >= '0' && c <= '9') {
			bool colon = false;
			while (i < s.len &&
			       ((s.data[i] >= '0' && s.data[i] <= '9') || s.data[i] == ':'))
				colon |= s.data[i++] == ':';
			char sign = from > 0 ? s.data[from - 1] : '\0';
			struct slice w = slice_sub(s, from, i);
			if (colon)
				date_clock(w, d);
			else
				date_number(w, sign == '+' || sign == '-' ? sign : '\0', d);
		} else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
			while (i < s.len && (s.data[i] | 0x20) >= 'a' && (s.data[i] | 0x20) <= 'z')
				i++;
			date_word(slice_sub(s, from, i), d);
		} else {
			i++;
		}
	}
}

bool
header_date(struct slice value, int64_t *ms_out, int *offset_out)
{
	struct date_parts d = {0};
	int64_t day, month, year;

	date_scan(slice_sub(slice_trim(value), 0, 100), &d);
	if (d.month > 0 && d.numbers >= 2) {
		day = d.number[0] > 31 ? d.number[1] : d.number[0];
		year = d.number[0] > 31 ? d.number[0] : d.number[1];
		month = d.month;
	} else if (d.month == 0 && d.numbers == 3 && d.number[0] > 31) { /* ISO 8601 */
		year = d.number[0];
		month = d.number[1];
		day = d.number[2];
	} else {
		return false;
	}
	if (year < 50)
		year += 2000;
	else if (year < 1000)
		year += 1900;
	if (month < 1 || month > 12 || !day_exists((int)year, (int)month, (int)day))
		return false;
	int64_t seconds = day_number((int)year, (int)month, (int)day) * 86400 + d.hour * 3600 +
			  d.minute * 60 + d.second - (int64_t)d.offset * 60;
	*ms_out = seconds * 1000;
	*offset_out = d.offset;
	return true;
}
