build2/bot/message/sign.o: bot/message/sign.c \
 include/docket/base/banned.h bot/message/sign.h bot/message/signer.h \
 bot/message/split.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/message/phrase.h
include/docket/base/banned.h:
bot/message/sign.h:
bot/message/signer.h:
bot/message/split.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/phrase.h:
