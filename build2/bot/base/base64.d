build2/bot/base/base64.o: bot/base/base64.c include/docket/base/banned.h \
 include/docket/base/base64.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h
include/docket/base/banned.h:
include/docket/base/base64.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
