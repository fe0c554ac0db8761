build2/bot/wire/http_serve.o: bot/wire/http_serve.c \
 include/docket/base/banned.h include/docket/wire/http_serve.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/wire/http.h include/docket/base/pool.h \
 include/docket/base/vec.h include/docket/base/clock.h \
 include/docket/base/log.h bot/wire/http_guard.h bot/wire/http_addr.h \
 bot/wire/http_head.h
include/docket/base/banned.h:
include/docket/wire/http_serve.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/wire/http.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
include/docket/base/clock.h:
include/docket/base/log.h:
bot/wire/http_guard.h:
bot/wire/http_addr.h:
bot/wire/http_head.h:
