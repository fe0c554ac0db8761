build2/bot/message/bounce.o: bot/message/bounce.c \
 include/docket/base/banned.h bot/message/bounce.h bot/message/mime.h \
 bot/message/header.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/message/address.h \
 include/docket/base/utf8.h bot/message/match.h bot/message/phrase.h \
 bot/message/bounce.def
include/docket/base/banned.h:
bot/message/bounce.h:
bot/message/mime.h:
bot/message/header.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/address.h:
include/docket/base/utf8.h:
bot/message/match.h:
bot/message/phrase.h:
bot/message/bounce.def:
