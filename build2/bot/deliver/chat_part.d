build2/bot/deliver/chat_part.o: bot/deliver/chat_part.c \
 include/docket/base/banned.h include/docket/deliver/chat.h \
 include/docket/store/chat.h include/docket/base/chat.h \
 include/docket/base/err.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/pool.h include/docket/base/vec.h \
 include/docket/store/inbox.h include/docket/store/store.h \
 include/docket/wire/chat_entry.h include/docket/base/clock.h \
 include/docket/wire/chat.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/wire/http.h \
 include/docket/wire/http_out.h
include/docket/base/banned.h:
include/docket/deliver/chat.h:
include/docket/store/chat.h:
include/docket/base/chat.h:
include/docket/base/err.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/wire/chat_entry.h:
include/docket/base/clock.h:
include/docket/wire/chat.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/wire/http.h:
include/docket/wire/http_out.h:
