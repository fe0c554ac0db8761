/*
 * The declarations by which text is hidden in HTML mail: not displayed, of no size, outside of the
 * page, transparent, or white on white. Only what the attribute says itself; no cascade.
 */
#include "style.h"

#include <stdlib.h>

enum {
	PALE = 0xf0,	 /* of 255: a colour channel from here on is as good as white */
	OFF_PAGE = -500, /* pixels to the left of or above the page */
	NUMBER_MAX = 32, /* bytes of a number that are looked at */
};

/* The number a value begins with: "-9999px", ".5"; `other` if it begins with none. */
static double
number_of(struct slice v, double other)
{
	char text[NUMBER_MAX], *end;
	double n;

	slice_cstr(slice_sub(v, 0, NUMBER_MAX - 1), text, sizeof(text));
	n = strtod(text, &end);
	return end == text || text[0] == 'i' || text[0] == 'n' ? other : n;
}

/* "255, 255, 255" or "100% 100% 100%" behind rgb( or rgba(; a fourth one is how opaque it is. */
static bool
pale_rgb(struct slice v)
{
	unsigned count = 0;
	bool pale = true;

	for (size_t i = 0; i < v.len && v.data[i] != ')' && count < 4;) {
		if ((v.data[i] < '0' || v.data[i] > '9') && v.data[i] != '.') {
			i++;
			continue;
		}
		size_t from = i;
		while (i < v.len && ((v.data[i] >= '0' && v.data[i] <= '9') || v.data[i] == '.'))
			i++;
		double n = number_of(slice_sub(v, from, i), 0);
		if (i < v.len && v.data[i] == '%')
			n *= 2.55;
		if (++count == 4)
			return pale || n < 0.1;
		pale &= n >= PALE;
	}
	return count >= 3 && pale;
}

static bool
is_pale(struct slice v)
{
	static const char *const names[] = {"white",	   "transparent", "snow",
					    "ivory",	   "ghostwhite",  "whitesmoke",
					    "floralwhite", "mintcream",	  "azure"};
	size_t digits = 0;

	v = slice_trim(v);
	for (size_t i = 0; i < COUNT(names); i++)
		if (slice_istarts(v, names[i]))
			return true;
	if (slice_istarts(v, "rgb"))
		return pale_rgb(v);
	v = slice_sub(v, slice_starts(v, "#") ? 1 : 0, v.len);
	while (digits < v.len && slice_hex(v.data[digits]) >= 0)
		digits++;
	if (digits != 3 && digits != 4 && digits != 6 && digits != 8)
		return false;
	for (size_t i = 0; i < 3; i++) {
		size_t at = digits < 6 ? i : 2 * i;
		int high = slice_hex(v.data[at]), low = digits < 6 ? high : slice_hex(v.data[at + 1]);
		if (high * 16 + low < PALE)
			return false;
	}
	return true;
}

void
style_colour(struct slice value, struct style_look *look)
{
	look->pale = is_pale(value);
}

void
style_ground(struct slice value, struct style_look *look)
{
	value = slice_trim(value);
	if (slice_istarts(value, "none") || slice_istarts(value, "inherit") ||
	    slice_istarts(value, "transparent"))
		return; /* what is behind shows */
	look->backed = !is_pale(value);
}

enum property {
	P_DISPLAY,
	P_VISIBILITY,
	P_MSO_HIDE,
	P_SIZE,
	P_OPACITY,
	P_COLOUR,
	P_GROUND,
	P_HEIGHT,
	P_WIDTH,
	P_OVERFLOW,
	P_OFFSET,
	P_INDENT,
	P_CLIP
};
static const struct {
	const char *name;
	enum property is;
} properties[] = {
	{"display", P_DISPLAY},
	{"visibility", P_VISIBILITY},
	{"mso-hide", P_MSO_HIDE},
	{"font-size", P_SIZE},
	{"opacity", P_OPACITY},
	{"color", P_COLOUR},
	{"background", P_GROUND},
	{"background-color", P_GROUND},
	{"background-image", P_GROUND},
	{"max-height", P_HEIGHT},
	{"height", P_HEIGHT},
	{"max-width", P_WIDTH},
	{"width", P_WIDTH},
	{"overflow", P_OVERFLOW},
	{"left", P_OFFSET},
	{"top", P_OFFSET},
	{"margin-left", P_OFFSET},
	{"margin-top", P_OFFSET},
	{"text-indent", P_INDENT},
	{"clip", P_CLIP},
};

/* What takes several declarations to hide. */
struct parts {
	bool flat, clipped;
};

static void
declare(enum property p, struct slice v, struct style_look *look, struct parts *parts)
{
	switch (p) {
	case P_DISPLAY: look->hidden |= slice_istarts(v, "none"); break;
	case P_VISIBILITY:
		look->hidden |= slice_istarts(v, "hidden") || slice_istarts(v, "collapse");
		break;
	case P_MSO_HIDE: look->hidden |= slice_istarts(v, "all"); break;
	case P_SIZE:
		look->tiny = number_of(v, 16) <=
			     (slice_ihas(v, "em") || slice_ihas(v, "%") ? 0.05 : 1.5);
		break;
	case P_OPACITY: look->hidden |= number_of(v, 1) < 0.05; break;
	case P_COLOUR: style_colour(v, look); break;
	case P_GROUND: style_ground(v, look); break;
	case P_HEIGHT:
	case P_WIDTH: parts->flat |= number_of(v, 1) <= 0; break;
	case P_OVERFLOW: parts->clipped |= slice_istarts(v, "hidden"); break;
	case P_OFFSET:
	case P_INDENT: look->hidden |= number_of(v, 0) < OFF_PAGE; break;
	case P_CLIP: look->hidden |= slice_ihas(v, "rect(0"); break;
	}
}

void
style_read(struct slice style, struct style_look *look)
{
	struct slice one;
	struct parts parts = {.flat = false};

	while (slice_cut(&style, ';', &one)) {
		ptrdiff_t colon = slice_index(one, ':');
		struct slice name = slice_trim(slice_sub(one, 0, colon < 0 ? 0 : (size_t)colon));

		for (size_t i = 0; colon > 0 && i < COUNT(properties); i++)
			if (slice_iis(name, properties[i].name))
				declare(properties[i].is,
					slice_trim(slice_sub(one, (size_t)colon + 1, one.len)),
					look, &parts);
	}
	look->hidden |= parts.flat && parts.clipped;
}
