build2/bot/store/retainers.o: bot/store/retainers.c \
 include/docket/base/banned.h include/docket/store/retainers.h \
 include/docket/domain/scope.h include/docket/domain/phrases.h \
 include/docket/base/asset.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/store.h \
 include/docket/base/str.h bot/store/db.h include/docket/store/inputs.h
include/docket/base/banned.h:
include/docket/store/retainers.h:
include/docket/domain/scope.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/store.h:
include/docket/base/str.h:
bot/store/db.h:
include/docket/store/inputs.h:
