build2/bot/domain/like.o: bot/domain/like.c include/docket/base/banned.h \
 include/docket/domain/like.h include/docket/domain/phrases.h \
 include/docket/base/asset.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/domain/wall.h
include/docket/base/banned.h:
include/docket/domain/like.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/wall.h:
