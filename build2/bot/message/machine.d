build2/bot/message/machine.o: bot/message/machine.c \
 include/docket/base/banned.h bot/message/machine.h bot/message/mime.h \
 bot/message/header.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/utf8.h \
 bot/message/match.h bot/message/phrase.h bot/message/machine.def
include/docket/base/banned.h:
bot/message/machine.h:
bot/message/mime.h:
bot/message/header.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/utf8.h:
bot/message/match.h:
bot/message/phrase.h:
bot/message/machine.def:
