build2/bot/cli/reading_tools.o: bot/cli/reading_tools.c \
 include/docket/base/banned.h bot/cli/reading_tools.h \
 include/docket/understand/reading.h include/docket/base/zone.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/asset.h \
 include/docket/base/clock.h include/docket/base/file.h \
 include/docket/conf/kit.h
include/docket/base/banned.h:
bot/cli/reading_tools.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/asset.h:
include/docket/base/clock.h:
include/docket/base/file.h:
include/docket/conf/kit.h:
