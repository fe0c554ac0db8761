build2/bot/wire/probe.o: bot/wire/probe.c include/docket/base/banned.h \
 include/docket/wire/source.h include/docket/base/err.h \
 include/docket/base/frame.h include/docket/base/str.h \
 include/docket/base/slice.h bot/wire/imap_conn.h bot/wire/peer.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/wire/stream.h \
 bot/wire/uidset.h
include/docket/base/banned.h:
include/docket/wire/source.h:
include/docket/base/err.h:
include/docket/base/frame.h:
include/docket/base/str.h:
include/docket/base/slice.h:
bot/wire/imap_conn.h:
bot/wire/peer.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/wire/stream.h:
bot/wire/uidset.h:
