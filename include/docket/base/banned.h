/*
 * Functions that do not compile in docket, each with the reason at hand. Included before every file
 * of bot/ by the Makefile, after the system headers that declare them.
 */
#ifndef DOCKET_BASE_BANNED_H
#define DOCKET_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DOCKET_BANNED(f) docket_never_uses_##f

/* No bound on what they write. */
#undef strcpy
#define strcpy(d, s) DOCKET_BANNED(strcpy)
#undef strcat
#define strcat(d, s) DOCKET_BANNED(strcat)
#undef sprintf
#define sprintf(...) DOCKET_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) DOCKET_BANNED(vsprintf)
/* Leave the result unterminated or pad it silently. */
#undef strncpy
#define strncpy(d, s, n) DOCKET_BANNED(strncpy)
#undef strncat
#define strncat(d, s, n) DOCKET_BANNED(strncat)
/* Hidden static state. */
#undef strtok
#define strtok(s, d) DOCKET_BANNED(strtok)
#undef gmtime
#define gmtime(t) DOCKET_BANNED(gmtime)
#undef localtime
#define localtime(t) DOCKET_BANNED(localtime)
#undef ctime
#define ctime(t) DOCKET_BANNED(ctime)
#undef asctime
#define asctime(t) DOCKET_BANNED(asctime)
/* Read the machine's zone or locale: docket takes both as arguments. */
#undef mktime
#define mktime(t) DOCKET_BANNED(mktime)
/* No error is reported. */
#undef atoi
#define atoi(s) DOCKET_BANNED(atoi)
#undef atol
#define atol(s) DOCKET_BANNED(atol)

#endif
