build2/bot/cli/check_chat.o: bot/cli/check_chat.c \
 include/docket/base/banned.h include/docket/cli/chat.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/clock.h \
 include/docket/wire/chat_entry.h include/docket/wire/chat.h \
 include/docket/base/chat.h include/docket/base/json.h \
 include/docket/wire/http.h include/docket/wire/http_out.h \
 include/docket/wire/http_serve.h include/docket/base/frame.h
include/docket/base/banned.h:
include/docket/cli/chat.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/clock.h:
include/docket/wire/chat_entry.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/wire/http.h:
include/docket/wire/http_out.h:
include/docket/wire/http_serve.h:
include/docket/base/frame.h:
