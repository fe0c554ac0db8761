build2/bot/domain/stall.o: bot/domain/stall.c \
 include/docket/base/banned.h include/docket/domain/stall.h \
 include/docket/domain/calendar.h include/docket/base/zone.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/domain/job.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/clock.h
include/docket/base/banned.h:
include/docket/domain/stall.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/clock.h:
