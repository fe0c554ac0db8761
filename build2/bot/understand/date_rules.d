build2/bot/understand/date_rules.o: bot/understand/date_rules.c \
 include/docket/base/banned.h bot/understand/date_make.h \
 bot/understand/date_scan.h bot/understand/date.h \
 include/docket/base/day.h include/docket/base/slice.h \
 bot/understand/words.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/str.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/understand/lexicon.def bot/understand/date_words.def
include/docket/base/banned.h:
bot/understand/date_make.h:
bot/understand/date_scan.h:
bot/understand/date.h:
include/docket/base/day.h:
include/docket/base/slice.h:
bot/understand/words.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/understand/lexicon.def:
bot/understand/date_words.def:
