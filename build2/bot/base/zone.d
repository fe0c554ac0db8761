build2/bot/base/zone.o: bot/base/zone.c include/docket/base/banned.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/pool.h:
