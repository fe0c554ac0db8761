build2/bot/wire/http_transfer.o: bot/wire/http_transfer.c \
 include/docket/base/banned.h bot/wire/http_transfer.h \
 include/docket/wire/http_out.h include/docket/wire/http.h \
 include/docket/base/err.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/utf8.h \
 bot/wire/http_addr.h bot/wire/peer.h include/docket/conf/conf.h \
 include/docket/base/day.h
include/docket/base/banned.h:
bot/wire/http_transfer.h:
include/docket/wire/http_out.h:
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/utf8.h:
bot/wire/http_addr.h:
bot/wire/peer.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
