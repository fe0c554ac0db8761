/* Connections to mail servers by libcurl, see peer.h. What is spoken over them is elsewhere. */
#include "peer.h"

#include "docket/base/day.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <sys/socket.h>

static const char SYSTEM_CA[] = "/etc/ssl/certs/ca-certificates.crt";

enum { URL_MAX = 512, NAME_SIZE = 256, CHAIN_MAX = 16 };

void
peer_global(void)
{
	static bool done;

	if (!done)
		curl_global_init(CURL_GLOBAL_DEFAULT);
	done = true;
}

bool
peer_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	       (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host));
}

bool
peer_clean(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return false;
	return true;
}

static bool
host_ok(const char *host)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.:_-";

	return host != NULL && *host != '\0' && strlen(host) < 254 &&
	       strspn(host, allowed) == strlen(host);
}

static int
url_of(const struct peer *p, char *url, size_t size, struct err *e)
{
	const char *scheme = p->scheme;
	bool v6 = strchr(p->host, ':') != NULL;

	/* Over http(s) with CONNECT_ONLY curl is a plain pipe and says nothing itself. */
	if (p->pipe && p->tls != CONF_TLS_STARTTLS)
		scheme = p->tls == CONF_TLS_IMPLICIT ? "https" : "http";
	else if (p->tls == CONF_TLS_IMPLICIT)
		scheme = strcmp(scheme, "smtp") == 0 ? "smtps" : "imaps";
	if (snprintf(url, size, "%s://%s%s%s:%d/%s", scheme, v6 ? "[" : "", p->host, v6 ? "]" : "",
		     p->port, p->path ? p->path : "") >= (int)size)
		return err_set(e, ERR_CONFIG, "host name too long: %s", p->host);
	return 0;
}

static void
set_tls(const struct peer *p, CURL *h)
{
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* A folder of certificates would be parsed anew at each connection (50 ms). */
	curl_easy_setopt(h, CURLOPT_CAINFO, p->ca != NULL ? p->ca : SYSTEM_CA);
	curl_easy_setopt(h, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(h, CURLOPT_SSL_ENABLE_ALPN, 0L);
	curl_easy_setopt(h, CURLOPT_CERTINFO, 1L); /* for peer_failure() */
	if (!p->pipe || p->tls == CONF_TLS_STARTTLS)
		curl_easy_setopt(
			h, CURLOPT_USE_SSL,
			(long)(p->tls == CONF_TLS_NONE ? CURLUSESSL_NONE : CURLUSESSL_ALL));
}

int
peer_handle(struct peer *p, CURL **out, struct err *e)
{
	char url[URL_MAX];
	CURL *h;

	if (!host_ok(p->host))
		return err_set(e, ERR_CONFIG, "'%s' is no host name", p->host ? p->host : "");
	if (p->port < 1 || p->port > 65535)
		return err_set(e, ERR_CONFIG, "%d is no port", p->port);
	if (p->tls == CONF_TLS_NONE && !peer_loopback(p->host))
		return err_set(e, ERR_CONFIG,
			       "tls: none is for this machine only, %s needs implicit or starttls",
			       p->host);
	if ((p->user != NULL && !peer_clean(p->user)) ||
	    (p->password != NULL && !peer_clean(p->password)))
		return err_set(e, ERR_CONFIG, "user or password for %s holds a control character",
			       p->host);
	if (url_of(p, url, sizeof(url), e) < 0)
		return -1;
	peer_global();
	h = curl_easy_init();
	if (h == NULL)
		return err_set(e, ERR_RETRY, "no memory for a connection to %s", p->host);
	p->why[0] = '\0';
	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, ""); /* the environment is no configuration */
	curl_easy_setopt(h, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, p->connect_ms);
	curl_easy_setopt(h, CURLOPT_SERVER_RESPONSE_TIMEOUT, p->reply_s);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, p->why);
	curl_easy_setopt(h, CURLOPT_SASL_IR, 1L);
	set_tls(p, h);
	if (p->user != NULL && *p->user != '\0') {
		curl_easy_setopt(h, CURLOPT_USERNAME, p->user);
		curl_easy_setopt(h, CURLOPT_PASSWORD, p->password ? p->password : "");
	}
	*out = h;
	return 0;
}

void
peer_hang_up(CURL *h)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (h == NULL)
		return;
	/* Else curl says LOGOUT or QUIT and waits for the answer. */
	if (curl_easy_getinfo(h, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK && fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
	curl_easy_cleanup(h);
}

/* The chain that the server showed, from curl's record of it. */
static unsigned
chain_of(CURL *h, gnutls_x509_crt_t chain[CHAIN_MAX])
{
	static const char KEY[] = "Cert:";
	struct curl_certinfo *info = NULL;
	unsigned count = 0;

	if (curl_easy_getinfo(h, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL)
		return 0;
	for (int i = 0; i < info->num_of_certs && count < CHAIN_MAX; i++)
		for (struct curl_slist *l = info->certinfo[i]; l != NULL; l = l->next) {
			const char *pem = l->data + sizeof(KEY) - 1;
			gnutls_datum_t d;

			if (strncmp(l->data, KEY, sizeof(KEY) - 1) != 0 || count == CHAIN_MAX)
				continue;
			d.data = (unsigned char *)(uintptr_t)pem;
			d.size = (unsigned)strlen(pem);
			if (gnutls_x509_crt_init(&chain[count]) < 0)
				continue;
			if (gnutls_x509_crt_import(chain[count], &d, GNUTLS_X509_FMT_PEM) < 0)
				gnutls_x509_crt_deinit(chain[count]);
			else
				count++;
		}
	return count;
}

static void
name_of(gnutls_x509_crt_t cert, bool issuer, char *buf, size_t size)
{
	size_t len = size;
	int r = issuer ? gnutls_x509_crt_get_issuer_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0,
							      0, buf, &len)
		       : gnutls_x509_crt_get_subject_alt_name(cert, 0, buf, &len, NULL);

	if (r < 0 && !issuer) {
		len = size;
		r = gnutls_x509_crt_get_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, 0, buf,
						  &len);
	}
	if (r < 0)
		len = 0;
	buf[len < size ? len : size - 1] = '\0';
	for (char *c = buf; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f)
			*c = '?';
}

/* curl says only that verification failed: repeats it and says what is wrong. */
static int
bad_certificate(const struct peer *p, CURL *h, struct err *e)
{
	gnutls_x509_crt_t chain[CHAIN_MAX];
	unsigned count = chain_of(h, chain), status = 0;
	gnutls_x509_trust_list_t trust = NULL;
	char name[NAME_SIZE];

	if (count == 0)
		return err_set(e, ERR_CONFIG, "the certificate of %s cannot be verified: %s",
			       p->host, p->why);
	if (gnutls_x509_trust_list_init(&trust, 0) >= 0) {
		gnutls_x509_trust_list_add_trust_file(trust, p->ca ? p->ca : SYSTEM_CA, NULL,
						      GNUTLS_X509_FMT_PEM, 0, 0);
		gnutls_x509_trust_list_verify_crt2(trust, chain, count, NULL, 0, 0, &status, NULL);
	}
	if (status & (GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED)) {
		bool late = (status & GNUTLS_CERT_EXPIRED) != 0;
		int64_t when = late ? gnutls_x509_crt_get_expiration_time(chain[0])
				    : gnutls_x509_crt_get_activation_time(chain[0]);
		struct civil day = day_civil(when / 86400);

		err_set(e, ERR_CONFIG,
			"the certificate of %s %s %04d-%02d-%02d: its administrator must renew "
			"it%s",
			p->host, late ? "expired on" : "is not valid before", day.year, day.month,
			day.day, late ? "" : ", or this machine's clock is wrong");
	} else if (status & GNUTLS_CERT_SIGNER_NOT_FOUND) {
		name_of(chain[count - 1], true, name, sizeof(name));
		err_set(e, ERR_CONFIG,
			"the certificate of %s is signed by '%s', which is not trusted: if that is "
			"right, name its CA file as `ca`",
			p->host, name);
	} else if (!gnutls_x509_crt_check_hostname(chain[0], p->host)) {
		name_of(chain[0], false, name, sizeof(name));
		err_set(e, ERR_CONFIG,
			"the certificate of %s has the wrong name, '%s': put the server's own name "
			"as `host`",
			p->host, name);
	} else {
		err_set(e, ERR_CONFIG, "the certificate of %s cannot be verified: %s", p->host,
			p->why);
	}
	for (unsigned i = 0; i < count; i++)
		gnutls_x509_crt_deinit(chain[i]);
	if (trust != NULL)
		gnutls_x509_trust_list_deinit(trust, 1);
	return -1;
}

static int
bad_handshake(const struct peer *p, struct err *e)
{
	struct slice why = slice_of(p->why);

	if (slice_ihas(why, "protocol version") || slice_ihas(why, "unsupported version"))
		return err_set(e, ERR_CONFIG,
			       "%s offers only TLS older than 1.2, which is not safe: its "
			       "administrator must update it",
			       p->host);
	if (slice_ihas(why, "unexpected TLS packet") || slice_ihas(why, "record overflow"))
		return err_set(e, ERR_CONFIG,
			       "%s does not speak TLS at once on port %d: try tls: starttls, or "
			       "another port",
			       p->host, p->port);
	return err_set(e, ERR_RETRY, "no TLS with %s port %d: %s", p->host, p->port, p->why);
}

int
peer_failure(const struct peer *p, CURL *h, CURLcode rc, struct err *e)
{
	long code = 0;

	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &code);
	switch (rc) {
	case CURLE_PEER_FAILED_VERIFICATION: return bad_certificate(p, h, e);
	case CURLE_SSL_CONNECT_ERROR: return bad_handshake(p, e);
	case CURLE_SSL_CACERT_BADFILE:
		return err_set(e, ERR_CONFIG, "cannot read the CA file %s",
			       p->ca ? p->ca : SYSTEM_CA);
	case CURLE_USE_SSL_FAILED:
		return err_set(e, ERR_CONFIG,
			       "%s does not offer STARTTLS on port %d, so nothing secret was sent: "
			       "try tls: implicit, or ask whether something in between removes it",
			       p->host, p->port);
	case CURLE_LOGIN_DENIED:
		if (code >= 400 && code < 500)
			return err_set(e, ERR_RETRY, "%s cannot check the password now (%ld)",
				       p->host, code);
		return err_set(e, ERR_CONFIG, "%s refuses the password of user '%s'", p->host,
			       p->user ? p->user : "");
	case CURLE_COULDNT_RESOLVE_HOST:
		return err_set(e, ERR_RETRY, "no address is known for host %s", p->host);
	case CURLE_COULDNT_CONNECT:
		return err_set(e, ERR_RETRY, "cannot connect to %s port %d", p->host, p->port);
	case CURLE_OPERATION_TIMEDOUT:
		return err_set(e, ERR_RETRY, "%s port %d does not answer", p->host, p->port);
	case CURLE_WEIRD_SERVER_REPLY:
		if (code >= 400)
			return err_set(e, ERR_RETRY, "%s turns us away (%ld)", p->host, code);
		return err_set(e, ERR_RETRY, "%s answers what no mail server should (%s)", p->host,
			       p->why[0] ? p->why : curl_easy_strerror(rc));
	default:
		return err_set(e, ERR_RETRY, "%s port %d: %s", p->host, p->port,
			       p->why[0] ? p->why : curl_easy_strerror(rc));
	}
}
