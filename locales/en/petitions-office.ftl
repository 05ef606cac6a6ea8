# Officers at work: today, register, case, one page a step, the desk. Shared words: petitions.ftl.

office-any = All
office-unit = Unit
office-kind = Kind
office-matter = Matter
office-village = Village
office-holder = Holder
office-nobody = not assigned
office-erased-officer = an officer whose name was erased
office-filter = Filter letters
office-filter-words = Find by code or words in the letter
office-from = Received from
office-to = Until
office-col-due = Due
office-col-code = Code
office-col-case = Case
office-col-state = State
office-col-next = Next step
office-col-received = Received
office-no-due = no date
office-due-sooner = Due sooner
office-due-later = Due later
office-file-here = Take a letter at the desk
office-to-register = Open the register
office-none-found = Nothing matches. Try fewer words, or drop a filter.

office-today-title = Today
office-today-head = Today, { $day }
office-today-caption = Cases of { $unit }, by due date
office-tabs = Scope
office-tab-mine = Mine
office-tab-all = Whole unit
office-tab-soon = Due soon
office-tab-late = Late
office-tab-new = New
office-tab-more = { $tab } { $n }+
office-told = { $parts }.
office-told-late = { $n ->
    [one] 1 case is late
   *[other] { $n } cases are late
}
office-told-late-more = more than { $n } cases are late
office-told-soon = { $n ->
    [one] 1 is due within { $days } working days
   *[other] { $n } are due within { $days } working days
}
office-told-soon-more = more than { $n } are due within { $days } working days
office-told-new = { $n ->
    [one] 1 letter is new
   *[other] { $n } letters are new
}
office-told-new-more = more than { $n } letters are new
office-told-closed = The office is closed from { $first } to { $last } inclusive.
office-group-late = Late
office-group-soon = Due soon
office-group-new = New, not classified
office-group-later = In time
office-none-mine = No open case is assigned to this account.
office-none-all = The unit has no open case.
office-none-soon = Nothing is due soon.
office-none-late = Nothing is late.
office-none-new = Nothing new: every letter is classified.
office-next-asker = Waiting for the asker to say whether it is solved
office-next-other = { $step } ({ $who })

office-register-title = Register
office-register-head = Register of { $unit }
office-count = { $n ->
    [one] 1 letter
   *[other] { $n } letters
}
office-count-more = more than { $n } letters
office-open-only = only those with a date still to keep
office-none-register = The register is empty.
office-jump-title = Open a case by its code
office-jump-hint = The code on the receipt, such as TT-4176-28. The digits alone will do.
office-code-unknown = No letter has the code { $code }. Check each digit.

office-case-title = { $matter }: { $words }
office-held-by = held by { $name }
office-not-assigned = not assigned
office-closed-on = The office's part ended on { $day }.
office-words-of-feedback = In the sender's own words
office-words-of-complaint = In the complainant's own words
office-place = Where it happened:
office-erased = These words were erased as the law requires and cannot be opened again.
office-person-open = Show name and telephone
office-person-logged = This reading will be entered in the access log.
office-person-opened = Entered in the access log: the sender's data was opened.
office-person-none = The sender left no name and no way to be reached.
office-person-name = Full name
office-person-phone = Telephone
office-person-address = Address
office-answer-draft = The answer, not sent yet
office-answer-sent = The answer, sent and published
office-trail = What happened
office-clocks = Dates to keep
office-kept = kept in time
office-void = no longer owed
office-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
}, { $working ->
    [one] 1 of them a working day
   *[other] { $working } of them working days
}.
office-left-today = Today is the last day.
office-left-late = { $n ->
    [one] 1 day late.
   *[other] { $n } days late.
}
office-unconfirmed = This rule ({ $rule }) is not yet confirmed by a jurist. Check it before relying on it.
office-provisional = A day off within the term is still provisional. The date may change when it is decided.
office-filed-as = Filed as
office-channel = Came by
office-answer-by = Answer by
office-asker-says = The asker says
office-asker-silent = nothing yet
office-public-page = See the page that anyone can see
office-back-to-case = Back to the case
office-renew-head = Lost the code or the words
office-renew-note = When the sender comes to the desk and proves who they are. The old words end at once.
office-renew = Give four new words
office-renewed-title = New secret words
office-renewed-stamp = Renewed
office-print-hint = Print this page and hand it to the sender.

office-by-asker = The sender
office-by-program = A program of the office
office-by-system = The system
office-did-received = Received ({ $channel })
office-did-classified = Classified: { $kind }, { $matter }
office-did-assigned = Assigned
office-did-assigned-to = Given to { $name }.
office-did-filed = Filed as not eligible
office-did-guided = The sender was guided to the competent body
office-did-forwarded = Passed to the competent body
office-did-refused = Not accepted
office-did-accepted = Accepted
office-did-verified = Verification recorded
office-did-decided = Decision or answer signed
office-did-sent = Answer sent: { $by }
office-did-judged = The sender says: { $solved }
office-did-secret-renewed = New secret words given
office-did-erased = Words erased
office-did-erased-why = Ground: { $ground }.
office-did-carried = Taken over from an older register: { $state }
office-did-in-time = { $clock } { $due }: kept.
office-did-late = { $clock } { $due }: { $late }.

office-do-classify = Classify
office-do-assign = Assign to an officer
office-do-file = File as not eligible
office-do-guide = Guide to the competent body
office-do-forward = Pass to the competent body
office-do-refuse = Refuse acceptance, on a ground
office-do-accept = Accept
office-do-verify = Record the verification
office-do-decide = Sign the decision or answer
office-do-send = Send and publish the answer
office-for = This is for: { $who }.
office-until = By { $due }.
office-in-time-for = Early enough for: { $clock }, { $due }.
office-wait-classify = Not yet: the letter is not in the register.
office-wait-assign = Cannot be assigned now.
office-wait-file = Not yet: the letter is not classified.
office-wait-guide = Not yet: the letter is not classified.
office-wait-forward = Not yet: the letter is not classified.
office-wait-refuse = Not yet: the letter is not classified.
office-wait-accept = Cannot be accepted yet: the letter is not classified.
office-wait-verify = Not yet: the case is not accepted.
office-wait-decide = No decision or answer yet: acceptance or verification is missing.
office-wait-send = Cannot be sent yet: nothing is signed.
office-does-classify = Content, purpose and request decide, never the title of the letter.
office-does-assign = The officer sees the case under "Mine" and is responsible for it from now on.
office-does-file = The letter ends here. The sender sees the reason on their own page.
office-does-guide = The letter ends here. The sender is guided once: where to file and what to bring.
office-does-forward = The letter ends here. The sender is told who has it.
office-does-refuse = The letter ends here. The sender is told in writing, with the ground and what can be done next.
office-does-accept = The office takes the case on. The sender sees it at once on their own page.
office-does-verify = The result stays inside the office; neither the sender nor anyone outside sees it.
office-does-decide = What is written here is what will be sent and published.
office-does-send = From now on the sender has the answer and anyone can read it. The sender is asked whether it is solved.
office-confirm-classify = Record
office-confirm-assign = Assign
office-confirm-file = File it
office-confirm-guide = Record the guidance
office-confirm-forward = Record the passing on
office-confirm-refuse = Record the refusal
office-confirm-accept = Accept
office-confirm-verify = Record the result
office-confirm-decide = Sign
office-confirm-send = Send and publish
office-done-classify = The kind is recorded.
office-done-assign = Assigned.
office-done-file = Filed.
office-done-guide = The guidance for the sender is recorded.
office-done-forward = The passing on is recorded.
office-done-refuse = The refusal is recorded.
office-done-accept = Accepted.
office-done-verify = The result of the verification is recorded.
office-done-decide = Signed. It still has to be sent.
office-done-send = The answer is sent and published.
office-effects = Dates that change
office-effect-begins = Begins: { $clock }, { $due }. { $why }
office-effect-ends = Ends: { $clock }, { $due }, in time.
office-effect-ends-late = Ends: { $clock }, { $due }, { $late }.
office-effect-voids = No longer owed: { $clock }, { $due }.
office-effect-none = No date changes.
office-conflict = Something new happened to this case
office-conflict-go-on = Nothing of yours was recorded yet. What you typed is kept below; see what is new, then send it again if it is still needed.
office-conflict-over = Nothing of yours was recorded, and this step can no longer be done. What you typed is kept below to be copied.
office-beside = Beside it
office-letter = The letter

office-which-kind = What it is
office-which-kind-hint = Keys 1 and 2 choose.
office-which-matter = What it is about
office-classify-denunciation = A denunciation is not handled here: ask the sender to hand it in on paper, enter it in the confidential register, and type no name.
office-denunciation-link = Where denunciations go
office-assign-to = Assign to
office-assign-hint = Those who hold a post today that may verify at this unit.
office-assign-nobody = Nobody holds a post today that may verify at this unit. An administrator has to give one first.
office-held-already = This officer has the case already.
office-lack = What the letter lacks
office-guide-note = Guidance
office-guide-hint = The competent body, its address, the papers to bring. The sender reads this.
office-forward-note = Passed to whom
office-forward-hint = Which body, why, and who answers next. The sender reads this.
office-note-missing = There are no words for the sender yet.
office-ground = Ground of the refusal
office-ground-hint = The nine cases of Article 11 of the Complaints Law. If none fits, it must be accepted.
office-ground-next = The sender is told: { $next }
office-refuse-note = More for the sender
office-refuse-hint = What is particular to this letter, if the ground does not say enough.
office-result = Result of the verification
office-result-hint = Who was met, which papers were read, what was found, what is still unclear.
office-result-missing = The result of the verification is missing.
office-finding = How far the complaint is right
office-answer = The answer
office-answer-hint = This will be public: no name, no telephone, no house number of anybody.
office-answer-missing = The answer is missing.
office-send-by = How it is sent

office-desk-title = Take a letter at the desk
office-desk-who = Who came
office-desk-who-hint = Feedback needs no name. A complaint needs name and address.
office-desk-words = What they say
office-desk-kind = What it is, by its content
office-desk-kind-hint = Choosing 3 stops here: a denunciation is taken on paper, numbered and dated in the confidential register, and no name is typed.
office-desk-denunciation = Denunciation
office-desk-by = How to answer
office-desk-print = Take it and print
office-desk-next = Take it, next person
office-desk-one-more = Next person
office-open-case = Open the case
office-desk-aside = Beside it
office-desk-read = Read it back
office-desk-read-text = Read the words aloud, ask whether they are right, then take the letter. Say by which day it will be answered.
office-desk-owed = Taken today
office-today-clock-td-reply = Feedback: answered by
office-today-clock-kn-accept1 = Complaint: accepted by
office-desk-paper = A denunciation is taken on paper only, to keep its writer safe. This machine keeps no denouncer's name.
office-desk-stop = A denunciation is not typed in. Take it on paper, numbered and dated in the confidential register. Nothing was recorded; the name, telephone and address just typed are gone from this page.
office-desk-name-missing = The full name is needed: a complaint names its writer, a letter its addressee.
office-desk-address-missing = The address is needed: a complaint gives its writer's, a letter has to arrive.
office-desk-words-missing = What they say is missing.
office-desk-done = Received: { $code }.
office-desk-done-words = The four secret words are shown once; let the sender see and copy them:
office-received-again = This letter was taken before; no second one was made. This is still its receipt.
office-key-tab = next field
office-key-choose = choose
office-key-send = take it
