/*
 * IANA zones over GLib, and fixed offsets. GLib is asked only which offset holds at an instant;
 * which instant a local time stands for is decided here, because GLib's own answer for times that
 * do not exist is not the one docket promises.
 */
#include "docket/base/zone.h"

#include "docket/base/pool.h"

#include <fcntl.h>
#include <glib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY_SECONDS = 24 * 3600, OFFSET_MOST = 24 * 60 - 1 };

struct zone {
	struct zone *next;
	const char *name;
	GTimeZone *tz;	/* NULL: fixed */
	int64_t offset; /* of a fixed one, seconds */
};

static struct {
	struct pool *pool;
	struct zone *first; /* a person's world has few zones: a list */
} cache;

static struct zone *
cached(const char *name)
{
	for (struct zone *z = cache.first; z != NULL; z = z->next)
		if (strcmp(z->name, name) == 0)
			return z;
	return NULL;
}

static struct zone *
remember(const char *name, GTimeZone *tz, int64_t offset)
{
	struct zone *z;

	if (cache.pool == NULL)
		cache.pool = pool_new();
	z = pool_alloc(cache.pool, sizeof(*z));
	z->name = pool_cstr(cache.pool, slice_of(name));
	z->tz = tz;
	z->offset = offset;
	z->next = cache.first;
	cache.first = z;
	return z;
}

/*
 * Whether the zone database has a file of that name. GLib itself would also take POSIX rules
 * ("CET-1CEST"), paths and, with a complaint on standard error, files that are no zones.
 */
static bool
in_database(const char *name)
{
	const char *root = getenv("TZDIR");
	char path[PATH_MAX], magic[4];
	bool yes = false;
	int n, fd;

	for (const char *p = name; *p != '\0'; p++)
		if (!g_ascii_isalnum(*p) && strchr("/_-+", *p) == NULL)
			return false;
	if (!g_ascii_isalpha(name[0]))
		return false;
	n = snprintf(path, sizeof(path), "%s/%s", root == NULL ? "/usr/share/zoneinfo" : root,
		     name);
	if (n < 0 || (size_t)n >= sizeof(path))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0) {
		yes = read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
		      memcmp(magic, "TZif", sizeof(magic)) == 0;
		(void)close(fd);
	}
	return yes;
}

static bool
digits(struct slice *s, size_t count, int *out)
{
	int n = 0;

	if (s->len < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (s->data[i] < '0' || s->data[i] > '9')
			return false;
		n = n * 10 + (s->data[i] - '0');
	}
	*s = slice_sub(*s, count, s->len);
	*out = n;
	return true;
}

static bool
mark(struct slice *s, char c)
{
	if (s->len == 0 || s->data[0] != c)
		return false;
	*s = slice_sub(*s, 1, s->len);
	return true;
}

/* "+01:00" and nothing behind it. */
static bool
parse_offset(struct slice s, int *minutes_out)
{
	bool east = mark(&s, '+');
	int hours, minutes;

	if (!east && !mark(&s, '-'))
		return false;
	if (!digits(&s, 2, &hours) || !mark(&s, ':') || !digits(&s, 2, &minutes) || s.len != 0 ||
	    hours > 23 || minutes > 59)
		return false;
	*minutes_out = (east ? 1 : -1) * (hours * 60 + minutes);
	return true;
}

const struct zone *
zone_find(const char *name)
{
	struct zone *z;
	GTimeZone *tz;
	int minutes;

	if (name == NULL)
		return NULL;
	if (parse_offset(slice_of(name), &minutes))
		return zone_offset(minutes);
	if (strcmp(name, "UTC") == 0)
		return zone_utc();
	z = cached(name);
	if (z != NULL)
		return z;
	tz = in_database(name) ? g_time_zone_new_identifier(name) : NULL;
	return tz == NULL ? NULL : remember(name, tz, 0);
}

const struct zone *
zone_offset(int minutes)
{
	char name[16];
	int m = minutes < -OFFSET_MOST	? -OFFSET_MOST
		: minutes > OFFSET_MOST ? OFFSET_MOST
					: minutes;
	struct zone *z;

	(void)snprintf(name, sizeof(name), "%c%02d:%02d", m < 0 ? '-' : '+', abs(m) / 60,
		       abs(m) % 60);
	z = cached(name);
	return z != NULL ? z : remember(name, NULL, (int64_t)m * 60);
}

const struct zone *
zone_utc(void)
{
	static const struct zone utc = {.name = "UTC"};

	return &utc;
}

const char *
zone_name(const struct zone *z)
{
	return z->name;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Seconds east of UTC at a UTC second. */
static int64_t
offset_at(const struct zone *z, int64_t second)
{
	if (z->tz == NULL)
		return z->offset;
	return g_time_zone_get_offset(
		z->tz, g_time_zone_find_interval(z->tz, G_TIME_TYPE_UNIVERSAL, second));
}

static struct civil
civil_of(int64_t local_second)
{
	int64_t day = floor_div(local_second, DAY_SECONDS);
	int rest = (int)(local_second - day * DAY_SECONDS);
	struct civil c = day_civil(day);

	c.hour = rest / 3600;
	c.minute = rest / 60 % 60;
	c.second = rest % 60;
	return c;
}

struct civil
zone_civil(const struct zone *z, int64_t instant)
{
	int64_t second = floor_div(instant, 1000);

	return civil_of(second + offset_at(z, second));
}

int64_t
zone_instant(const struct zone *z, struct civil c)
{
	int64_t local = day_number(c.year, c.month, c.day) * DAY_SECONDS + (int64_t)c.hour * 3600 +
			(int64_t)c.minute * 60 + c.second;
	/* No zone is a day away from UTC: these are the offsets before and after any change. */
	int64_t before = offset_at(z, local - DAY_SECONDS);
	int64_t after = offset_at(z, local + DAY_SECONDS);
	int64_t first = local - before, second = local - after;
	bool first_holds = offset_at(z, first) == before;
	bool second_holds = offset_at(z, second) == after;

	if (second_holds && (!first_holds || second < first))
		return second * 1000;
	/* In a gap neither holds: the old offset leads behind the gap, by what was left out. */
	return first * 1000;
}

int
zone_offset_at(const struct zone *z, int64_t instant)
{
	/* Local mean times before about 1900 have seconds: rounded down. */
	return (int)floor_div(offset_at(z, floor_div(instant, 1000)), 60);
}

const char *
zone_abbrev(const struct zone *z, int64_t instant)
{
	if (z->tz == NULL)
		return z->name;
	return g_time_zone_get_abbreviation(
		z->tz,
		g_time_zone_find_interval(z->tz, G_TIME_TYPE_UNIVERSAL, floor_div(instant, 1000)));
}

void
zone_free_all(void)
{
	for (struct zone *z = cache.first; z != NULL; z = z->next)
		if (z->tz != NULL)
			g_time_zone_unref(z->tz);
	pool_free(cache.pool);
	cache.first = NULL;
	cache.pool = NULL;
}

/* The local time under the offset as printed, so that what is printed names the same instant. */
static struct civil
printed(const struct zone *z, int64_t instant, int *minutes_out)
{
	*minutes_out = zone_offset_at(z, instant);
	return civil_of(floor_div(instant, 1000) + (int64_t)*minutes_out * 60);
}

void
zone_iso(struct str *out, const struct zone *z, int64_t instant)
{
	int m;
	struct civil c = printed(z, instant, &m);

	str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", c.year, c.month, c.day, c.hour,
		 c.minute, c.second, m < 0 ? '-' : '+', abs(m) / 60, abs(m) % 60);
}

void
zone_rfc5322(struct str *out, const struct zone *z, int64_t instant)
{
	static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int m;
	struct civil c = printed(z, instant, &m);

	str_addf(out, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d",
		 days[day_week(day_number(c.year, c.month, c.day))], c.day, months[c.month - 1],
		 c.year, c.hour, c.minute, c.second, m < 0 ? '-' : '+', abs(m) / 60, abs(m) % 60);
}

bool
zone_parse_iso(struct slice s, const struct zone *z, int64_t *instant_out)
{
	struct civil c = {0};
	int minutes;

	if (!digits(&s, 4, &c.year) || !mark(&s, '-') || !digits(&s, 2, &c.month) ||
	    !mark(&s, '-') || !digits(&s, 2, &c.day) || !day_exists(c.year, c.month, c.day))
		return false;
	if (s.len > 0) {
		if (!mark(&s, 'T') || !digits(&s, 2, &c.hour) || !mark(&s, ':') ||
		    !digits(&s, 2, &c.minute))
			return false;
		if (mark(&s, ':') && !digits(&s, 2, &c.second))
			return false;
		if (c.hour > 23 || c.minute > 59 || c.second > 59)
			return false;
	}
	if (s.len > 0) {
		if (slice_is(s, "Z"))
			z = zone_utc();
		else if (parse_offset(s, &minutes))
			z = zone_offset(minutes);
		else
			return false;
	}
	*instant_out = zone_instant(z == NULL ? zone_utc() : z, c);
	return true;
}
