# Words of the page itself: shell, dates, forms, errors, parts. Subjects bring their own files.

skip = Skip to content
demo-stamp = MÔ PHỎNG / SIMULATED
demo-mark = Simulated: the people, cases and figures on this page are invented.
nav-more = More
nav-main = Main
crumbs = Path
home = Home
error-prefix = Error: { $title }
title-with-body = { $title }. { $body }
signed-in-as = { $name }, { $post }
sign-out = Sign out

door-know = People know
door-discuss = People discuss
door-act = People do
door-check = People check

foot-contact = Office: { $address }
foot-phone = Telephone: { $phone }
foot-mail = Mail: { $mail }
foot-this-page = This site
foot-other-ways = All of this can also be done at the office, on paper or by telephone.
foot-view = View
foot-dantin = Dân Tin, open software for local government and its people.
foot-logged = Each opening of a person’s data is written in the access log.
foot-styleguide = Style guide
foot-version = Dân Tin { $version }
scheme-auto = As device
scheme-light = Light
scheme-dark = Dark
keys-title = Shortcuts
keys-move = down, up
keys-open = open
keys-search = search
keys-new = new letter
keys-never-needed = Everything also works without shortcuts.
keys-off = Turn shortcuts off
keys-on = Turn shortcuts on

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mo
weekday-short-2 = Tu
weekday-short-3 = We
weekday-short-4 = Th
weekday-short-5 = Fr
weekday-short-6 = Sa
weekday-short-7 = Su
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-long = { $weekday }, { $day } { $month } { $year }
moment = { $date } · { $time }
moment-sentence = { $time } on { $long }
leaf-month = { $month } { $year }
calendar-month = { $month } { $year }
days-left = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
}
days-late = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
}
days-today = today

cal-ordinal = , day { $n }
cal-start = start
cal-due = due
cal-off-day = , not counted
cal-legend = How to read it
cal-legend-start = Starting day
cal-legend-start-how = outlined
cal-legend-counted = Day that counts
cal-legend-counted-how = violet number
cal-legend-off = Day not counted
cal-legend-off-how = shaded
cal-legend-extra = Day worked instead
cal-legend-extra-how = ochre outline
cal-legend-due = Due day
cal-legend-due-how = violet ground
day-by-day = Day by day

optional = (optional)
choose-one = Choose one
errs-title = { $n ->
    [one] One thing to correct
   *[other] { $n } things to correct
}
errs-kept = All that you typed is kept.
steps = Steps
save-later = Save for later
send = Send
change = Change
filter = Filter
filter-clear = Clear filters
search = Search
pages = Pages
newer = Newer
older = Older
not-open-yet = Not open yet
acts-title = What may be done now
table-scroll = Wide table, scrolls sideways: { $title }
received = Received
arrived = Arrived

field-required = Please fill this in.
field-choose = Please choose one.
field-unknown-choice = That choice is not on the list. Please choose again.
field-too-long = Longer than { $max } characters. Take out { $over }, or bring it on paper to the office.
field-phone-short = { $n ->
    [one] The telephone number is one digit short.
   *[other] The telephone number is { $n } digits short.
}
field-phone-long = { $n ->
    [one] The telephone number has one digit too many.
   *[other] The telephone number has { $n } digits too many.
}
field-email-shape = An e-mail address looks like name@place.vn, without spaces.
field-phone-shape = A telephone number has 10 digits and starts with 0.
field-clock = Write the hour as 08:00 or 7h30.
field-date-shape = Write the date as 05/02/2026.
field-date-none = No such date: { $date }.
field-date-future = This date has not come yet: { $date }.
field-date-ancient = This date is too far back: { $date }. Please check the year.
field-number-shape = Please use digits, for example 12.
field-number-range = This number must be from { $min } to { $max }.

page-not-found-title = No such page
page-not-found = The address may be incomplete, or the page was removed.
page-not-found-next = Go to the home page, or call { $phone } and we will show you the way.
page-refused-title = This cannot be done yet
page-refused-ground = Ground: { $article }.
page-sign-in-title = Please sign in
page-sign-in = This page is for officers who have signed in.
page-forbidden-title = Not permitted
page-too-many-title = Too many tries
page-too-many = { $minutes ->
    [one] Wait one minute, or call { $phone }.
   *[other] Wait { $minutes } minutes, or call { $phone }.
}
page-busy-title = The server is busy
page-busy = Nothing was recorded. Please try again in a few minutes.
page-bug-title = Our fault
page-bug = Incident { $number }. Nothing more was recorded; please give this number if you call.
page-bug-next = Telephone: { $phone }
page-too-large-title = That was too large
page-too-large = At most { $mb } MB can be sent at once. Use your browser’s back button to keep what you typed, then send less or fewer files, or bring it on paper.
page-bad-request-title = We could not read that
page-bad-request = The server does not understand what was sent. Nothing was recorded.
api-bad-request-next = Send JSON of the shape in the document at /api/v1/openapi.json.
page-bad-request-next = Use your browser’s back button and send it again.
page-method-title = This page cannot be used that way
page-method = Open the page again from the start.
form-overtaken = Somebody has just written something. This is the new state; look again, then send once more.
page-again-title = Please send it once more
page-again = The page stood open too long or was opened elsewhere, so we recorded nothing. What you typed is kept below. If it is yours, press Send again.
page-again-files = Attached files must be chosen again.
page-again-send = Send again
page-cross-title = Not accepted from another site
page-cross = This was sent from a page that is not ours. Nothing was recorded.
page-cross-next = Open this page from the home page and do it again.
back-home = To the home page
try-again = Try again
refusal-upload-large = That was too large: all files sent at once may have { $mb } MB together. Nothing was recorded.
refusal-upload-large-next = Use your browser’s back button to keep what you typed, send fewer files, or bring them on paper to the reception desk.

export-logged = The file holds names and addresses of people. Each time goes into the access log: who, when, narrowed by what, how many rows.
export-xlsx = Save for Excel (XLSX)
export-csv = Save as CSV
export-pdf = Save as PDF
export-print = Open to print
export-most = PDF and print hold at most { $most } rows. For more, take Excel or CSV, or a shorter time.
export-kinds = In the Excel file days are days and numbers are numbers; every spreadsheet opens the CSV.
export-print-hint = Press Ctrl P to print; choose A4 landscape.
refusal-export-too-long = This register has { $count } rows; PDF and print hold at most { $most }.
refusal-export-too-long-next = Take Excel or CSV, or a shorter time.

## Files that come with a form
refusal-enclosure-empty = File { $n } is empty (0 bytes). Choose it again.
refusal-enclosure-large = File { $n } is larger than { $mb } MB and was not taken. Take a smaller picture, or bring the paper to the reception desk.
refusal-enclosure-kind = File { $n } is no JPEG, PNG or WebP picture and no PDF, whatever its name says. Send a picture of it, or save it as PDF.
refusal-enclosure-heic = File { $n } is a HEIC or AVIF picture, which many machines cannot open. On an iPhone: Settings, Camera, Formats, “Most Compatible”, and take it again; or take a screenshot of it.
refusal-enclosure-moving = File { $n } is a film or a moving picture; only still pictures and PDF are taken.
refusal-enclosure-broken = File { $n } is damaged or cut off. Choose it again, or take it again.
refusal-enclosure-pixels = Picture { $n } has more points than any machine here can open. Take it again at a smaller size.
refusal-enclosure-locked = PDF { $n } is locked with a password. Remove it and send it again, or take pictures of the pages.
refusal-enclosure-active = PDF { $n } carries a program or other files and was not taken. Print it to a new PDF, or take pictures of the pages.
refusal-enclosure-unclear = PDF { $n } is packed in a way that cannot be checked and was not taken. Print it to a new PDF, or take pictures of the pages.
refusal-enclosure-erased = This file was erased. Ground: { $ground }.
file-picture = Picture { $n }, { $size }
file-paper = Paper { $n } (PDF), { $size }
size-kb = { $n } KB
size-mb = { $n } MB
