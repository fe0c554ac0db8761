build2/bot/wire/peer.o: bot/wire/peer.c include/docket/base/banned.h \
 bot/wire/peer.h include/docket/base/err.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h
include/docket/base/banned.h:
bot/wire/peer.h:
include/docket/base/err.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
