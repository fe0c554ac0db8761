build2/bot/domain/onboard.o: bot/domain/onboard.c \
 include/docket/base/banned.h include/docket/domain/onboard.h \
 include/docket/domain/phrases.h include/docket/base/asset.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/utf8.h include/docket/base/str.h \
 include/docket/base/zone.h include/docket/base/day.h
include/docket/base/banned.h:
include/docket/domain/onboard.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/utf8.h:
include/docket/base/str.h:
include/docket/base/zone.h:
include/docket/base/day.h:
