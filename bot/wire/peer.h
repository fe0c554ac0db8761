/*
 * A mail server to connect to by libcurl: the options that every connection has (verified TLS 1.2
 * or newer, no password before it), and why a connection failed, in a sentence with what to do.
 */
#ifndef BOT_WIRE_PEER_H
#define BOT_WIRE_PEER_H

#include "docket/base/err.h"
#include "docket/conf/conf.h"

#include <curl/curl.h>

struct peer {
	const char *scheme; /* "smtp" or "imap": how STARTTLS is asked for */
	const char *host;
	int port;
	enum conf_tls tls;
	const char *ca;	  /* PEM file, or NULL for the system's */
	const char *user; /* for curl to log in with, or NULL */
	const char *password;
	const char *path; /* of the URL, or NULL; the EHLO name of SMTP */
	bool pipe;	  /* tls implicit or none: leave the whole dialogue to the caller */
	long connect_ms, reply_s;
	char why[CURL_ERROR_SIZE]; /* curl's words, filled while connecting */
};

/* Once per process; later calls do nothing. */
void peer_global(void);
/* A handle that, performed, connects and stops (CURLOPT_CONNECT_ONLY). ERR_CONFIG, ERR_RETRY. */
int peer_handle(struct peer *p, CURL **out, struct err *e);
/* After rc != CURLE_OK: sets ERR_CONFIG if a person must act, else ERR_RETRY. Returns -1. */
int peer_failure(const struct peer *p, CURL *h, CURLcode rc, struct err *e);
/* Closes the connection under h without curl's polite, blocking good-bye, and frees h. */
void peer_hang_up(CURL *h);
bool peer_loopback(const char *host);
/* Whether s may stand in a command: no CR, LF, NUL or other control character. */
bool peer_clean(const char *s);

#endif
