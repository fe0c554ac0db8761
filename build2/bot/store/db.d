build2/bot/store/db.o: bot/store/db.c include/docket/base/banned.h \
 bot/store/db.h include/docket/store/inputs.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/base64.h include/docket/base/utf8.h
include/docket/base/banned.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/base64.h:
include/docket/base/utf8.h:
