build2/bot/understand/clause_cut.o: bot/understand/clause_cut.c \
 include/docket/base/banned.h bot/understand/clause.h \
 bot/understand/context.h bot/understand/date.h include/docket/base/day.h \
 include/docket/base/slice.h bot/understand/words.h \
 include/docket/understand/reading.h include/docket/base/zone.h \
 include/docket/base/str.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/understand/lexicon.def \
 bot/understand/lexicon.h include/docket/base/asset.h
include/docket/base/banned.h:
bot/understand/clause.h:
bot/understand/context.h:
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
bot/understand/lexicon.h:
include/docket/base/asset.h:
