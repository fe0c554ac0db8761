build2/bot/wire/fetch.o: bot/wire/fetch.c include/docket/base/banned.h \
 include/docket/wire/fetch.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/clock.h include/docket/base/step.h \
 include/docket/base/utf8.h include/docket/wire/http_out.h \
 include/docket/wire/http.h bot/wire/peer.h
include/docket/base/banned.h:
include/docket/wire/fetch.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/clock.h:
include/docket/base/step.h:
include/docket/base/utf8.h:
include/docket/wire/http_out.h:
include/docket/wire/http.h:
bot/wire/peer.h:
