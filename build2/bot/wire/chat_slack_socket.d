build2/bot/wire/chat_slack_socket.o: bot/wire/chat_slack_socket.c \
 include/docket/base/banned.h bot/wire/chat_slack.h bot/wire/chat_json.h \
 include/docket/base/err.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/wire/chat.h \
 include/docket/base/chat.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/wire/http.h bot/wire/chat_util.h
include/docket/base/banned.h:
bot/wire/chat_slack.h:
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
bot/wire/chat_util.h:
