build2/bot/message/mail.o: bot/message/mail.c \
 include/docket/base/banned.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/message/address.h bot/message/attach.h \
 bot/message/mime.h bot/message/header.h bot/message/authres.h \
 bot/message/autoreply.h bot/message/notice.h bot/message/body.h \
 bot/message/charset.h bot/message/letters.h bot/message/phrase.h \
 bot/message/split.h
include/docket/base/banned.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/address.h:
bot/message/attach.h:
bot/message/mime.h:
bot/message/header.h:
bot/message/authres.h:
bot/message/autoreply.h:
bot/message/notice.h:
bot/message/body.h:
bot/message/charset.h:
bot/message/letters.h:
bot/message/phrase.h:
bot/message/split.h:
