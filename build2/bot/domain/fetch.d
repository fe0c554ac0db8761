build2/bot/domain/fetch.o: bot/domain/fetch.c \
 include/docket/base/banned.h include/docket/domain/fetch.h \
 include/docket/domain/artwork.h include/docket/base/slice.h \
 include/docket/conf/kit.h include/docket/base/asset.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/clock.h
include/docket/base/banned.h:
include/docket/domain/fetch.h:
include/docket/domain/artwork.h:
include/docket/base/slice.h:
include/docket/conf/kit.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/clock.h:
