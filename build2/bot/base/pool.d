build2/bot/base/pool.o: bot/base/pool.c include/docket/base/banned.h \
 include/docket/base/pool.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
