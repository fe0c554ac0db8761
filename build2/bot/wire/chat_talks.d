build2/bot/wire/chat_talks.o: bot/wire/chat_talks.c \
 include/docket/base/banned.h bot/wire/chat_talks.h \
 include/docket/base/err.h include/docket/base/slice.h
include/docket/base/banned.h:
bot/wire/chat_talks.h:
include/docket/base/err.h:
include/docket/base/slice.h:
