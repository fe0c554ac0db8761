/* What replies to a review decide. Each trap stands beside a twin that differs only in it. */
#include <stdio.h>
#include <string.h>

#include "sample.h"

#define REVIEW "[ACME-042] v3 ready for review"
#define PROMPT "Reply APPROVE to approve ACME-042 v3, or list your changes."

static struct reading *
reply(const char *subject, const char *quoted, const char *text)
{
	struct sample s = {.subject = subject, .text = text, .quoted = quoted, .reply = true};
	return sample_read(&s);
}

static const char *
decided(const char *subject, const char *quoted, const char *text)
{
	return verdict_name(reply(subject, quoted, text)->verdict);
}

static const struct {
	int line;
	const char *text, *want;
} cases[] = {
	{__LINE__, "Approved.", "approve"},
	{__LINE__, "APPROVE", "approve"},
	{__LINE__, "This is approved, thank you.", "approve"},
	{__LINE__, "ACME-042 v3 is approved.", "approve"},
	{__LINE__, "We approve v3 for release.", "approve"},
	{__LINE__, "Good to go!", "approve"},
	{__LINE__, "Looks great, go ahead and publish.", "approve"},
	{__LINE__, "No changes from our side, please print it.", "approve"},
	{__LINE__, "👍", "approve"},
	{__LINE__, "ship it 🚀", "approve"},
	{__LINE__, "Perfect, no notes.", "approve"},
	{__LINE__, "I was going to ask for another photo but it's right as it is. Approved!",
	 "approve"},
	{__LINE__, "I am going to ask for another photo. Approved!", "none"},
	/* talk beside a yes holds nothing back, a wish beside it does */
	{__LINE__, "We compared it with last year's list over breakfast. Please print it.",
	 "approve"},
	{__LINE__, "The list is last year's, please swap it. Please print it.",
	 "approve-with-changes"},
	{__LINE__, "We're good to go. When does it go live?", "approve"},
	{__LINE__, "Are we good to go? When does it go live?", "question"},
	/* given up beside a yes, and wished */
	{__LINE__, "I'd still have put the team first but you've convinced me. Lock it in.",
	 "approve"},
	{__LINE__, "I'd put the team first. Lock it in.", "not-approve"},
	{__LINE__, "I am not mad about the green but I can live with it. Approve.", "approve"},
	{__LINE__, "I could live with it.", "none"},
	{__LINE__, "Yes, print them, but take the middle initial off my card first.",
	 "approve-with-changes"},
	/* a question first, and a wish that is asked for first */
	{__LINE__, "Before I say yes or no: does the price include the garage?", "question"},
	{__LINE__, "Before I say yes or no: please swap the garage for the garden.", "changes"},
	/* others have agreed, or have to */
	{__LINE__, "She asked if she could have one framed. Please go ahead with it.", "approve"},
	{__LINE__, "If she likes it, please go ahead with it.", "not-approve"},
	{__LINE__, "If they're content then so am I and you may treat it as approved.", "none"},
	/* a no to the whole, to a part, and to what was shown before */
	{__LINE__, "Let's tear it up and start again from a blank page.", "reject"},
	{__LINE__, "The second caption: bin it.", "changes"},
	{__LINE__, "v2 was a no from me, I know. v3 is approved.", "approve"},
	{__LINE__, "Signed, sealed, delivered. See you soon.", "approve"},
	{__LINE__, "Signed, sealed, delivered... is what I hope to write next week.", "none"},
	/* a yes that is taken back, of a part, or sent where nothing is shown */
	{__LINE__, "The approval is herewith revoked.", "none"},
	{__LINE__, "Page 1 is good to go.", "none"},
	{__LINE__, "Approved for the shredder.", "reject"},
	{__LINE__, "\U0001f44d please copy Jo on the invoice", "none"},
	{__LINE__, "Approved. Please press the button.", "approve"},
	{__LINE__, "Approved. Please make the button red.", "approve-with-changes"},
	{__LINE__, "Not approved.", "changes"},
	{__LINE__, "I can't approve this.", "changes"},
	{__LINE__, "This isn't approved yet.", "changes"},
	{__LINE__, "Is this approved already?", "question"},
	{__LINE__, "If I approve today, when does it go out?", "question"},
	{__LINE__, "They wrote \"approved\" over it.", "none"},
	{__LINE__, "Approved once legal signs off.", "none"},
	{__LINE__, "Approved as soon as the phone number is corrected.", "approve-with-changes"},
	{__LINE__, "Approved provided that the logo moves up.", "approve-with-changes"},
	{__LINE__, "We would approve this if the photo were sharper.", "changes"},
	{__LINE__, "Approved, but make the button bigger.", "approve-with-changes"},
	{__LINE__, "Approved. Please change the year to 2026.", "approve-with-changes"},
	{__LINE__, "👍 but please fix the typo in line two", "approve-with-changes"},
	{__LINE__, "Looks good, just drop the second comma.", "approve-with-changes"},
	{__LINE__, "Nice! Drop the red box, then send us another version.", "changes"},
	{__LINE__, "v1 was approved by us last week.", "none"},
	{__LINE__, "v2 is approved.", "none"},
	{__LINE__, "Your invoice is approved.", "none"},
	{__LINE__, "Jane approves.", "none"},
	{__LINE__, "Ask Bob, it is his call.", "none"},
	{__LINE__, "Will look at it tomorrow.", "none"},
	{__LINE__, "I haven't opened it yet.", "none"},
	{__LINE__, "I forwarded it to our lawyers.", "none"},
	{__LINE__, "Approved!\n\nWait, no. The price is wrong.", "changes"},
	{__LINE__, "Thanks, got it.", "none"},
	{__LINE__, "We reject this design.", "reject"},
	{__LINE__, "Please start over.", "reject"},
	{__LINE__, "👎", "reject"},
	{__LINE__, "The headline is too long.", "changes"},
	{__LINE__, "Please make the logo smaller.", "changes"},
	{__LINE__, "Which paper will you use?", "question"},
	{__LINE__, "Approved! Unrelated question: which door code do we use?", "approve"},
	{__LINE__, "Freigabe erteilt.", "approve"},
	{__LINE__, "Freigegeben, danke!", "approve"},
	{__LINE__, "Noch nicht freigegeben.", "changes"},
	{__LINE__, "Freigabe erteilt, sofern die Adresse noch geändert wird.",
	 "approve-with-changes"},
	{__LINE__, "Das Logo muss größer werden.", "changes"},
	{__LINE__, "Den Entwurf lehnen wir ab.", "reject"},
	{__LINE__, "Ich melde mich morgen dazu.", "none"},
	{__LINE__, "Bon à tirer.", "approve"},
	{__LINE__, "Approuvé, merci !", "approve"},
	{__LINE__, "Pas approuvé, le prix est faux.", "changes"},
	{__LINE__, "Bon pour accord, sous réserve de corriger le prix.", "approve-with-changes"},
	{__LINE__, "Il faut remplacer la photo.", "changes"},
	{__LINE__, "Aprobado.", "approve"},
	{__LINE__, "No está aprobado.", "changes"},
	{__LINE__, "Aprobado, salvo el teléfono.", "approve-with-changes"},
	{__LINE__, "Lo reviso mañana.", "none"},
	/* negation */
	{__LINE__, "Under no circumstances should this go out.", "changes"},
	{__LINE__, "Neither of us is happy to release it.", "not-approve"},
	{__LINE__, "Approved - not.", "none"},
	{__LINE__, "Nobody here approved this.", "changes"},
	{__LINE__, "It can't be printed like this.", "not-approve"},
	{__LINE__, "No sign-off from us at this stage.", "changes"},
	/* conditions */
	{__LINE__, "Approved once Dora agrees.", "none"},
	{__LINE__, "Subject to legal: approved.", "not-approve"},
	{__LINE__, "You can go ahead when the treasurer has confirmed.", "none"},
	{__LINE__, "Approved from the day the permit is in.", "none"},
	{__LINE__, "With the corrected address it is approved.", "approve-with-changes"},
	{__LINE__, "Fix the date and it's approved.", "approve-with-changes"},
	{__LINE__, "Good to go, apart from the caption on page 4.", "approve-with-changes"},
	{__LINE__, "Approved. Let me know if you need anything else.", "approve"},
	{__LINE__, "Approved, print it whenever it suits you.", "approve"},
	/* other versions, jobs and things */
	{__LINE__, "The previous round is approved.", "none"},
	{__LINE__, "I compared both and v2 wins. Approved.", "none"},
	{__LINE__, "Thanks for all the fixes since v2. Approved.", "approve"},
	{__LINE__, "Approved: ACME-041.", "none"},
	{__LINE__, "ACME-042: nothing yet. ACME-043: approved.", "none"},
	{__LINE__, "The estimate is approved, go ahead.", "none"},
	{__LINE__, "We approve the text. The pictures I have not seen.", "none"},
	{__LINE__, "The poster is approved.", "approve"},
	{__LINE__, "Provisionally approved.", "not-approve"},
	/* sarcasm */
	{__LINE__, "Approved! Said nobody ever.", "none"},
	{__LINE__, "Yeah right, approved.", "none"},
	{__LINE__, "Ship it straight into the bin.", "not-approve"},
	/* taken back */
	{__LINE__, "Ship it. Just kidding.", "none"},
	{__LINE__, "Good to go. Hmm, on second thoughts, hold it.", "none"},
	{__LINE__, "I take back my approval.", "not-approve"},
	{__LINE__, "Forget what I wrote yesterday. It is approved.", "approve"},
	{__LINE__, "Approved.\n\nBest,\nTom Hale\n\nPS: please don't print it yet.", "none"},
	{__LINE__, "Approved.\n\nBest,\nTom Hale\n\nPS: ignore that, wrong mail.", "none"},
	/* signatures */
	{__LINE__, "Thanks, will read it.\n\nSam Hill\nApproved Trade Partner", "none"},
	{__LINE__,
	 "Approved.\n\nSam Hill\n\nThis message has not been approved by our legal department. If "
	 "you are not the addressee, delete it.",
	 "approve"},
	/* somebody else */
	{__LINE__, "Jane approved it.", "none"},
	{__LINE__, "Marketing has signed off, we haven't.", "not-approve"},
	{__LINE__, "According to Mark it's good to go.", "none"},
	{__LINE__, "It has to be approved by Dora.", "none"},
	/* somebody else gives it, whoever that is */
	{__LINE__, "Approved by the printer for paper stock.", "none"},
	{__LINE__, "Approved, by Tom.", "none"},
	{__LINE__, "Approved - by Tom.", "none"},
	{__LINE__, "Signed off (by Kim Reyes).", "none"},
	{__LINE__, "Validé, par Paul.", "none"},
	{__LINE__, "The neighbours signed off, ours is next week.", "none"},
	{__LINE__, "The poster signed off, thanks!", "approve"},
	{__LINE__, "Approved, by the way.", "approve"},
	/* docket's own words, where a mail program marks no quote */
	{__LINE__, "Thanks Maya.\n\nReply APPROVE to approve ACME-042 v3, or list your changes.",
	 "not-approve"},
	{__LINE__, "Thanks Maya.\n\nReply APPROVE, or list your changes.", "not-approve"},
	{__LINE__, "Danke!\n\nAntworten Sie FREIGEGEBEN, oder nennen Sie Ihre Änderungen.",
	 "not-approve"},
	{__LINE__, "Merci !\n\nRépondez APPROUVÉ, ou indiquez vos corrections.", "not-approve"},
	{__LINE__, "Gracias.\n\nResponda APROBADO, o indique sus cambios.", "not-approve"},
	{__LINE__, "My reply: APPROVE", "approve"},
	{__LINE__, "I hereby reply APPROVE.", "approve"},
	/* what is only about a yes; when it will be said */
	{__LINE__, "Sign-off sheet attached, unsigned.", "none"},
	{__LINE__, "Sign-off form attached, go ahead and print.", "approve"},
	{__LINE__, "On valide la version lundi.", "none"},
	{__LINE__, "On valide, impression lundi.", "approve"},
	/* who gives it is said, and what they are */
	{__LINE__, "Approved by me as marketing lead.", "approve"},
	{__LINE__, "Approved by me, marketing still has to look.", "none"},
	{__LINE__, "Approved by me but legal must check.", "none"},
	{__LINE__, "Approved by me once Kim has seen it.", "none"},
	{__LINE__, "Nothing goes out unless approved by me.", "none"},
	/* a word that only begins with one is another word */
	{__LINE__, "Freigabe-Runde startet Montag.", "none"},
	{__LINE__, "Danke!\n\nFreigabe- und Textabteilung", "none"},
	{__LINE__, "Approved-ish.", "none"},
	{__LINE__, "Freigabe - danke!", "approve"},
	{__LINE__, "Approved- thanks", "approve"},
	/* a verb and whom it is for in one word */
	{__LINE__, "Sacame la palabra barato y mandalo a los diarios.", "approve-with-changes"},
	{__LINE__, "Cámbiale el color al fondo.", "changes"},
	{__LINE__, "Está perfecto, súbelo ya.", "approve"},
	{__LINE__, "I authorise Dora to release it.", "none"},
	{__LINE__, "As I said on the phone: approved.", "approve"},
	{__LINE__, "Compliance has approved it.\n\nMia Wong\nCompliance Officer", "approve"},
	/* another time */
	{__LINE__, "I will approve it tonight.", "none"},
	{__LINE__, "We had signed off on something like this.", "none"},
	{__LINE__, "I would approve it.", "not-approve"},
	{__LINE__, "Suppose we approved it, when would it print?", "question"},
	{__LINE__, "Approval coming soon.", "not-approve"},
	/* acknowledgements */
	{__LINE__, "ok", "none"},
	{__LINE__, "Yes, please.", "none"},
	{__LINE__, "Okay, noted.", "none"},
	{__LINE__, "Alright, let me see.", "none"},
	{__LINE__, "Great, thanks for sending this over.", "none"},
	{__LINE__, "Sorry, wrong thread.", "none"},
	{__LINE__, "Automatic reply: approved requests are handled by my team.", "none"},
	/* praise is no approval */
	{__LINE__, "Beautiful! The date is wrong, though.", "changes"},
	{__LINE__, "The photo is good. The headline is too long.", "changes"},
	{__LINE__, "Almost there, one typo in line two.", "changes"},
	{__LINE__, "This is fantastic work, could the logo be a bit bigger?", "changes"},
	{__LINE__, "The type feels cramped to me.", "changes"},
	{__LINE__, "I'm not convinced by the blue.", "changes"},
	/* who decides is no decision */
	{__LINE__, "Please make the map bigger. The last word is mine.", "changes"},
	{__LINE__, "- new address on page 2\n- no logo on page 3\nI sign off for the museum.",
	 "not-approve"},
	/* performatives: permission, acceptance, permission to begin */
	{__LINE__, "Please take this note as our written authorisation.", "approve"},
	{__LINE__, "The committee's vote was a unanimous yes.", "approve"},
	{__LINE__, "Version 3 is hereby accepted.", "approve"},
	{__LINE__, "We accept your quote.", "not-approve"},
	{__LINE__, "Production can start.", "approve"},
	{__LINE__, "Production can't start.", "not-approve"},
	{__LINE__, "This one can be published.", "approve"},
	{__LINE__, "The map can be published once Ana agrees.", "not-approve"},
	{__LINE__, "Run with it.", "approve"},
	{__LINE__, "Run with v2.", "none"},
	{__LINE__, "Confirmed!", "approve"},
	{__LINE__, "Confirmed, lunch is at noon.", "none"},
	{__LINE__, "Passt alles, raus damit!", "approve"},
	{__LINE__, "Das Logo, raus damit!", "not-approve"},
	{__LINE__, "Vous avez notre accord.", "approve"},
	{__LINE__, "Vous n'avez pas notre accord.", "not-approve"},
	{__LINE__, "Nous acceptons votre devis.", "none"},
	{__LINE__, "Damos por buena la versión 3.", "approve"},
	{__LINE__, "No damos el visto bueno.", "not-approve"},
	/* whose yes it is */
	{__LINE__, "Approved by the two of us.", "approve"},
	{__LINE__, "Approved by Tom.", "none"},
	{__LINE__, "The council has approved it.", "none"},
	{__LINE__, "The council has approved it, please go ahead.", "approve"},
	{__LINE__, "On behalf of the board I confirm our approval.", "approve"},
	{__LINE__, "If nobody objects by noon it is approved.", "none"},
	/* what comes after a yes changes nothing */
	{__LINE__, "Approved. What happens next?", "approve"},
	{__LINE__, "Signed off. When will it be delivered?", "approve"},
	{__LINE__, "Is the new logo in it? Approved otherwise.", "not-approve"},
	{__LINE__, "When will it be delivered?", "question"},
	{__LINE__, "Approved, please print 200 on matt card.", "approve"},
	{__LINE__, "Approved. Should the printer have questions, my number is below.", "approve"},
	{__LINE__, "Checked, correct, approved.", "approve"},
	/* whose turn it is */
	{__LINE__, "Looks good to me, over to Sarah for sign-off.", "none"},
	{__LINE__, "Looks good to me, over to the printers.", "approve"},
	{__LINE__, "LGTM, now it's Sarah's turn.", "none"},
	/* what is told after a yes holds it back */
	{__LINE__, "Approved. The headline is last year's.", "not-approve"},
	{__LINE__, "Approved. The headline is lovely.", "approve"},
	{__LINE__, "Print away!\n\nPS: one snag, the link leads nowhere.", "not-approve"},
	{__LINE__, "Front approved, inside to follow.", "not-approve"},
	{__LINE__, "Looks great if you love typos.", "not-approve"},
	{__LINE__, "Approved, ha ha.", "not-approve"},
	{__LINE__, "The logo is good to go.", "none"},
	{__LINE__, "Freigabe verweigert.", "not-approve"},
	/* plain approvals */
	{__LINE__, "approvd", "approve"},
	{__LINE__, "LGTM", "approve"},
	{__LINE__, "Go ahead with v3.", "approve"},
	{__LINE__, "Approved, see you on Thursday.", "approve"},
	{__LINE__, "I looked for mistakes and could not find any. Approved.", "approve"},
	{__LINE__, "Approved, thank you. Please send the invoice to accounts.", "approve"},
	{__LINE__, "Sorry for the wait, this is approved.", "approve"},
	{__LINE__, "I'm happy to sign this off.", "approve"},
	{__LINE__, "I couldn't be happier. Print it!", "approve"},
	/* rejections */
	{__LINE__, "We have decided not to use this design.", "reject"},
	{__LINE__, "It's a hard no from me.", "reject"},
	{__LINE__, "The FAQ repeats itself, bin it.", "changes"},
	/* German */
	{__LINE__, "Druckfreigabe erteilt!", "approve"},
	{__LINE__, "Passt, bitte drucken.", "approve"},
	{__LINE__, "Freigegeben, aber bitte das Datum ändern.", "approve-with-changes"},
	{__LINE__, "Freigabe folgt morgen.", "none"},
	{__LINE__, "Freigegeben, sobald der Chef zugestimmt hat.", "none"},
	{__LINE__, "Die Rechnung ist freigegeben.", "none"},
	{__LINE__, "Version 2 ist freigegeben.", "none"},
	{__LINE__, "Freigegeben. Moment, doch nicht!", "none"},
	{__LINE__, "Herr Meier hat es freigegeben, ich noch nicht.", "not-approve"},
	{__LINE__, "Mit der korrigierten Adresse ist es freigegeben.", "approve-with-changes"},
	{__LINE__, "Ist das die neue Fassung?", "question"},
	/* French */
	{__LINE__, "C'est validé, merci !", "approve"},
	{__LINE__, "Vous pouvez imprimer.", "approve"},
	{__LINE__, "Je validerai demain.", "none"},
	{__LINE__, "Validé dès que le juridique a signé.", "none"},
	{__LINE__, "Le devis est validé.", "none"},
	{__LINE__, "Validé ! Ah non, attendez.", "none"},
	{__LINE__, "C'est à Marie de valider.", "none"},
	{__LINE__, "Je ne valide pas.", "changes"},
	/* Spanish */
	{__LINE__, "Visto bueno.", "approve"},
	{__LINE__, "Adelante, pueden imprimir.", "approve"},
	{__LINE__, "Lo apruebo mañana.", "none"},
	{__LINE__, "El presupuesto está aprobado.", "none"},
	{__LINE__, "Lo aprueba Marta, no yo.", "not-approve"},
	{__LINE__, "Aprobado. Ay no, esperen.", "none"},
	{__LINE__, "Todavía no está aprobado.", "not-approve"},
	/* hedges, habits, parts, errands */
	{__LINE__, "We normally approve within a week.", "none"},
	{__LINE__, "Approved, I suppose.", "none"},
	{__LINE__, "Half approved.", "none"},
	{__LINE__, "Only the front is approved.", "none"},
	{__LINE__, "Go ahead and make the changes we discussed.", "not-approve"},
	{__LINE__, "Send it to Dora for approval.", "none"},
	{__LINE__, "Release it to our lawyers for review.", "none"},
	{__LINE__, "Approved (for the other campaign).", "none"},
	{__LINE__, "Approved?!", "question"},
	{__LINE__, "The German one is approved. The English one isn't.", "not-approve"},
	{__LINE__, "I approved the press release this morning.", "none"},
	{__LINE__, "👍 will read it tonight", "none"},
	{__LINE__, "Super, thanks!", "none"},
	/* a yes at the end of a story */
	{__LINE__, "We were waiting for our lawyers, they found nothing. Approved.", "approve"},
	{__LINE__, "I had asked for a bigger logo and a shorter title, and you did both. Approved!",
	 "approve"},
	{__LINE__, "The typo is gone, thank you. Approved.", "approve"},
	{__LINE__, "My mother will frame it. Approved, and thanks for your patience.", "approve"},
	{__LINE__, "Correct page 2, then it's approved.", "approve-with-changes"},
	/* asked before, and done; of somebody who decides no more; about oneself */
	{__LINE__, "After talking to my brother: approved.", "approve"},
	{__LINE__, "After talking to legal I'll tell you.", "none"},
	{__LINE__, "Nach Rücksprache mit meinem Bruder: genehmigt.", "approve"},
	{__LINE__, "Freigabe erst nach Rücksprache mit meinem Bruder.", "none"},
	{__LINE__, "I would approve this if I were still on the committee.", "none"},
	{__LINE__, "Who else has to approve this? I do not want to be the only one.", "question"},
	{__LINE__, "Yesss approved \U0001f64c", "approve"},
	{__LINE__, "\U0001f44d\U0001f44d\U0001f44d", "approve"},
	{__LINE__, "Version 3 approuvée, vous pouvez lancer l'impression des affiches.", "approve"},
	{__LINE__, "Version 3 approuvée dès correction de la date.", "approve-with-changes"},
	{__LINE__, "We hereby grant our approval of version 3.", "approve"},
	/* too little said */
	{__LINE__, "+1", "none"},
	{__LINE__, "7", "none"},
	{__LINE__, "happy", "none"},
	/* what comes first is still to be done, whatever it is */
	{__LINE__, "yeah add the garden tag as well, then they're approved",
	 "approve-with-changes"},
	{__LINE__, "Please also do the inside cover, then go ahead", "approve-with-changes"},
	{__LINE__, "Es fehlt noch die Hausnummer, danach freigegeben.", "approve-with-changes"},
	{__LINE__, "Well then, approved!", "approve"},
	{__LINE__, "Approved then.", "approve"},
	{__LINE__, "Consider it approved.", "approve"},
	{__LINE__, "Fully approved by all of us.", "approve"},
	{__LINE__, "Seen and approved.", "approve"},
	{__LINE__, "You may print.", "approve"},
	{__LINE__, "It's approved, invoice us as usual.", "approve"},
	/* in other languages */
	{__LINE__, "Sí, aprobado.", "approve"},
	{__LINE__, "Confirmo la aprobación de la v3.", "approve"},
	{__LINE__, "Visto bueno pendiente.", "none"},
	{__LINE__, "Je confirme la validation de la v3.", "approve"},
	{__LINE__, "Le texte est validé, les photos non.", "none"},
	{__LINE__, "Hiermit genehmige ich v3.", "approve"},
	{__LINE__, "Vorerst nicht drucken, Frau Roth entscheidet das.", "none"},
	{__LINE__, "Freigegeben, bis auf das Datum: es ist der 14.", "approve-with-changes"},
	{__LINE__, "Ihr könnt drucken.", "approve"},
	{__LINE__, "Freigegeben wird hier gar nichts.", "not-approve"},
	/* below the name */
	{__LINE__, "Approved.\n\nTom Hale\n\nNot the back though.", "none"},
	{__LINE__, "Approved.\n\nTom Hale\nwait no", "none"},
	{__LINE__, "Approved.\n\nTom Hale\nHead of Brewing", "approve"},
	{__LINE__, "Bill approved.", "none"},
	{__LINE__, "Poster approved.", "approve"},
	{__LINE__, "", "none"},
};

TEST(verdict_of_a_reply)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *got = decided(REVIEW, PROMPT, cases[i].text);
		if (strcmp(cases[i].want, "not-approve") == 0) /* what else is a matter of taste */
			CHECK_AT(cases[i].line, strcmp(got, "approve") != 0);
		else
			CHECK_STR_AT(cases[i].line, got, cases[i].want);
	}
}

TEST(verdict_needs_a_review)
{
	/* the same thumb under a note that asked for nothing is an acknowledgement */
	CHECK_STR(decided(REVIEW, PROMPT, "👍"), "approve");
	CHECK_STR(decided(REVIEW, "> The server moves tonight.\n>> " PROMPT, "👍"), "none");
	/* and who answers a prompt names an approver, and approves nothing */
	CHECK_STR(decided("[ACME-042] one question", "1. Who signs it off?", "Jane Roe approves."),
		  "none");
}

/* A version named by its place. "A third version" is none that exists. */
TEST(verdict_of_a_counted_version)
{
	static const struct {
		int line, version;
		const char *text, *want;
	} mails[] = {
		{__LINE__, 2, "The second version is approved.", "approve"},
		{__LINE__, 3, "The second version is approved.", "none"},
		{__LINE__, 2, "The 2nd draft is approved.", "approve"},
		{__LINE__, 1, "The 2nd draft is approved.", "none"},
		{__LINE__, 1, "The first version is approved.", "approve"},
		{__LINE__, 2, "The first version is approved.", "none"},
		{__LINE__, 2, "Die zweite Fassung ist freigegeben.", "approve"},
		{__LINE__, 3, "Die zweite Fassung ist freigegeben.", "none"},
		{__LINE__, 2, "La deuxième version est approuvée.", "approve"},
		{__LINE__, 3, "La deuxième version est approuvée.", "none"},
		{__LINE__, 2, "La segunda versión está aprobada.", "approve"},
		{__LINE__, 3, "La segunda versión está aprobada.", "none"},
		{__LINE__, 2, "Proof 2 is approved.", "approve"},
		{__LINE__, 2, "No need for a third version, approved.", "approve"},
		{__LINE__, 2, "Much better than the first version, approved.", "approve"},
		{__LINE__, 2, "Approved. The first draft was blue, this one is right.", "approve"},
	};
	for (size_t i = 0; i < COUNT(mails); i++) {
		char subject[80];
		snprintf(subject, sizeof(subject),
			 "Re: [ACME-042] Fair poster: version %d for your review",
			 mails[i].version);
		CHECK_STR_AT(mails[i].line,
			     decided(subject, "Reply APPROVE to approve it, or list your changes.",
				     mails[i].text),
			     mails[i].want);
	}
}

/* Words no phrase knows, learnt from whole replies; beside each a twin that is no approval. */
TEST(verdict_of_a_whole_reply)
{
	static const struct {
		int line;
		const char *text;
		bool yes;
	} mails[] = {
		{__LINE__,
		 "Took you three goes but by crikey you nailed it. Bung it on the website "
		 "before the missus gets home and has opinions.",
		 true},
		{__LINE__,
		 "Took you three goes but by crikey you nailed it, bar the phone number. "
		 "Don't bung it on the website yet.",
		 false},
		{__LINE__,
		 "Hab zweimal drübergeschaut und einmal der Lehrling. Fehler: null. Raus "
		 "damit!",
		 true},
		{__LINE__, "Hab zweimal drübergeschaut und einmal der Lehrling. Fehler: drei.",
		 false},
		{__LINE__, "Me saco el sombrero. Que entre en la imprenta hoy mismo.", true},
		{__LINE__, "Me saco el sombrero. Que no entre en la imprenta todavía.", false},
		{__LINE__, "In principle three goes and you nailed it.", false},
	};
	for (size_t i = 0; i < COUNT(mails); i++) {
		const struct reading *r = reply(REVIEW, PROMPT, mails[i].text);
		CHECK_AT(mails[i].line, (r->verdict == VERDICT_APPROVE) == mails[i].yes);
		if (mails[i].yes)
			CHECK_AT(mails[i].line,
				 slice_starts(r->verdict_why.rule, "model: approve") &&
					 r->verdict_why.text.len > 0);
	}
}

/* The weights look at the beginning of a mail; what nobody has looked at approves nothing. */
TEST(verdict_of_a_long_reply)
{
	static const char yes[] =
		"Took you three goes but by crikey you nailed it. Bung it on the website.\n";
	char text[8000];
	size_t n = sizeof(yes) - 1;
	memcpy(text, yes, n);
	while (n + 100 < sizeof(text))
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "It rained again and the cows were out. ");
	CHECK(reply(REVIEW, PROMPT, text)->verdict != VERDICT_APPROVE);
	text[sizeof(yes) - 1] = 0;
	CHECK_STR(decided(REVIEW, PROMPT, text), "approve");
}

/* What may go: the work that the subject names, or something that it shows. */
TEST(verdict_of_what_may_go)
{
	static const struct {
		int line;
		const char *subject, *text, *want;
	} mails[] = {
		{__LINE__, "fair poster", "The poster can go.", "approve"},
		{__LINE__, "fair poster", "The mugs can go.", "changes"},
		{__LINE__, "fair mugs", "The mugs can go.", "approve"},
		{__LINE__, "fair poster", "The design can go to print.", "approve"},
		{__LINE__, "fair poster", "The swans can go.", "changes"},
		{__LINE__, "fair poster", "Looks great, the swans can go.", "changes"},
		{__LINE__, "fair poster", "Looks great, it can go.", "approve"},
		{__LINE__, "fair poster", "The swans worry me, otherwise approved.",
		 "approve-with-changes"},
		{__LINE__, "fair poster", "Many thanks for all the work, otherwise approved.",
		 "approve"},
	};
	for (size_t i = 0; i < COUNT(mails); i++) {
		char subject[80];
		snprintf(subject, sizeof(subject), "[ACME-042] %s: version 3 for your review",
			 mails[i].subject);
		CHECK_STR_AT(mails[i].line, decided(subject, PROMPT, mails[i].text), mails[i].want);
	}
}
