build2/bot/base/vec.o: bot/base/vec.c include/docket/base/banned.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
