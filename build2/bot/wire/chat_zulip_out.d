build2/bot/wire/chat_zulip_out.o: bot/wire/chat_zulip_out.c \
 include/docket/base/banned.h bot/wire/chat_zulip.h bot/wire/chat_util.h \
 bot/wire/chat_json.h include/docket/base/err.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/wire/chat.h include/docket/base/chat.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/wire/http.h \
 include/docket/base/utf8.h
include/docket/base/banned.h:
bot/wire/chat_zulip.h:
bot/wire/chat_util.h:
bot/wire/chat_json.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/wire/http.h:
include/docket/base/utf8.h:
