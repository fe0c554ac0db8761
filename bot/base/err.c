/* Fills, extends and names the one error object. What to do about an error is the caller's. */
#include "docket/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct {
	const char *name;
	int status;
} kinds[] = {
	[ERR_NONE] = {"none", EX_OK},	       [ERR_RETRY] = {"retry", EX_TEMPFAIL},
	[ERR_MESSAGE] = {"message", EX_IOERR}, [ERR_SOURCE] = {"source", EX_UNAVAILABLE},
	[ERR_CONFIG] = {"config", EX_CONFIG},  [ERR_USAGE] = {"usage", EX_USAGE},
	[ERR_NOFILE] = {"nofile", EX_NOINPUT}, [ERR_REFUSED] = {"refused", EX_NOPERM},
	[ERR_STOP] = {"stop", EX_IOERR},
};

static size_t
kind_index(enum err_kind kind)
{
	size_t i = (size_t)kind;

	return i < sizeof(kinds) / sizeof(kinds[0]) ? i : ERR_STOP;
}

int
err_set(struct err *e, enum err_kind kind, const char *format, ...)
{
	va_list ap;

	if (e == NULL || e->kind != ERR_NONE)
		return -1;
	e->kind = kind;
	va_start(ap, format);
	(void)vsnprintf(e->text, sizeof(e->text), format, ap);
	va_end(ap);
	return -1;
}

int
err_errno(struct err *e, enum err_kind kind, int errnum, const char *format, ...)
{
	va_list ap;
	size_t len;
	char why[128];

	if (e == NULL || e->kind != ERR_NONE)
		return -1;
	e->kind = kind;
	va_start(ap, format);
	(void)vsnprintf(e->text, sizeof(e->text), format, ap);
	va_end(ap);
	len = strlen(e->text);
	/* GNU's strerror_r: may or may not use the buffer, always returns text. */
	(void)snprintf(e->text + len, sizeof(e->text) - len, ": %s",
		       strerror_r(errnum, why, sizeof(why)));
	return -1;
}

int
err_wrap(struct err *e, const char *format, ...)
{
	va_list ap;
	char where[ERR_TEXT_MAX];
	size_t where_len, text_len, room = sizeof(e->text) - 3; /* less ": " and NUL */

	if (e == NULL)
		return -1;
	va_start(ap, format);
	(void)vsnprintf(where, sizeof(where), format, ap);
	va_end(ap);
	where_len = strlen(where);
	text_len = strlen(e->text);
	/* When both do not fit, the place gives way first, down to half; then the cause is cut. */
	if (where_len + text_len > room) {
		size_t keep = text_len < room / 2 ? room - text_len : room / 2;

		if (where_len > keep)
			where_len = keep;
		if (text_len > room - where_len)
			text_len = room - where_len;
	}
	memmove(e->text + where_len + 2, e->text, text_len);
	memcpy(e->text, where, where_len);
	memcpy(e->text + where_len, ": ", 2);
	e->text[where_len + 2 + text_len] = '\0';
	return -1;
}

void
err_clear(struct err *e)
{
	if (e == NULL)
		return;
	e->kind = ERR_NONE;
	e->text[0] = '\0';
}

int
err_exit_status(const struct err *e)
{
	return kinds[kind_index(e->kind)].status;
}

const char *
err_kind_name(enum err_kind kind)
{
	return kinds[kind_index(kind)].name;
}
