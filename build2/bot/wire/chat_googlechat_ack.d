build2/bot/wire/chat_googlechat_ack.o: bot/wire/chat_googlechat_ack.c \
 include/docket/base/banned.h bot/wire/chat_googlechat.h \
 bot/wire/chat_talks.h include/docket/base/err.h \
 include/docket/base/slice.h bot/wire/chat_util.h bot/wire/chat_json.h \
 include/docket/base/pool.h include/docket/wire/chat.h \
 include/docket/base/chat.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/wire/http.h bot/wire/oauth.h bot/wire/jwt.h
include/docket/base/banned.h:
bot/wire/chat_googlechat.h:
bot/wire/chat_talks.h:
include/docket/base/err.h:
include/docket/base/slice.h:
bot/wire/chat_util.h:
bot/wire/chat_json.h:
include/docket/base/pool.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/wire/http.h:
bot/wire/oauth.h:
bot/wire/jwt.h:
