build2/bot/message/signature.o: bot/message/signature.c \
 include/docket/base/banned.h bot/message/sign.h bot/message/signer.h \
 bot/message/split.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/message/phrase.h bot/message/work.h
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
bot/message/work.h:
