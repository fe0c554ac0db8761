build2/bot/daemon/reader.o: bot/daemon/reader.c \
 include/docket/base/banned.h bot/daemon/reader.h bot/daemon/children.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/store/store.h include/docket/base/clock.h \
 include/docket/base/log.h include/docket/base/zone.h \
 include/docket/store/inbox.h
include/docket/base/banned.h:
bot/daemon/reader.h:
bot/daemon/children.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/store.h:
include/docket/base/clock.h:
include/docket/base/log.h:
include/docket/base/zone.h:
include/docket/store/inbox.h:
