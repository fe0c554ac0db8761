build2/bot/wire/websocket_frame.o: bot/wire/websocket_frame.c \
 include/docket/base/banned.h bot/wire/websocket_frame.h \
 include/docket/base/err.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/base64.h include/docket/base/utf8.h
include/docket/base/banned.h:
bot/wire/websocket_frame.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/base64.h:
include/docket/base/utf8.h:
