build2/bot/message/phrase.o: bot/message/phrase.c \
 include/docket/base/banned.h bot/message/phrase.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/str.h bot/message/match.h \
 bot/message/work.h bot/message/phrase.def
include/docket/base/banned.h:
bot/message/phrase.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/str.h:
bot/message/match.h:
bot/message/work.h:
bot/message/phrase.def:
