build2/bot/domain/capacity.o: bot/domain/capacity.c \
 include/docket/base/banned.h include/docket/domain/capacity.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/domain/calendar.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/str.h
include/docket/base/banned.h:
include/docket/domain/capacity.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
