build2/bot/message/body.o: bot/message/body.c \
 include/docket/base/banned.h bot/message/body.h bot/message/mime.h \
 bot/message/header.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/message/attach.h bot/message/charset.h \
 bot/message/html.h
include/docket/base/banned.h:
bot/message/body.h:
bot/message/mime.h:
bot/message/header.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/attach.h:
bot/message/charset.h:
bot/message/html.h:
