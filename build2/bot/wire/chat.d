build2/bot/wire/chat.o: bot/wire/chat.c include/docket/base/banned.h \
 include/docket/wire/chat.h include/docket/base/chat.h \
 include/docket/base/err.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/pool.h include/docket/base/vec.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/wire/http.h bot/wire/chat_platforms.def
include/docket/base/banned.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/err.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/wire/http.h:
bot/wire/chat_platforms.def:
