build2/bot/understand/round.o: bot/understand/round.c \
 include/docket/base/banned.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/slice.h \
 bot/understand/clause.h bot/understand/context.h bot/understand/date.h \
 include/docket/base/day.h bot/understand/words.h \
 include/docket/understand/reading.h include/docket/base/zone.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/understand/lexicon.def bot/understand/lexicon.h \
 include/docket/base/asset.h bot/understand/merge.h bot/understand/wish.h \
 bot/understand/wish_pair.def bot/understand/names.h \
 bot/understand/work.h
include/docket/base/banned.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
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
include/docket/base/pool.h:
bot/understand/lexicon.def:
bot/understand/lexicon.h:
include/docket/base/asset.h:
bot/understand/merge.h:
bot/understand/wish.h:
bot/understand/wish_pair.def:
bot/understand/names.h:
bot/understand/work.h:
