build2/bot/domain/policy.o: bot/domain/policy.c \
 include/docket/base/banned.h include/docket/domain/policy.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/domain/calendar.h \
 include/docket/base/zone.h include/docket/base/clock.h
include/docket/base/banned.h:
include/docket/domain/policy.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/clock.h:
