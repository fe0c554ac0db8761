build2/bot/message/html.o: bot/message/html.c \
 include/docket/base/banned.h bot/message/html.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/message/html_feed.h bot/message/style.h bot/message/work.h
include/docket/base/banned.h:
bot/message/html.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/html_feed.h:
bot/message/style.h:
bot/message/work.h:
