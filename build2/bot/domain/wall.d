build2/bot/domain/wall.o: bot/domain/wall.c include/docket/base/banned.h \
 include/docket/domain/wall.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/domain/wall.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
