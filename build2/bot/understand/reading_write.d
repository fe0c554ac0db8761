build2/bot/understand/reading_write.o: bot/understand/reading_write.c \
 include/docket/base/banned.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/json.h include/docket/base/utf8.h \
 bot/understand/names.h
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
include/docket/base/json.h:
include/docket/base/utf8.h:
bot/understand/names.h:
