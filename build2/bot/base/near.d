build2/bot/base/near.o: bot/base/near.c include/docket/base/banned.h \
 include/docket/base/near.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/near.h:
include/docket/base/slice.h:
