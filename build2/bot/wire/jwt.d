build2/bot/wire/jwt.o: bot/wire/jwt.c include/docket/base/banned.h \
 bot/wire/jwt_keys.h bot/wire/jwt.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/wire/http.h include/docket/base/err.h \
 include/docket/base/str.h bot/wire/chat_json.h bot/wire/chat_util.h \
 include/docket/wire/chat.h include/docket/base/chat.h \
 include/docket/base/json.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/base64.h
include/docket/base/banned.h:
bot/wire/jwt_keys.h:
bot/wire/jwt.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/wire/http.h:
include/docket/base/err.h:
include/docket/base/str.h:
bot/wire/chat_json.h:
bot/wire/chat_util.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/base64.h:
