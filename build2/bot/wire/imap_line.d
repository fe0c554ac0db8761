build2/bot/wire/imap_line.o: bot/wire/imap_line.c \
 include/docket/base/banned.h bot/wire/imap_conn.h bot/wire/peer.h \
 include/docket/base/err.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/wire/stream.h bot/wire/uidset.h \
 include/docket/base/utf8.h
include/docket/base/banned.h:
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
include/docket/base/utf8.h:
