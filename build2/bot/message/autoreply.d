build2/bot/message/autoreply.o: bot/message/autoreply.c \
 include/docket/base/banned.h bot/message/autoreply.h bot/message/mime.h \
 bot/message/header.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/message/bounce.h \
 include/docket/base/utf8.h bot/message/machine.h bot/message/match.h \
 bot/message/phrase.h bot/message/autoreply.def
include/docket/base/banned.h:
bot/message/autoreply.h:
bot/message/mime.h:
bot/message/header.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/bounce.h:
include/docket/base/utf8.h:
bot/message/machine.h:
bot/message/match.h:
bot/message/phrase.h:
bot/message/autoreply.def:
