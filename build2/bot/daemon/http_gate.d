build2/bot/daemon/http_gate.o: bot/daemon/http_gate.c \
 include/docket/base/banned.h bot/daemon/http_gate.h \
 bot/daemon/children.h include/docket/base/frame.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/wire/http_serve.h \
 include/docket/wire/http.h include/docket/base/clock.h \
 include/docket/base/log.h
include/docket/base/banned.h:
bot/daemon/http_gate.h:
bot/daemon/children.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/wire/http_serve.h:
include/docket/wire/http.h:
include/docket/base/clock.h:
include/docket/base/log.h:
