build2/bot/understand/verdict_scope.o: bot/understand/verdict_scope.c \
 include/docket/base/banned.h include/docket/base/utf8.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/str.h bot/understand/clause.h \
 bot/understand/context.h bot/understand/date.h include/docket/base/day.h \
 bot/understand/words.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/vec.h \
 bot/understand/lexicon.def bot/understand/lexicon.h \
 include/docket/base/asset.h bot/understand/verdict.h \
 bot/understand/verdict_acts.def
include/docket/base/banned.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
bot/understand/clause.h:
bot/understand/context.h:
bot/understand/date.h:
include/docket/base/day.h:
bot/understand/words.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
bot/understand/lexicon.def:
bot/understand/lexicon.h:
include/docket/base/asset.h:
bot/understand/verdict.h:
bot/understand/verdict_acts.def:
