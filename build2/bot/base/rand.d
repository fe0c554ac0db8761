build2/bot/base/rand.o: bot/base/rand.c include/docket/base/banned.h \
 include/docket/base/rand.h include/docket/base/hash.h \
 include/docket/base/slice.h include/docket/base/str.h
include/docket/base/banned.h:
include/docket/base/rand.h:
include/docket/base/hash.h:
include/docket/base/slice.h:
include/docket/base/str.h:
