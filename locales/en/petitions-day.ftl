# The officer's day: letters on paper, the leader, questions, filters, bulk, absence, calendar, papers.

day-desk-came = How it came
day-desk-in-person = In person
day-desk-on-paper = On paper
day-desk-on = Day of receipt
day-desk-on-hint = Terms run from this day. Left empty, it is today.
day-desk-several = Several people stand behind it
day-desk-others = Who speaks for them, one a line
day-desk-others-hint = Name and address. For a complaint, those named here speak for the group.
day-people = People behind it
refusal-petition-not-come-yet = The day of receipt lies after today.

day-lead-title = Leader
day-lead-head = Work of { $unit }
day-lead-late = Late
day-lead-week = Due this week, until { $until }
day-lead-open = Open
day-lead-unassigned = Given to nobody
day-lead-contested = The asker says not solved
day-lead-suspended = Suspended
day-lead-asked = Offices asked that have not answered
day-lead-none = Nothing is open at this unit.
day-by-unit = By unit
day-by-holder = By holder
day-by-matter = By matter
day-by-asked = By office asked
day-col-name = Name
day-col-open = Open
day-col-late = Late
day-col-week = This week
day-col-share = Share late
day-percent = { $n }%
day-share-few = Too few cases for a share

day-asked-title = Questions
day-asked-lede = Questions about cases that offices have not answered, by the day agreed upon.
day-asked-none = No question waits for an answer.
day-asked-on = Asked on
day-asked-done = The answer is recorded.
day-advice-title = Answer a question
day-advice-until = { $office } answers by { $due }.
day-advice-asked = The question
day-advice-send = Record the answer

day-due = Due
day-due-open = open
day-due-late = late
day-due-week = due this week
