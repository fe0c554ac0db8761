build2/bot/base/log.o: bot/base/log.c include/docket/base/banned.h \
 include/docket/base/log.h include/docket/base/clock.h \
 include/docket/base/day.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/log.h:
include/docket/base/clock.h:
include/docket/base/day.h:
include/docket/base/slice.h:
