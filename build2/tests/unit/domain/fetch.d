build2/tests/unit/domain/fetch.o: tests/unit/domain/fetch.c \
 include/docket/domain/fetch.h include/docket/domain/artwork.h \
 include/docket/base/slice.h include/docket/conf/kit.h \
 include/docket/base/asset.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h tests/unit/domain/../check.h
include/docket/domain/fetch.h:
include/docket/domain/artwork.h:
include/docket/base/slice.h:
include/docket/conf/kit.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
tests/unit/domain/../check.h:
