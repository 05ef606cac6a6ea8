# Words that all pages of petitions share: kinds, matters, states, steps, and refusals.

kind-feedback = feedback, recommendation
kind-complaint = complaint
kind-hint-feedback = Report something public that needs mending, a wish or an idea: a broken road, waste, a slow procedure.
kind-hint-complaint = Ask for a decision or an act of an office or official to be looked at again, because you hold that it is unlawful and harms your own right.

matter-roads = roads and bridges
matter-water = water and drainage
matter-waste = waste and environment
matter-lighting = electricity and lighting
matter-land = land
matter-compensation = compensation and resettlement
matter-building = building and urban order
matter-order = security and public order
matter-social = allowances and policies
matter-health = health
matter-school = schools
matter-procedures = administrative procedures
matter-service = how people are served
matter-other = something else

state-received = Received
state-classified = Classified
state-accepted = Accepted
state-verified = Verified
state-decided = Decided, to be sent
state-sent = Answered
state-filed = Filed
state-guided = Guided
state-forwarded = Passed to the right office
state-refused = Not accepted

step-classify = Classify
step-assign = Assign
step-file = File
step-guide = Guide
step-forward = Pass on
step-refuse = Do not accept
step-accept = Accept
step-verify = Record the verification
step-decide = Sign the result
step-send = Send the answer
step-judge = Say whether it is solved

channel-page = public page
channel-api = an office's program
channel-desk = reception desk
channel-import = older register

answer-by-sms = Text message
answer-by-post = Letter on paper
answer-by-desk = Fetched at the office
answer-by-oneself = Read on this page

finding-right = The complaint is right
finding-partly = The complaint is right in part
finding-wrong = The complaint is wrong

solved-yes = Solved
solved-partly = Solved in part
solved-no = Not solved

lack-writer = The letter lacks its date, or its writer's name or address.
lack-language = The letter is not in Vietnamese and has no notarised translation.
lack-illegible = The letter is torn, erased or illegible.
lack-already-guided = Guidance on this matter was given once before.
lack-competent-has-it = The letter went to several bodies, the competent one among them.

clock-td-reply = Answer due
clock-kn-accept1 = Acceptance due
clock-kn-res1 = Settlement due
clock-kn-send1 = Decision to be sent
must-td-reply = an answer must be given by
must-kn-accept1 = it must be accepted, or refused in writing, by
must-kn-res1 = it must be settled by
must-kn-send1 = the decision must be sent by

refusal-petition-no-words = Please say in a few words what happened, so that it is understood.
refusal-petition-long = More than { $most } characters (it has { $has }). Please shorten it, or bring it on paper.
refusal-petition-long-place = The place is longer than { $most } characters. Please shorten it.
refusal-petition-long-person = The name, telephone or address is longer than { $most } characters. Please shorten it.
refusal-petition-matter = Please choose what it is about.
refusal-petition-kind = There is no kind “{ $kind }”. There are feedback and complaint.
refusal-petition-finding = Please choose the finding: right, right in part, or wrong.
refusal-petition-ground = This ground is not in the law in force.
refusal-petition-not-now = This cannot be done yet, or no longer, as the petition stands now.
refusal-petition-not-now-next = Open the petition's page again to see what may be done now.
refusal-petition-clock-back = The server's clock stands before the day of receipt. Nothing was recorded.
refusal-petition-clock-back-next = The administrator sets the clock right; then try again.
refusal-petition-erased-already = The words of this petition were erased before.
refusal-petition-unknown = There is no petition with this code.
refusal-petition-unknown-next = Please check each digit on the receipt. If it is lost, bring an identity paper to the office.
refusal-petition-unit-elsewhere = This site takes no petitions for { $unit }. It serves { $home }.
refusal-petition-unit-elsewhere-next = Please use the site or the office of that unit.
refusal-petition-unit-unknown = There is no unit with the code { $unit }.
refusal-petition-unit-merged = { $unit } ended on 1 July 2025 and is now in { $now }. Please check that this is right.
refusal-petition-unit-split = { $unit } was divided among: { $now }. Please choose the unit of the part where you live.
refusal-denunciation-not-online = A denunciation is not sent over the network, to keep its writer safe.
refusal-denunciation-not-online-next = Hand it in or post it. The page /to-cao says where and how.
refusal-idempotency-key = The Idempotency-Key must have 1 to 200 characters.
refusal-instance-not-open = This program has not been opened for a unit yet, so it takes no petitions.
refusal-instance-not-open-next = Please come to the office or call.
refusal-token-unknown = The office's token is not right, or was closed.
