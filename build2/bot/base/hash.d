build2/bot/base/hash.o: bot/base/hash.c include/docket/base/banned.h \
 include/docket/base/hash.h include/docket/base/slice.h \
 include/docket/base/str.h
include/docket/base/banned.h:
include/docket/base/hash.h:
include/docket/base/slice.h:
include/docket/base/str.h:
