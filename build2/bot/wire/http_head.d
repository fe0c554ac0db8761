build2/bot/wire/http_head.o: bot/wire/http_head.c \
 include/docket/base/banned.h bot/wire/http_head.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/wire/http_serve.h include/docket/base/frame.h \
 include/docket/base/err.h include/docket/wire/http.h \
 include/docket/base/pool.h include/docket/base/vec.h
include/docket/base/banned.h:
bot/wire/http_head.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/wire/http_serve.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/wire/http.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
