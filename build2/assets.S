	.section .rodata
asset_text_0:
	.incbin "config/kits/ad-variants.yaml"
asset_end_0:
	.byte 0
asset_path_0:
	.asciz "config/kits/ad-variants.yaml"
asset_text_1:
	.incbin "config/kits/blog-graphic.yaml"
asset_end_1:
	.byte 0
asset_path_1:
	.asciz "config/kits/blog-graphic.yaml"
asset_text_2:
	.incbin "config/kits/brand.yaml"
asset_end_2:
	.byte 0
asset_path_2:
	.asciz "config/kits/brand.yaml"
asset_text_3:
	.incbin "config/kits/copy.yaml"
asset_end_3:
	.byte 0
asset_path_3:
	.asciz "config/kits/copy.yaml"
asset_text_4:
	.incbin "config/kits/email-campaign.yaml"
asset_end_4:
	.byte 0
asset_path_4:
	.asciz "config/kits/email-campaign.yaml"
asset_text_5:
	.incbin "config/kits/landing-page.yaml"
asset_end_5:
	.byte 0
asset_path_5:
	.asciz "config/kits/landing-page.yaml"
asset_text_6:
	.incbin "config/kits/monthly-report.yaml"
asset_end_6:
	.byte 0
asset_path_6:
	.asciz "config/kits/monthly-report.yaml"
asset_text_7:
	.incbin "config/kits/other.yaml"
asset_end_7:
	.byte 0
asset_path_7:
	.asciz "config/kits/other.yaml"
asset_text_8:
	.incbin "config/kits/pitch-deck.yaml"
asset_end_8:
	.byte 0
asset_path_8:
	.asciz "config/kits/pitch-deck.yaml"
asset_text_9:
	.incbin "config/kits/print.yaml"
asset_end_9:
	.byte 0
asset_path_9:
	.asciz "config/kits/print.yaml"
asset_text_10:
	.incbin "config/kits/social.yaml"
asset_end_10:
	.byte 0
asset_path_10:
	.asciz "config/kits/social.yaml"
asset_text_11:
	.incbin "config/kits/video.yaml"
asset_end_11:
	.byte 0
asset_path_11:
	.asciz "config/kits/video.yaml"
asset_text_12:
	.incbin "config/kits/web.yaml"
asset_end_12:
	.byte 0
asset_path_12:
	.asciz "config/kits/web.yaml"
asset_text_13:
	.incbin "templates/de/lexicon/answers.tsv"
asset_end_13:
	.byte 0
asset_path_13:
	.asciz "templates/de/lexicon/answers.tsv"
asset_text_14:
	.incbin "templates/de/lexicon/away.tsv"
asset_end_14:
	.byte 0
asset_path_14:
	.asciz "templates/de/lexicon/away.tsv"
asset_text_15:
	.incbin "templates/de/lexicon/brief.tsv"
asset_end_15:
	.byte 0
asset_path_15:
	.asciz "templates/de/lexicon/brief.tsv"
asset_text_16:
	.incbin "templates/de/lexicon/dates.tsv"
asset_end_16:
	.byte 0
asset_path_16:
	.asciz "templates/de/lexicon/dates.tsv"
asset_text_17:
	.incbin "templates/de/lexicon/feedback.tsv"
asset_end_17:
	.byte 0
asset_path_17:
	.asciz "templates/de/lexicon/feedback.tsv"
asset_text_18:
	.incbin "templates/de/lexicon/intent.tsv"
asset_end_18:
	.byte 0
asset_path_18:
	.asciz "templates/de/lexicon/intent.tsv"
asset_text_19:
	.incbin "templates/de/lexicon/review.tsv"
asset_end_19:
	.byte 0
asset_path_19:
	.asciz "templates/de/lexicon/review.tsv"
asset_text_20:
	.incbin "templates/de/lexicon/words.tsv"
asset_end_20:
	.byte 0
asset_path_20:
	.asciz "templates/de/lexicon/words.tsv"
asset_text_21:
	.incbin "templates/de/mail/alarm.mail"
asset_end_21:
	.byte 0
asset_path_21:
	.asciz "templates/de/mail/alarm.mail"
asset_text_22:
	.incbin "templates/de/mail/approver.mail"
asset_end_22:
	.byte 0
asset_path_22:
	.asciz "templates/de/mail/approver.mail"
asset_text_23:
	.incbin "templates/de/mail/ask.mail"
asset_end_23:
	.byte 0
asset_path_23:
	.asciz "templates/de/mail/ask.mail"
asset_text_24:
	.incbin "templates/de/mail/cancelled.mail"
asset_end_24:
	.byte 0
asset_path_24:
	.asciz "templates/de/mail/cancelled.mail"
asset_text_25:
	.incbin "templates/de/mail/chat-code.mail"
asset_end_25:
	.byte 0
asset_path_25:
	.asciz "templates/de/mail/chat-code.mail"
asset_text_26:
	.incbin "templates/de/mail/closeout.mail"
asset_end_26:
	.byte 0
asset_path_26:
	.asciz "templates/de/mail/closeout.mail"
asset_text_27:
	.incbin "templates/de/mail/confirm.mail"
asset_end_27:
	.byte 0
asset_path_27:
	.asciz "templates/de/mail/confirm.mail"
asset_text_28:
	.incbin "templates/de/mail/deadline.mail"
asset_end_28:
	.byte 0
asset_path_28:
	.asciz "templates/de/mail/deadline.mail"
asset_text_29:
	.incbin "templates/de/mail/decided.mail"
asset_end_29:
	.byte 0
asset_path_29:
	.asciz "templates/de/mail/decided.mail"
asset_text_30:
	.incbin "templates/de/mail/declined.mail"
asset_end_30:
	.byte 0
asset_path_30:
	.asciz "templates/de/mail/declined.mail"
asset_text_31:
	.incbin "templates/de/mail/delivered.mail"
asset_end_31:
	.byte 0
asset_path_31:
	.asciz "templates/de/mail/delivered.mail"
asset_text_32:
	.incbin "templates/de/mail/digest-client.mail"
asset_end_32:
	.byte 0
asset_path_32:
	.asciz "templates/de/mail/digest-client.mail"
asset_text_33:
	.incbin "templates/de/mail/digest.mail"
asset_end_33:
	.byte 0
asset_path_33:
	.asciz "templates/de/mail/digest.mail"
asset_text_34:
	.incbin "templates/de/mail/draft.mail"
asset_end_34:
	.byte 0
asset_path_34:
	.asciz "templates/de/mail/draft.mail"
asset_text_35:
	.incbin "templates/de/mail/hold.mail"
asset_end_35:
	.byte 0
asset_path_35:
	.asciz "templates/de/mail/hold.mail"
asset_text_36:
	.incbin "templates/de/mail/jobs-opened.mail"
asset_end_36:
	.byte 0
asset_path_36:
	.asciz "templates/de/mail/jobs-opened.mail"
asset_text_37:
	.incbin "templates/de/mail/late.mail"
asset_end_37:
	.byte 0
asset_path_37:
	.asciz "templates/de/mail/late.mail"
asset_text_38:
	.incbin "templates/de/mail/onboard.mail"
asset_end_38:
	.byte 0
asset_path_38:
	.asciz "templates/de/mail/onboard.mail"
asset_text_39:
	.incbin "templates/de/mail/prompt.mail"
asset_end_39:
	.byte 0
asset_path_39:
	.asciz "templates/de/mail/prompt.mail"
asset_text_40:
	.incbin "templates/de/mail/reminder.mail"
asset_end_40:
	.byte 0
asset_path_40:
	.asciz "templates/de/mail/reminder.mail"
asset_text_41:
	.incbin "templates/de/mail/reply.mail"
asset_end_41:
	.byte 0
asset_path_41:
	.asciz "templates/de/mail/reply.mail"
asset_text_42:
	.incbin "templates/de/mail/resumed.mail"
asset_end_42:
	.byte 0
asset_path_42:
	.asciz "templates/de/mail/resumed.mail"
asset_text_43:
	.incbin "templates/de/mail/retro.mail"
asset_end_43:
	.byte 0
asset_path_43:
	.asciz "templates/de/mail/retro.mail"
asset_text_44:
	.incbin "templates/de/mail/review.mail"
asset_end_44:
	.byte 0
asset_path_44:
	.asciz "templates/de/mail/review.mail"
asset_text_45:
	.incbin "templates/de/mail/revision-ask.mail"
asset_end_45:
	.byte 0
asset_path_45:
	.asciz "templates/de/mail/revision-ask.mail"
asset_text_46:
	.incbin "templates/de/mail/revision-list.mail"
asset_end_46:
	.byte 0
asset_path_46:
	.asciz "templates/de/mail/revision-list.mail"
asset_text_47:
	.incbin "templates/de/mail/revision-receipt.mail"
asset_end_47:
	.byte 0
asset_path_47:
	.asciz "templates/de/mail/revision-receipt.mail"
asset_text_48:
	.incbin "templates/de/mail/scope.mail"
asset_end_48:
	.byte 0
asset_path_48:
	.asciz "templates/de/mail/scope.mail"
asset_text_49:
	.incbin "templates/de/mail/status.mail"
asset_end_49:
	.byte 0
asset_path_49:
	.asciz "templates/de/mail/status.mail"
asset_text_50:
	.incbin "templates/de/mail/team-note.mail"
asset_end_50:
	.byte 0
asset_path_50:
	.asciz "templates/de/mail/team-note.mail"
asset_text_51:
	.incbin "templates/de/mail/too-large.mail"
asset_end_51:
	.byte 0
asset_path_51:
	.asciz "templates/de/mail/too-large.mail"
asset_text_52:
	.incbin "templates/de/mail/triage.mail"
asset_end_52:
	.byte 0
asset_path_52:
	.asciz "templates/de/mail/triage.mail"
asset_text_53:
	.incbin "templates/de/mail/words.tsv"
asset_end_53:
	.byte 0
asset_path_53:
	.asciz "templates/de/mail/words.tsv"
asset_text_54:
	.incbin "templates/en/lexicon/answers.tsv"
asset_end_54:
	.byte 0
asset_path_54:
	.asciz "templates/en/lexicon/answers.tsv"
asset_text_55:
	.incbin "templates/en/lexicon/away.tsv"
asset_end_55:
	.byte 0
asset_path_55:
	.asciz "templates/en/lexicon/away.tsv"
asset_text_56:
	.incbin "templates/en/lexicon/brief.tsv"
asset_end_56:
	.byte 0
asset_path_56:
	.asciz "templates/en/lexicon/brief.tsv"
asset_text_57:
	.incbin "templates/en/lexicon/dates.tsv"
asset_end_57:
	.byte 0
asset_path_57:
	.asciz "templates/en/lexicon/dates.tsv"
asset_text_58:
	.incbin "templates/en/lexicon/feedback.tsv"
asset_end_58:
	.byte 0
asset_path_58:
	.asciz "templates/en/lexicon/feedback.tsv"
asset_text_59:
	.incbin "templates/en/lexicon/intent.tsv"
asset_end_59:
	.byte 0
asset_path_59:
	.asciz "templates/en/lexicon/intent.tsv"
asset_text_60:
	.incbin "templates/en/lexicon/review.tsv"
asset_end_60:
	.byte 0
asset_path_60:
	.asciz "templates/en/lexicon/review.tsv"
asset_text_61:
	.incbin "templates/en/lexicon/words.tsv"
asset_end_61:
	.byte 0
asset_path_61:
	.asciz "templates/en/lexicon/words.tsv"
asset_text_62:
	.incbin "templates/en/mail/alarm.mail"
asset_end_62:
	.byte 0
asset_path_62:
	.asciz "templates/en/mail/alarm.mail"
asset_text_63:
	.incbin "templates/en/mail/approver.mail"
asset_end_63:
	.byte 0
asset_path_63:
	.asciz "templates/en/mail/approver.mail"
asset_text_64:
	.incbin "templates/en/mail/ask.mail"
asset_end_64:
	.byte 0
asset_path_64:
	.asciz "templates/en/mail/ask.mail"
asset_text_65:
	.incbin "templates/en/mail/cancelled.mail"
asset_end_65:
	.byte 0
asset_path_65:
	.asciz "templates/en/mail/cancelled.mail"
asset_text_66:
	.incbin "templates/en/mail/chat-code.mail"
asset_end_66:
	.byte 0
asset_path_66:
	.asciz "templates/en/mail/chat-code.mail"
asset_text_67:
	.incbin "templates/en/mail/closeout.mail"
asset_end_67:
	.byte 0
asset_path_67:
	.asciz "templates/en/mail/closeout.mail"
asset_text_68:
	.incbin "templates/en/mail/confirm.mail"
asset_end_68:
	.byte 0
asset_path_68:
	.asciz "templates/en/mail/confirm.mail"
asset_text_69:
	.incbin "templates/en/mail/deadline.mail"
asset_end_69:
	.byte 0
asset_path_69:
	.asciz "templates/en/mail/deadline.mail"
asset_text_70:
	.incbin "templates/en/mail/decided.mail"
asset_end_70:
	.byte 0
asset_path_70:
	.asciz "templates/en/mail/decided.mail"
asset_text_71:
	.incbin "templates/en/mail/declined.mail"
asset_end_71:
	.byte 0
asset_path_71:
	.asciz "templates/en/mail/declined.mail"
asset_text_72:
	.incbin "templates/en/mail/delivered.mail"
asset_end_72:
	.byte 0
asset_path_72:
	.asciz "templates/en/mail/delivered.mail"
asset_text_73:
	.incbin "templates/en/mail/digest-client.mail"
asset_end_73:
	.byte 0
asset_path_73:
	.asciz "templates/en/mail/digest-client.mail"
asset_text_74:
	.incbin "templates/en/mail/digest.mail"
asset_end_74:
	.byte 0
asset_path_74:
	.asciz "templates/en/mail/digest.mail"
asset_text_75:
	.incbin "templates/en/mail/draft.mail"
asset_end_75:
	.byte 0
asset_path_75:
	.asciz "templates/en/mail/draft.mail"
asset_text_76:
	.incbin "templates/en/mail/hold.mail"
asset_end_76:
	.byte 0
asset_path_76:
	.asciz "templates/en/mail/hold.mail"
asset_text_77:
	.incbin "templates/en/mail/jobs-opened.mail"
asset_end_77:
	.byte 0
asset_path_77:
	.asciz "templates/en/mail/jobs-opened.mail"
asset_text_78:
	.incbin "templates/en/mail/late.mail"
asset_end_78:
	.byte 0
asset_path_78:
	.asciz "templates/en/mail/late.mail"
asset_text_79:
	.incbin "templates/en/mail/onboard.mail"
asset_end_79:
	.byte 0
asset_path_79:
	.asciz "templates/en/mail/onboard.mail"
asset_text_80:
	.incbin "templates/en/mail/prompt.mail"
asset_end_80:
	.byte 0
asset_path_80:
	.asciz "templates/en/mail/prompt.mail"
asset_text_81:
	.incbin "templates/en/mail/reminder.mail"
asset_end_81:
	.byte 0
asset_path_81:
	.asciz "templates/en/mail/reminder.mail"
asset_text_82:
	.incbin "templates/en/mail/reply.mail"
asset_end_82:
	.byte 0
asset_path_82:
	.asciz "templates/en/mail/reply.mail"
asset_text_83:
	.incbin "templates/en/mail/resumed.mail"
asset_end_83:
	.byte 0
asset_path_83:
	.asciz "templates/en/mail/resumed.mail"
asset_text_84:
	.incbin "templates/en/mail/retro.mail"
asset_end_84:
	.byte 0
asset_path_84:
	.asciz "templates/en/mail/retro.mail"
asset_text_85:
	.incbin "templates/en/mail/review.mail"
asset_end_85:
	.byte 0
asset_path_85:
	.asciz "templates/en/mail/review.mail"
asset_text_86:
	.incbin "templates/en/mail/revision-ask.mail"
asset_end_86:
	.byte 0
asset_path_86:
	.asciz "templates/en/mail/revision-ask.mail"
asset_text_87:
	.incbin "templates/en/mail/revision-list.mail"
asset_end_87:
	.byte 0
asset_path_87:
	.asciz "templates/en/mail/revision-list.mail"
asset_text_88:
	.incbin "templates/en/mail/revision-receipt.mail"
asset_end_88:
	.byte 0
asset_path_88:
	.asciz "templates/en/mail/revision-receipt.mail"
asset_text_89:
	.incbin "templates/en/mail/scope.mail"
asset_end_89:
	.byte 0
asset_path_89:
	.asciz "templates/en/mail/scope.mail"
asset_text_90:
	.incbin "templates/en/mail/status.mail"
asset_end_90:
	.byte 0
asset_path_90:
	.asciz "templates/en/mail/status.mail"
asset_text_91:
	.incbin "templates/en/mail/team-note.mail"
asset_end_91:
	.byte 0
asset_path_91:
	.asciz "templates/en/mail/team-note.mail"
asset_text_92:
	.incbin "templates/en/mail/too-large.mail"
asset_end_92:
	.byte 0
asset_path_92:
	.asciz "templates/en/mail/too-large.mail"
asset_text_93:
	.incbin "templates/en/mail/triage.mail"
asset_end_93:
	.byte 0
asset_path_93:
	.asciz "templates/en/mail/triage.mail"
asset_text_94:
	.incbin "templates/en/mail/words.tsv"
asset_end_94:
	.byte 0
asset_path_94:
	.asciz "templates/en/mail/words.tsv"
asset_text_95:
	.incbin "templates/es/lexicon/answers.tsv"
asset_end_95:
	.byte 0
asset_path_95:
	.asciz "templates/es/lexicon/answers.tsv"
asset_text_96:
	.incbin "templates/es/lexicon/away.tsv"
asset_end_96:
	.byte 0
asset_path_96:
	.asciz "templates/es/lexicon/away.tsv"
asset_text_97:
	.incbin "templates/es/lexicon/brief.tsv"
asset_end_97:
	.byte 0
asset_path_97:
	.asciz "templates/es/lexicon/brief.tsv"
asset_text_98:
	.incbin "templates/es/lexicon/dates.tsv"
asset_end_98:
	.byte 0
asset_path_98:
	.asciz "templates/es/lexicon/dates.tsv"
asset_text_99:
	.incbin "templates/es/lexicon/feedback.tsv"
asset_end_99:
	.byte 0
asset_path_99:
	.asciz "templates/es/lexicon/feedback.tsv"
asset_text_100:
	.incbin "templates/es/lexicon/intent.tsv"
asset_end_100:
	.byte 0
asset_path_100:
	.asciz "templates/es/lexicon/intent.tsv"
asset_text_101:
	.incbin "templates/es/lexicon/review.tsv"
asset_end_101:
	.byte 0
asset_path_101:
	.asciz "templates/es/lexicon/review.tsv"
asset_text_102:
	.incbin "templates/es/lexicon/words.tsv"
asset_end_102:
	.byte 0
asset_path_102:
	.asciz "templates/es/lexicon/words.tsv"
asset_text_103:
	.incbin "templates/es/mail/alarm.mail"
asset_end_103:
	.byte 0
asset_path_103:
	.asciz "templates/es/mail/alarm.mail"
asset_text_104:
	.incbin "templates/es/mail/approver.mail"
asset_end_104:
	.byte 0
asset_path_104:
	.asciz "templates/es/mail/approver.mail"
asset_text_105:
	.incbin "templates/es/mail/ask.mail"
asset_end_105:
	.byte 0
asset_path_105:
	.asciz "templates/es/mail/ask.mail"
asset_text_106:
	.incbin "templates/es/mail/cancelled.mail"
asset_end_106:
	.byte 0
asset_path_106:
	.asciz "templates/es/mail/cancelled.mail"
asset_text_107:
	.incbin "templates/es/mail/chat-code.mail"
asset_end_107:
	.byte 0
asset_path_107:
	.asciz "templates/es/mail/chat-code.mail"
asset_text_108:
	.incbin "templates/es/mail/closeout.mail"
asset_end_108:
	.byte 0
asset_path_108:
	.asciz "templates/es/mail/closeout.mail"
asset_text_109:
	.incbin "templates/es/mail/confirm.mail"
asset_end_109:
	.byte 0
asset_path_109:
	.asciz "templates/es/mail/confirm.mail"
asset_text_110:
	.incbin "templates/es/mail/deadline.mail"
asset_end_110:
	.byte 0
asset_path_110:
	.asciz "templates/es/mail/deadline.mail"
asset_text_111:
	.incbin "templates/es/mail/decided.mail"
asset_end_111:
	.byte 0
asset_path_111:
	.asciz "templates/es/mail/decided.mail"
asset_text_112:
	.incbin "templates/es/mail/declined.mail"
asset_end_112:
	.byte 0
asset_path_112:
	.asciz "templates/es/mail/declined.mail"
asset_text_113:
	.incbin "templates/es/mail/delivered.mail"
asset_end_113:
	.byte 0
asset_path_113:
	.asciz "templates/es/mail/delivered.mail"
asset_text_114:
	.incbin "templates/es/mail/digest-client.mail"
asset_end_114:
	.byte 0
asset_path_114:
	.asciz "templates/es/mail/digest-client.mail"
asset_text_115:
	.incbin "templates/es/mail/digest.mail"
asset_end_115:
	.byte 0
asset_path_115:
	.asciz "templates/es/mail/digest.mail"
asset_text_116:
	.incbin "templates/es/mail/draft.mail"
asset_end_116:
	.byte 0
asset_path_116:
	.asciz "templates/es/mail/draft.mail"
asset_text_117:
	.incbin "templates/es/mail/hold.mail"
asset_end_117:
	.byte 0
asset_path_117:
	.asciz "templates/es/mail/hold.mail"
asset_text_118:
	.incbin "templates/es/mail/jobs-opened.mail"
asset_end_118:
	.byte 0
asset_path_118:
	.asciz "templates/es/mail/jobs-opened.mail"
asset_text_119:
	.incbin "templates/es/mail/late.mail"
asset_end_119:
	.byte 0
asset_path_119:
	.asciz "templates/es/mail/late.mail"
asset_text_120:
	.incbin "templates/es/mail/onboard.mail"
asset_end_120:
	.byte 0
asset_path_120:
	.asciz "templates/es/mail/onboard.mail"
asset_text_121:
	.incbin "templates/es/mail/prompt.mail"
asset_end_121:
	.byte 0
asset_path_121:
	.asciz "templates/es/mail/prompt.mail"
asset_text_122:
	.incbin "templates/es/mail/reminder.mail"
asset_end_122:
	.byte 0
asset_path_122:
	.asciz "templates/es/mail/reminder.mail"
asset_text_123:
	.incbin "templates/es/mail/reply.mail"
asset_end_123:
	.byte 0
asset_path_123:
	.asciz "templates/es/mail/reply.mail"
asset_text_124:
	.incbin "templates/es/mail/resumed.mail"
asset_end_124:
	.byte 0
asset_path_124:
	.asciz "templates/es/mail/resumed.mail"
asset_text_125:
	.incbin "templates/es/mail/retro.mail"
asset_end_125:
	.byte 0
asset_path_125:
	.asciz "templates/es/mail/retro.mail"
asset_text_126:
	.incbin "templates/es/mail/review.mail"
asset_end_126:
	.byte 0
asset_path_126:
	.asciz "templates/es/mail/review.mail"
asset_text_127:
	.incbin "templates/es/mail/revision-ask.mail"
asset_end_127:
	.byte 0
asset_path_127:
	.asciz "templates/es/mail/revision-ask.mail"
asset_text_128:
	.incbin "templates/es/mail/revision-list.mail"
asset_end_128:
	.byte 0
asset_path_128:
	.asciz "templates/es/mail/revision-list.mail"
asset_text_129:
	.incbin "templates/es/mail/revision-receipt.mail"
asset_end_129:
	.byte 0
asset_path_129:
	.asciz "templates/es/mail/revision-receipt.mail"
asset_text_130:
	.incbin "templates/es/mail/scope.mail"
asset_end_130:
	.byte 0
asset_path_130:
	.asciz "templates/es/mail/scope.mail"
asset_text_131:
	.incbin "templates/es/mail/status.mail"
asset_end_131:
	.byte 0
asset_path_131:
	.asciz "templates/es/mail/status.mail"
asset_text_132:
	.incbin "templates/es/mail/team-note.mail"
asset_end_132:
	.byte 0
asset_path_132:
	.asciz "templates/es/mail/team-note.mail"
asset_text_133:
	.incbin "templates/es/mail/too-large.mail"
asset_end_133:
	.byte 0
asset_path_133:
	.asciz "templates/es/mail/too-large.mail"
asset_text_134:
	.incbin "templates/es/mail/triage.mail"
asset_end_134:
	.byte 0
asset_path_134:
	.asciz "templates/es/mail/triage.mail"
asset_text_135:
	.incbin "templates/es/mail/words.tsv"
asset_end_135:
	.byte 0
asset_path_135:
	.asciz "templates/es/mail/words.tsv"
asset_text_136:
	.incbin "templates/fr/lexicon/answers.tsv"
asset_end_136:
	.byte 0
asset_path_136:
	.asciz "templates/fr/lexicon/answers.tsv"
asset_text_137:
	.incbin "templates/fr/lexicon/away.tsv"
asset_end_137:
	.byte 0
asset_path_137:
	.asciz "templates/fr/lexicon/away.tsv"
asset_text_138:
	.incbin "templates/fr/lexicon/brief.tsv"
asset_end_138:
	.byte 0
asset_path_138:
	.asciz "templates/fr/lexicon/brief.tsv"
asset_text_139:
	.incbin "templates/fr/lexicon/dates.tsv"
asset_end_139:
	.byte 0
asset_path_139:
	.asciz "templates/fr/lexicon/dates.tsv"
asset_text_140:
	.incbin "templates/fr/lexicon/feedback.tsv"
asset_end_140:
	.byte 0
asset_path_140:
	.asciz "templates/fr/lexicon/feedback.tsv"
asset_text_141:
	.incbin "templates/fr/lexicon/intent.tsv"
asset_end_141:
	.byte 0
asset_path_141:
	.asciz "templates/fr/lexicon/intent.tsv"
asset_text_142:
	.incbin "templates/fr/lexicon/review.tsv"
asset_end_142:
	.byte 0
asset_path_142:
	.asciz "templates/fr/lexicon/review.tsv"
asset_text_143:
	.incbin "templates/fr/lexicon/words.tsv"
asset_end_143:
	.byte 0
asset_path_143:
	.asciz "templates/fr/lexicon/words.tsv"
asset_text_144:
	.incbin "templates/fr/mail/alarm.mail"
asset_end_144:
	.byte 0
asset_path_144:
	.asciz "templates/fr/mail/alarm.mail"
asset_text_145:
	.incbin "templates/fr/mail/approver.mail"
asset_end_145:
	.byte 0
asset_path_145:
	.asciz "templates/fr/mail/approver.mail"
asset_text_146:
	.incbin "templates/fr/mail/ask.mail"
asset_end_146:
	.byte 0
asset_path_146:
	.asciz "templates/fr/mail/ask.mail"
asset_text_147:
	.incbin "templates/fr/mail/cancelled.mail"
asset_end_147:
	.byte 0
asset_path_147:
	.asciz "templates/fr/mail/cancelled.mail"
asset_text_148:
	.incbin "templates/fr/mail/chat-code.mail"
asset_end_148:
	.byte 0
asset_path_148:
	.asciz "templates/fr/mail/chat-code.mail"
asset_text_149:
	.incbin "templates/fr/mail/closeout.mail"
asset_end_149:
	.byte 0
asset_path_149:
	.asciz "templates/fr/mail/closeout.mail"
asset_text_150:
	.incbin "templates/fr/mail/confirm.mail"
asset_end_150:
	.byte 0
asset_path_150:
	.asciz "templates/fr/mail/confirm.mail"
asset_text_151:
	.incbin "templates/fr/mail/deadline.mail"
asset_end_151:
	.byte 0
asset_path_151:
	.asciz "templates/fr/mail/deadline.mail"
asset_text_152:
	.incbin "templates/fr/mail/decided.mail"
asset_end_152:
	.byte 0
asset_path_152:
	.asciz "templates/fr/mail/decided.mail"
asset_text_153:
	.incbin "templates/fr/mail/declined.mail"
asset_end_153:
	.byte 0
asset_path_153:
	.asciz "templates/fr/mail/declined.mail"
asset_text_154:
	.incbin "templates/fr/mail/delivered.mail"
asset_end_154:
	.byte 0
asset_path_154:
	.asciz "templates/fr/mail/delivered.mail"
asset_text_155:
	.incbin "templates/fr/mail/digest-client.mail"
asset_end_155:
	.byte 0
asset_path_155:
	.asciz "templates/fr/mail/digest-client.mail"
asset_text_156:
	.incbin "templates/fr/mail/digest.mail"
asset_end_156:
	.byte 0
asset_path_156:
	.asciz "templates/fr/mail/digest.mail"
asset_text_157:
	.incbin "templates/fr/mail/draft.mail"
asset_end_157:
	.byte 0
asset_path_157:
	.asciz "templates/fr/mail/draft.mail"
asset_text_158:
	.incbin "templates/fr/mail/hold.mail"
asset_end_158:
	.byte 0
asset_path_158:
	.asciz "templates/fr/mail/hold.mail"
asset_text_159:
	.incbin "templates/fr/mail/jobs-opened.mail"
asset_end_159:
	.byte 0
asset_path_159:
	.asciz "templates/fr/mail/jobs-opened.mail"
asset_text_160:
	.incbin "templates/fr/mail/late.mail"
asset_end_160:
	.byte 0
asset_path_160:
	.asciz "templates/fr/mail/late.mail"
asset_text_161:
	.incbin "templates/fr/mail/onboard.mail"
asset_end_161:
	.byte 0
asset_path_161:
	.asciz "templates/fr/mail/onboard.mail"
asset_text_162:
	.incbin "templates/fr/mail/prompt.mail"
asset_end_162:
	.byte 0
asset_path_162:
	.asciz "templates/fr/mail/prompt.mail"
asset_text_163:
	.incbin "templates/fr/mail/reminder.mail"
asset_end_163:
	.byte 0
asset_path_163:
	.asciz "templates/fr/mail/reminder.mail"
asset_text_164:
	.incbin "templates/fr/mail/reply.mail"
asset_end_164:
	.byte 0
asset_path_164:
	.asciz "templates/fr/mail/reply.mail"
asset_text_165:
	.incbin "templates/fr/mail/resumed.mail"
asset_end_165:
	.byte 0
asset_path_165:
	.asciz "templates/fr/mail/resumed.mail"
asset_text_166:
	.incbin "templates/fr/mail/retro.mail"
asset_end_166:
	.byte 0
asset_path_166:
	.asciz "templates/fr/mail/retro.mail"
asset_text_167:
	.incbin "templates/fr/mail/review.mail"
asset_end_167:
	.byte 0
asset_path_167:
	.asciz "templates/fr/mail/review.mail"
asset_text_168:
	.incbin "templates/fr/mail/revision-ask.mail"
asset_end_168:
	.byte 0
asset_path_168:
	.asciz "templates/fr/mail/revision-ask.mail"
asset_text_169:
	.incbin "templates/fr/mail/revision-list.mail"
asset_end_169:
	.byte 0
asset_path_169:
	.asciz "templates/fr/mail/revision-list.mail"
asset_text_170:
	.incbin "templates/fr/mail/revision-receipt.mail"
asset_end_170:
	.byte 0
asset_path_170:
	.asciz "templates/fr/mail/revision-receipt.mail"
asset_text_171:
	.incbin "templates/fr/mail/scope.mail"
asset_end_171:
	.byte 0
asset_path_171:
	.asciz "templates/fr/mail/scope.mail"
asset_text_172:
	.incbin "templates/fr/mail/status.mail"
asset_end_172:
	.byte 0
asset_path_172:
	.asciz "templates/fr/mail/status.mail"
asset_text_173:
	.incbin "templates/fr/mail/team-note.mail"
asset_end_173:
	.byte 0
asset_path_173:
	.asciz "templates/fr/mail/team-note.mail"
asset_text_174:
	.incbin "templates/fr/mail/too-large.mail"
asset_end_174:
	.byte 0
asset_path_174:
	.asciz "templates/fr/mail/too-large.mail"
asset_text_175:
	.incbin "templates/fr/mail/triage.mail"
asset_end_175:
	.byte 0
asset_path_175:
	.asciz "templates/fr/mail/triage.mail"
asset_text_176:
	.incbin "templates/fr/mail/words.tsv"
asset_end_176:
	.byte 0
asset_path_176:
	.asciz "templates/fr/mail/words.tsv"
asset_text_177:
	.incbin "templates/it/lexicon/dates.tsv"
asset_end_177:
	.byte 0
asset_path_177:
	.asciz "templates/it/lexicon/dates.tsv"
asset_text_178:
	.incbin "templates/model/acts.tsv"
asset_end_178:
	.byte 0
asset_path_178:
	.asciz "templates/model/acts.tsv"
asset_text_179:
	.incbin "templates/model/items.tsv"
asset_end_179:
	.byte 0
asset_path_179:
	.asciz "templates/model/items.tsv"
asset_text_180:
	.incbin "templates/nl/lexicon/dates.tsv"
asset_end_180:
	.byte 0
asset_path_180:
	.asciz "templates/nl/lexicon/dates.tsv"
asset_text_181:
	.incbin "templates/pt/lexicon/dates.tsv"
asset_end_181:
	.byte 0
asset_path_181:
	.asciz "templates/pt/lexicon/dates.tsv"
	.balign 8
	.globl docket_asset_count
docket_asset_count:
	.quad 182
	.section .data.rel.ro,"aw"
	.balign 8
	.globl docket_assets
docket_assets:
	.quad asset_path_0, asset_text_0, asset_end_0 - asset_text_0
	.quad asset_path_1, asset_text_1, asset_end_1 - asset_text_1
	.quad asset_path_2, asset_text_2, asset_end_2 - asset_text_2
	.quad asset_path_3, asset_text_3, asset_end_3 - asset_text_3
	.quad asset_path_4, asset_text_4, asset_end_4 - asset_text_4
	.quad asset_path_5, asset_text_5, asset_end_5 - asset_text_5
	.quad asset_path_6, asset_text_6, asset_end_6 - asset_text_6
	.quad asset_path_7, asset_text_7, asset_end_7 - asset_text_7
	.quad asset_path_8, asset_text_8, asset_end_8 - asset_text_8
	.quad asset_path_9, asset_text_9, asset_end_9 - asset_text_9
	.quad asset_path_10, asset_text_10, asset_end_10 - asset_text_10
	.quad asset_path_11, asset_text_11, asset_end_11 - asset_text_11
	.quad asset_path_12, asset_text_12, asset_end_12 - asset_text_12
	.quad asset_path_13, asset_text_13, asset_end_13 - asset_text_13
	.quad asset_path_14, asset_text_14, asset_end_14 - asset_text_14
	.quad asset_path_15, asset_text_15, asset_end_15 - asset_text_15
	.quad asset_path_16, asset_text_16, asset_end_16 - asset_text_16
	.quad asset_path_17, asset_text_17, asset_end_17 - asset_text_17
	.quad asset_path_18, asset_text_18, asset_end_18 - asset_text_18
	.quad asset_path_19, asset_text_19, asset_end_19 - asset_text_19
	.quad asset_path_20, asset_text_20, asset_end_20 - asset_text_20
	.quad asset_path_21, asset_text_21, asset_end_21 - asset_text_21
	.quad asset_path_22, asset_text_22, asset_end_22 - asset_text_22
	.quad asset_path_23, asset_text_23, asset_end_23 - asset_text_23
	.quad asset_path_24, asset_text_24, asset_end_24 - asset_text_24
	.quad asset_path_25, asset_text_25, asset_end_25 - asset_text_25
	.quad asset_path_26, asset_text_26, asset_end_26 - asset_text_26
	.quad asset_path_27, asset_text_27, asset_end_27 - asset_text_27
	.quad asset_path_28, asset_text_28, asset_end_28 - asset_text_28
	.quad asset_path_29, asset_text_29, asset_end_29 - asset_text_29
	.quad asset_path_30, asset_text_30, asset_end_30 - asset_text_30
	.quad asset_path_31, asset_text_31, asset_end_31 - asset_text_31
	.quad asset_path_32, asset_text_32, asset_end_32 - asset_text_32
	.quad asset_path_33, asset_text_33, asset_end_33 - asset_text_33
	.quad asset_path_34, asset_text_34, asset_end_34 - asset_text_34
	.quad asset_path_35, asset_text_35, asset_end_35 - asset_text_35
	.quad asset_path_36, asset_text_36, asset_end_36 - asset_text_36
	.quad asset_path_37, asset_text_37, asset_end_37 - asset_text_37
	.quad asset_path_38, asset_text_38, asset_end_38 - asset_text_38
	.quad asset_path_39, asset_text_39, asset_end_39 - asset_text_39
	.quad asset_path_40, asset_text_40, asset_end_40 - asset_text_40
	.quad asset_path_41, asset_text_41, asset_end_41 - asset_text_41
	.quad asset_path_42, asset_text_42, asset_end_42 - asset_text_42
	.quad asset_path_43, asset_text_43, asset_end_43 - asset_text_43
	.quad asset_path_44, asset_text_44, asset_end_44 - asset_text_44
	.quad asset_path_45, asset_text_45, asset_end_45 - asset_text_45
	.quad asset_path_46, asset_text_46, asset_end_46 - asset_text_46
	.quad asset_path_47, asset_text_47, asset_end_47 - asset_text_47
	.quad asset_path_48, asset_text_48, asset_end_48 - asset_text_48
	.quad asset_path_49, asset_text_49, asset_end_49 - asset_text_49
	.quad asset_path_50, asset_text_50, asset_end_50 - asset_text_50
	.quad asset_path_51, asset_text_51, asset_end_51 - asset_text_51
	.quad asset_path_52, asset_text_52, asset_end_52 - asset_text_52
	.quad asset_path_53, asset_text_53, asset_end_53 - asset_text_53
	.quad asset_path_54, asset_text_54, asset_end_54 - asset_text_54
	.quad asset_path_55, asset_text_55, asset_end_55 - asset_text_55
	.quad asset_path_56, asset_text_56, asset_end_56 - asset_text_56
	.quad asset_path_57, asset_text_57, asset_end_57 - asset_text_57
	.quad asset_path_58, asset_text_58, asset_end_58 - asset_text_58
	.quad asset_path_59, asset_text_59, asset_end_59 - asset_text_59
	.quad asset_path_60, asset_text_60, asset_end_60 - asset_text_60
	.quad asset_path_61, asset_text_61, asset_end_61 - asset_text_61
	.quad asset_path_62, asset_text_62, asset_end_62 - asset_text_62
	.quad asset_path_63, asset_text_63, asset_end_63 - asset_text_63
	.quad asset_path_64, asset_text_64, asset_end_64 - asset_text_64
	.quad asset_path_65, asset_text_65, asset_end_65 - asset_text_65
	.quad asset_path_66, asset_text_66, asset_end_66 - asset_text_66
	.quad asset_path_67, asset_text_67, asset_end_67 - asset_text_67
	.quad asset_path_68, asset_text_68, asset_end_68 - asset_text_68
	.quad asset_path_69, asset_text_69, asset_end_69 - asset_text_69
	.quad asset_path_70, asset_text_70, asset_end_70 - asset_text_70
	.quad asset_path_71, asset_text_71, asset_end_71 - asset_text_71
	.quad asset_path_72, asset_text_72, asset_end_72 - asset_text_72
	.quad asset_path_73, asset_text_73, asset_end_73 - asset_text_73
	.quad asset_path_74, asset_text_74, asset_end_74 - asset_text_74
	.quad asset_path_75, asset_text_75, asset_end_75 - asset_text_75
	.quad asset_path_76, asset_text_76, asset_end_76 - asset_text_76
	.quad asset_path_77, asset_text_77, asset_end_77 - asset_text_77
	.quad asset_path_78, asset_text_78, asset_end_78 - asset_text_78
	.quad asset_path_79, asset_text_79, asset_end_79 - asset_text_79
	.quad asset_path_80, asset_text_80, asset_end_80 - asset_text_80
	.quad asset_path_81, asset_text_81, asset_end_81 - asset_text_81
	.quad asset_path_82, asset_text_82, asset_end_82 - asset_text_82
	.quad asset_path_83, asset_text_83, asset_end_83 - asset_text_83
	.quad asset_path_84, asset_text_84, asset_end_84 - asset_text_84
	.quad asset_path_85, asset_text_85, asset_end_85 - asset_text_85
	.quad asset_path_86, asset_text_86, asset_end_86 - asset_text_86
	.quad asset_path_87, asset_text_87, asset_end_87 - asset_text_87
	.quad asset_path_88, asset_text_88, asset_end_88 - asset_text_88
	.quad asset_path_89, asset_text_89, asset_end_89 - asset_text_89
	.quad asset_path_90, asset_text_90, asset_end_90 - asset_text_90
	.quad asset_path_91, asset_text_91, asset_end_91 - asset_text_91
	.quad asset_path_92, asset_text_92, asset_end_92 - asset_text_92
	.quad asset_path_93, asset_text_93, asset_end_93 - asset_text_93
	.quad asset_path_94, asset_text_94, asset_end_94 - asset_text_94
	.quad asset_path_95, asset_text_95, asset_end_95 - asset_text_95
	.quad asset_path_96, asset_text_96, asset_end_96 - asset_text_96
	.quad asset_path_97, asset_text_97, asset_end_97 - asset_text_97
	.quad asset_path_98, asset_text_98, asset_end_98 - asset_text_98
	.quad asset_path_99, asset_text_99, asset_end_99 - asset_text_99
	.quad asset_path_100, asset_text_100, asset_end_100 - asset_text_100
	.quad asset_path_101, asset_text_101, asset_end_101 - asset_text_101
	.quad asset_path_102, asset_text_102, asset_end_102 - asset_text_102
	.quad asset_path_103, asset_text_103, asset_end_103 - asset_text_103
	.quad asset_path_104, asset_text_104, asset_end_104 - asset_text_104
	.quad asset_path_105, asset_text_105, asset_end_105 - asset_text_105
	.quad asset_path_106, asset_text_106, asset_end_106 - asset_text_106
	.quad asset_path_107, asset_text_107, asset_end_107 - asset_text_107
	.quad asset_path_108, asset_text_108, asset_end_108 - asset_text_108
	.quad asset_path_109, asset_text_109, asset_end_109 - asset_text_109
	.quad asset_path_110, asset_text_110, asset_end_110 - asset_text_110
	.quad asset_path_111, asset_text_111, asset_end_111 - asset_text_111
	.quad asset_path_112, asset_text_112, asset_end_112 - asset_text_112
	.quad asset_path_113, asset_text_113, asset_end_113 - asset_text_113
	.quad asset_path_114, asset_text_114, asset_end_114 - asset_text_114
	.quad asset_path_115, asset_text_115, asset_end_115 - asset_text_115
	.quad asset_path_116, asset_text_116, asset_end_116 - asset_text_116
	.quad asset_path_117, asset_text_117, asset_end_117 - asset_text_117
	.quad asset_path_118, asset_text_118, asset_end_118 - asset_text_118
	.quad asset_path_119, asset_text_119, asset_end_119 - asset_text_119
	.quad asset_path_120, asset_text_120, asset_end_120 - asset_text_120
	.quad asset_path_121, asset_text_121, asset_end_121 - asset_text_121
	.quad asset_path_122, asset_text_122, asset_end_122 - asset_text_122
	.quad asset_path_123, asset_text_123, asset_end_123 - asset_text_123
	.quad asset_path_124, asset_text_124, asset_end_124 - asset_text_124
	.quad asset_path_125, asset_text_125, asset_end_125 - asset_text_125
	.quad asset_path_126, asset_text_126, asset_end_126 - asset_text_126
	.quad asset_path_127, asset_text_127, asset_end_127 - asset_text_127
	.quad asset_path_128, asset_text_128, asset_end_128 - asset_text_128
	.quad asset_path_129, asset_text_129, asset_end_129 - asset_text_129
	.quad asset_path_130, asset_text_130, asset_end_130 - asset_text_130
	.quad asset_path_131, asset_text_131, asset_end_131 - asset_text_131
	.quad asset_path_132, asset_text_132, asset_end_132 - asset_text_132
	.quad asset_path_133, asset_text_133, asset_end_133 - asset_text_133
	.quad asset_path_134, asset_text_134, asset_end_134 - asset_text_134
	.quad asset_path_135, asset_text_135, asset_end_135 - asset_text_135
	.quad asset_path_136, asset_text_136, asset_end_136 - asset_text_136
	.quad asset_path_137, asset_text_137, asset_end_137 - asset_text_137
	.quad asset_path_138, asset_text_138, asset_end_138 - asset_text_138
	.quad asset_path_139, asset_text_139, asset_end_139 - asset_text_139
	.quad asset_path_140, asset_text_140, asset_end_140 - asset_text_140
	.quad asset_path_141, asset_text_141, asset_end_141 - asset_text_141
	.quad asset_path_142, asset_text_142, asset_end_142 - asset_text_142
	.quad asset_path_143, asset_text_143, asset_end_143 - asset_text_143
	.quad asset_path_144, asset_text_144, asset_end_144 - asset_text_144
	.quad asset_path_145, asset_text_145, asset_end_145 - asset_text_145
	.quad asset_path_146, asset_text_146, asset_end_146 - asset_text_146
	.quad asset_path_147, asset_text_147, asset_end_147 - asset_text_147
	.quad asset_path_148, asset_text_148, asset_end_148 - asset_text_148
	.quad asset_path_149, asset_text_149, asset_end_149 - asset_text_149
	.quad asset_path_150, asset_text_150, asset_end_150 - asset_text_150
	.quad asset_path_151, asset_text_151, asset_end_151 - asset_text_151
	.quad asset_path_152, asset_text_152, asset_end_152 - asset_text_152
	.quad asset_path_153, asset_text_153, asset_end_153 - asset_text_153
	.quad asset_path_154, asset_text_154, asset_end_154 - asset_text_154
	.quad asset_path_155, asset_text_155, asset_end_155 - asset_text_155
	.quad asset_path_156, asset_text_156, asset_end_156 - asset_text_156
	.quad asset_path_157, asset_text_157, asset_end_157 - asset_text_157
	.quad asset_path_158, asset_text_158, asset_end_158 - asset_text_158
	.quad asset_path_159, asset_text_159, asset_end_159 - asset_text_159
	.quad asset_path_160, asset_text_160, asset_end_160 - asset_text_160
	.quad asset_path_161, asset_text_161, asset_end_161 - asset_text_161
	.quad asset_path_162, asset_text_162, asset_end_162 - asset_text_162
	.quad asset_path_163, asset_text_163, asset_end_163 - asset_text_163
	.quad asset_path_164, asset_text_164, asset_end_164 - asset_text_164
	.quad asset_path_165, asset_text_165, asset_end_165 - asset_text_165
	.quad asset_path_166, asset_text_166, asset_end_166 - asset_text_166
	.quad asset_path_167, asset_text_167, asset_end_167 - asset_text_167
	.quad asset_path_168, asset_text_168, asset_end_168 - asset_text_168
	.quad asset_path_169, asset_text_169, asset_end_169 - asset_text_169
	.quad asset_path_170, asset_text_170, asset_end_170 - asset_text_170
	.quad asset_path_171, asset_text_171, asset_end_171 - asset_text_171
	.quad asset_path_172, asset_text_172, asset_end_172 - asset_text_172
	.quad asset_path_173, asset_text_173, asset_end_173 - asset_text_173
	.quad asset_path_174, asset_text_174, asset_end_174 - asset_text_174
	.quad asset_path_175, asset_text_175, asset_end_175 - asset_text_175
	.quad asset_path_176, asset_text_176, asset_end_176 - asset_text_176
	.quad asset_path_177, asset_text_177, asset_end_177 - asset_text_177
	.quad asset_path_178, asset_text_178, asset_end_178 - asset_text_178
	.quad asset_path_179, asset_text_179, asset_end_179 - asset_text_179
	.quad asset_path_180, asset_text_180, asset_end_180 - asset_text_180
	.quad asset_path_181, asset_text_181, asset_end_181 - asset_text_181
	.section .note.GNU-stack,"",@progbits
