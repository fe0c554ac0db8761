build2/bot/domain/calendar.o: bot/domain/calendar.c \
 include/docket/base/banned.h include/docket/domain/calendar.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/clock.h
include/docket/base/banned.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/clock.h:
