build2/bot/wire/http_out.o: bot/wire/http_out.c \
 include/docket/base/banned.h include/docket/wire/http_out.h \
 include/docket/wire/http.h include/docket/base/err.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/clock.h include/docket/base/step.h \
 bot/wire/http_transfer.h bot/wire/peer.h include/docket/conf/conf.h \
 include/docket/base/day.h
include/docket/base/banned.h:
include/docket/wire/http_out.h:
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/clock.h:
include/docket/base/step.h:
bot/wire/http_transfer.h:
bot/wire/peer.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
