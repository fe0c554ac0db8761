build2/bot/cli/date.o: bot/cli/date.c include/docket/base/banned.h \
 include/docket/cli/verbs.h include/docket/base/clock.h \
 include/docket/base/file.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 bot/cli/reading_tools.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/message/mail.h include/docket/base/vec.h \
 include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/cli/verbs.h:
include/docket/base/clock.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
bot/cli/reading_tools.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/message/mail.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
