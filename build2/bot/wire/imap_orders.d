build2/bot/wire/imap_orders.o: bot/wire/imap_orders.c \
 include/docket/base/banned.h bot/wire/imap_child.h bot/wire/imap_fetch.h \
 bot/wire/imap_conn.h bot/wire/peer.h include/docket/base/err.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/wire/stream.h \
 bot/wire/uidset.h bot/wire/skeleton.h include/docket/base/frame.h \
 include/docket/wire/source.h include/docket/base/clock.h
include/docket/base/banned.h:
bot/wire/imap_child.h:
bot/wire/imap_fetch.h:
bot/wire/imap_conn.h:
bot/wire/peer.h:
include/docket/base/err.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/wire/stream.h:
bot/wire/uidset.h:
bot/wire/skeleton.h:
include/docket/base/frame.h:
include/docket/wire/source.h:
include/docket/base/clock.h:
