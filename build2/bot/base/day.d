build2/bot/base/day.o: bot/base/day.c include/docket/base/banned.h \
 include/docket/base/day.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/day.h:
include/docket/base/slice.h:
