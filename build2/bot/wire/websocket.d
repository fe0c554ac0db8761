build2/bot/wire/websocket.o: bot/wire/websocket.c \
 include/docket/base/banned.h include/docket/wire/websocket.h \
 include/docket/base/err.h include/docket/base/slice.h \
 include/docket/base/base64.h include/docket/base/pool.h \
 include/docket/base/str.h include/docket/base/clock.h \
 include/docket/base/rand.h bot/wire/peer.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/vec.h \
 bot/wire/websocket_frame.h
include/docket/base/banned.h:
include/docket/wire/websocket.h:
include/docket/base/err.h:
include/docket/base/slice.h:
include/docket/base/base64.h:
include/docket/base/pool.h:
include/docket/base/str.h:
include/docket/base/clock.h:
include/docket/base/rand.h:
bot/wire/peer.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
bot/wire/websocket_frame.h:
