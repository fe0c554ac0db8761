build2/bot/message/style.o: bot/message/style.c \
 include/docket/base/banned.h bot/message/style.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
bot/message/style.h:
include/docket/base/slice.h:
