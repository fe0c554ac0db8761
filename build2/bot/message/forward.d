build2/bot/message/forward.o: bot/message/forward.c \
 include/docket/base/banned.h bot/message/forward.h bot/message/split.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/message/phrase.h bot/message/address.h bot/message/attribution.h \
 bot/message/body.h bot/message/mime.h bot/message/header.h
include/docket/base/banned.h:
bot/message/forward.h:
bot/message/split.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/phrase.h:
bot/message/address.h:
bot/message/attribution.h:
bot/message/body.h:
bot/message/mime.h:
bot/message/header.h:
