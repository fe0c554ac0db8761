build2/bot/message/forward_line.o: bot/message/forward_line.c \
 include/docket/base/banned.h bot/message/forward.h bot/message/split.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/message/phrase.h bot/message/address.h bot/message/attribution.h
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
