build2/bot/message/match.o: bot/message/match.c \
 include/docket/base/banned.h bot/message/match.h \
 include/docket/base/slice.h bot/message/work.h
include/docket/base/banned.h:
bot/message/match.h:
include/docket/base/slice.h:
bot/message/work.h:
