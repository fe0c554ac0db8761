build2/bot/base/clock.o: bot/base/clock.c include/docket/base/banned.h \
 include/docket/base/clock.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/clock.h:
include/docket/base/slice.h:
