build2/bot/store/chat_in.o: bot/store/chat_in.c \
 include/docket/base/banned.h include/docket/store/chat.h \
 include/docket/base/chat.h include/docket/base/err.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/pool.h \
 include/docket/base/vec.h include/docket/store/inbox.h \
 include/docket/store/store.h bot/store/db.h \
 include/docket/store/inputs.h include/docket/base/clock.h
include/docket/base/banned.h:
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
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/base/clock.h:
