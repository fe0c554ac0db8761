build2/bot/understand/reading_parse.o: bot/understand/reading_parse.c \
 include/docket/base/banned.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/understand/names.h bot/understand/reading_in.h
include/docket/base/banned.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/understand/names.h:
bot/understand/reading_in.h:
