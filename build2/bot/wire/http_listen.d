build2/bot/wire/http_listen.o: bot/wire/http_listen.c \
 include/docket/base/banned.h include/docket/wire/http_serve.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/wire/http.h include/docket/base/pool.h \
 include/docket/base/vec.h
include/docket/base/banned.h:
include/docket/wire/http_serve.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/wire/http.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
