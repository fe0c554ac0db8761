/* The shape of single values: zones, hosts, addresses, folders. Nothing is looked up on a network.
 */
#include "valid.h"

#include "docket/base/utf8.h"
#include "docket/base/zone.h"

#include <arpa/inet.h>

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool
is_ascii(const char *v)
{
	for (; *v != '\0'; v++)
		if (*v < 0x20 || *v > 0x7e)
			return false;
	return true;
}

const char *
valid_zone(const char *v)
{
	return zone_find(v) != NULL ? NULL : "must be a time zone such as Europe/Berlin or UTC";
}

const char *
valid_holiday(const char *v)
{
	struct day_off off;

	return day_off_parse(slice_of(v), &off)
		       ? NULL
		       : "must be a day such as 2026-05-25, 12-25 (each year) or "
			 "2026-12-24..2027-01-01";
}

const char *
valid_name(const char *v)
{
	for (const char *p = v; *p != '\0'; p++)
		if (!(*p == '-' && p != v) && !(*p >= 'a' && *p <= 'z') &&
		    !(*p >= '0' && *p <= '9'))
			return "must be made of a-z, 0-9 and - (not as its first character)";
	return NULL;
}

/* Labels of letters, digits, inner hyphens (RFC 1123 section 2.1), with a dot or not. */
static bool
is_domain(struct slice s)
{
	struct slice label;

	if (s.len == 0 || s.len > 253 || s.data[s.len - 1] == '.')
		return false;
	while (slice_cut(&s, '.', &label)) {
		if (label.len == 0 || label.len > 63 || label.data[0] == '-' ||
		    label.data[label.len - 1] == '-')
			return false;
		for (size_t i = 0; i < label.len; i++)
			if (!is_alnum(label.data[i]) && label.data[i] != '-' &&
			    label.data[i] != '_')
				return false;
	}
	return true;
}

static bool
is_ip(const char *v)
{
	unsigned char address[16];

	return inet_pton(AF_INET, v, address) == 1 || inet_pton(AF_INET6, v, address) == 1;
}

const char *
valid_host(const char *v)
{
	if (is_ip(v) || is_domain(slice_of(v)))
		return NULL;
	if (strstr(v, "://") != NULL)
		return "must be a host name alone, without a scheme (tls: says how)";
	if (strchr(v, ':') != NULL)
		return "must be a host name alone (port: is a setting of its own)";
	return "must be a host name or an IP address";
}

const char *
valid_domain(const char *v)
{
	if (strchr(v, '@') != NULL)
		return "must be a domain alone, without the part before the @";
	return is_domain(slice_of(v)) ? NULL : "must be a domain such as harborpine.example";
}

const char *
valid_folder(const char *v)
{
	return is_ascii(v) ? NULL
			   : "must be plain ASCII (other letters in IMAP's own form: Entw&APw-rfe)";
}

const char *
valid_after(const char *v)
{
	struct slice s = slice_of(v);

	if (slice_is(s, "keep") || slice_is(s, "seen"))
		return NULL;
	if (slice_starts(s, "move:") && s.len > 5)
		return valid_folder(v);
	return "must be keep, seen or move:FOLDER";
}

const char *
valid_auth_results(const char *v)
{
	struct slice s = slice_of(v);

	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum(v[i]) && strchr(".-_:[]", v[i]) == NULL)
			return "must be google, microsoft, none, or the name your mail server "
			       "signs its Authentication-Results with";
	return NULL;
}

/* A dot-atom before the @ (RFC 5322 3.4.1), a domain behind it. */
static bool
is_address(struct slice s)
{
	ptrdiff_t at = slice_rindex(s, '@');

	if (at <= 0 || at > 64 || s.len > 254)
		return false;
	for (ptrdiff_t i = 0; i < at; i++)
		if (!is_alnum(s.data[i]) && strchr("!#$%&'*+-/=?^_`{|}~.", s.data[i]) == NULL)
			return false;
	if (s.data[0] == '.' || s.data[at - 1] == '.' ||
	    slice_has(slice_sub(s, 0, (size_t)at), ".."))
		return false;
	return is_domain(slice_sub(s, (size_t)at + 1, s.len));
}

bool
valid_split_from(struct pool *pool, const char *v, const char **name_out, const char **address_out)
{
	struct slice s = slice_trim(slice_of(v)), name = SLICE_NONE;
	ptrdiff_t open = slice_rindex(s, '<');

	if (open >= 0) {
		if (s.data[s.len - 1] != '>')
			return false;
		name = slice_trim(slice_sub(s, 0, (size_t)open));
		s = slice_sub(s, (size_t)open + 1, s.len - 1);
		if (name.len >= 2 && name.data[0] == '"' && name.data[name.len - 1] == '"')
			name = slice_trim(slice_sub(name, 1, name.len - 1));
		if (slice_has(name, "<") || slice_has(name, ">") || slice_has(name, "\"") ||
		    !utf8_valid(name))
			return false;
	}
	if (!is_address(s))
		return false;
	*name_out = pool_cstr(pool, name);
	*address_out = pool_cstr(pool, s);
	return true;
}

const char *
valid_from(const char *v)
{
	const char *name, *address;
	struct pool *pool = pool_new();
	bool right = valid_split_from(pool, v, &name, &address);

	pool_free(pool);
	return right ? NULL
		     : "must be an address such as \"Harbor & Pine <intake@harborpine.example>\"";
}

const char *
valid_listen(const char *v)
{
	static const char wrong[] = "must be ADDRESS:PORT such as 127.0.0.1:8025 or [::1]:8025";
	struct slice s = slice_of(v), host;
	ptrdiff_t colon = slice_rindex(s, ':');
	char buf[64];
	int64_t port;

	if (colon <= 0 || !slice_int(slice_sub(s, (size_t)colon + 1, s.len), &port) || port < 1 ||
	    port > 65535)
		return wrong;
	host = slice_sub(s, 0, (size_t)colon);
	if (slice_starts(host, "[") && slice_ends(host, "]"))
		host = slice_sub(host, 1, host.len - 1);
	else if (slice_index(host, ':') >= 0)
		return wrong;
	if (slice_is(host, "localhost"))
		return NULL;
	return host.len < sizeof(buf) && is_ip(slice_cstr(host, buf, sizeof(buf))) ? NULL : wrong;
}

const char *
valid_host_port(const char *v)
{
	static const char wrong[] = "must be a host, or HOST:PORT such as nas.example:8443";
	struct slice host = slice_of(v);
	char buf[256];
	int64_t port = 1;
	ptrdiff_t colon = slice_rindex(host, ':');

	if (slice_starts(host, "[")) { /* RFC 3986 3.2.2 */
		ptrdiff_t end = slice_index(host, ']');

		if (end < 0 || (colon < end && (size_t)end + 1 != host.len) ||
		    (colon > end && colon != end + 1))
			return wrong;
		if (colon > end && !slice_int(slice_sub(host, (size_t)colon + 1, host.len), &port))
			return wrong;
		host = slice_sub(host, 1, (size_t)end);
	} else if (colon >= 0) {
		if (colon != slice_index(host, ':') ||
		    !slice_int(slice_sub(host, (size_t)colon + 1, host.len), &port))
			return wrong;
		host = slice_sub(host, 0, (size_t)colon);
	}
	if (port < 1 || port > 65535 || host.len >= sizeof(buf))
		return wrong;
	(void)slice_cstr(host, buf, sizeof(buf));
	return slice_is(host, "localhost") || valid_host(buf) == NULL ? NULL : wrong;
}

bool
valid_is_loopback(const char *host)
{
	struct in_addr four;
	struct in6_addr six;

	if (slice_iis(slice_of(host), "localhost"))
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return (ntohl(four.s_addr) >> 24) == 127;
	return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

const char *
valid_public_url(const char *v)
{
	static const char wrong[] = "must be an address such as https://docket.harborpine.example";
	struct slice s = slice_of(v), host;
	bool plain = slice_starts(s, "http://");
	char buf[256];
	size_t end = 0;

	if (!plain && !slice_starts(s, "https://"))
		return slice_has(s, "://") ? "must start with https://" : wrong;
	s = slice_sub(s, plain ? 7 : 8, s.len);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.data[i] <= 0x20 || (unsigned char)s.data[i] >= 0x7f ||
		    strchr("\"<>\\^`{|}?#@", s.data[i]) != NULL)
			return wrong;
	while (end < s.len && s.data[end] != '/')
		end++;
	host = slice_sub(s, 0, end);
	if (slice_starts(host, "[")) {
		ptrdiff_t close = slice_index(host, ']');

		host = slice_sub(host, 1, close < 1 ? 1 : (size_t)close);
	} else if (slice_index(host, ':') >= 0) {
		host = slice_sub(host, 0, (size_t)slice_index(host, ':'));
	}
	if (host.len == 0 || host.len >= sizeof(buf) ||
	    valid_host(slice_cstr(host, buf, sizeof(buf))))
		return wrong;
	if (plain && !valid_is_loopback(buf))
		return "must start with https:// (http:// on this machine only)";
	return NULL;
}

const char *
valid_network(const char *v)
{
	static const char wrong[] =
		"must be an address such as 127.0.0.1, or a network such as 10.0.0.0/8";
	struct slice s = slice_of(v);
	ptrdiff_t slash = slice_index(s, '/');
	char buf[64];
	int64_t bits = 0;

	if (slash >= 0) {
		if (!slice_int(slice_sub(s, (size_t)slash + 1, s.len), &bits))
			return wrong;
		s = slice_sub(s, 0, (size_t)slash);
	}
	if (s.len >= sizeof(buf) || !is_ip(slice_cstr(s, buf, sizeof(buf))))
		return wrong;
	return bits < 0 || bits > (slice_index(s, ':') >= 0 ? 128 : 32) ? wrong : NULL;
}

const char *
valid_variable(const char *v)
{
	if (v[0] >= '0' && v[0] <= '9')
		return "must be the name of an environment variable";
	for (const char *p = v; *p != '\0'; p++)
		if (!is_alnum(*p) && *p != '_')
			return "must be the name of an environment variable";
	return NULL;
}

const char *
valid_clean_path(struct pool *pool, const char *v)
{
	struct slice rest = slice_of(v), part;
	struct str clean;
	const char *path;

	str_init(&clean, rest.len + 1);
	while (slice_cut(&rest, '/', &part)) {
		if (part.len == 0 || slice_is(part, "."))
			continue;
		if (slice_is(part, "..")) {
			struct slice so_far = str_slice(&clean);
			ptrdiff_t last = slice_rindex(so_far, '/');

			if (so_far.len > 0 && !slice_is(so_far, "..") &&
			    !slice_ends(so_far, "/..")) {
				str_cut(&clean, last < 0 ? 0 : (size_t)last);
				continue;
			}
			if (v[0] == '/') /* the root's parent is the root */
				continue;
		}
		if (clean.len > 0 || v[0] == '/')
			str_addc(&clean, '/');
		str_add(&clean, part);
	}
	path = pool_cstr(pool,
			 clean.len > 0 ? str_slice(&clean) : slice_of(v[0] == '/' ? "/" : "."));
	str_clear(&clean);
	return path;
}

const char *
valid_digest_time(const char *v)
{
	static const char wrong[] = "must be a time before 14:00, such as 08:30";

	if (strlen(v) != 5 || v[2] != ':')
		return wrong;
	for (int i = 0; i < 5; i++)
		if (i != 2 && (v[i] < '0' || v[i] > '9'))
			return wrong;
	return strcmp(v, "14:00") < 0 && v[3] < '6' ? NULL : wrong;
}
