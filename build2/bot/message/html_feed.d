build2/bot/message/html_feed.o: bot/message/html_feed.c \
 include/docket/base/banned.h bot/message/html_feed.h \
 include/docket/base/pool.h include/docket/base/slice.h
include/docket/base/banned.h:
bot/message/html_feed.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
