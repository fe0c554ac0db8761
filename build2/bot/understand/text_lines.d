build2/bot/understand/text_lines.o: bot/understand/text_lines.c \
 include/docket/base/banned.h bot/understand/text_lines.h \
 bot/understand/words.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/understand/lexicon.def include/docket/base/utf8.h
include/docket/base/banned.h:
bot/understand/text_lines.h:
bot/understand/words.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/understand/lexicon.def:
include/docket/base/utf8.h:
