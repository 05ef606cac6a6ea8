# Units that an administrator or leader adds: villages, offices, organisations, enterprises.

units-title = Villages and other units
units-of = Villages and other units of { $unit }
units-lede = A petition can name its village or landmark, and the register can be narrowed to one. A unit that has ended keeps its name on older petitions.
units-none = No units yet. Add the villages and residential groups first, so that petitions can say where they belong.
units-add = Add units
units-add-hint = The program gives the codes, each once and for all.
units-add-send = Add
units-added = { $n ->
    [one] One unit was added.
   *[other] { $n } units were added.
}

unit-kind = Kind of unit
unit-kind-village = Village, residential group
unit-kind-landmark = Landmark: market, school, community hall…
unit-kind-office = Office
unit-kind-organisation = Organisation
unit-kind-enterprise = Enterprise, cooperative
unit-name = Name
unit-names = Names of the units
unit-names-hint = One name a line, with its type: Thôn Bến Cồn, Tổ dân phố 3.
unit-names-missing = A name is needed.
unit-code = Code
unit-parent = Belongs to
unit-from = There since
unit-since = Since
unit-state = Now
unit-current = there
unit-until = ended on { $day }
unit-until-ahead = ends on { $day }
unit-from-ahead = begins on { $day }
unit-known = This unit
unit-former = Former names
unit-name-since = Under this name since
unit-before = Formed from
unit-after = Went into
unit-rename = Rename
unit-rename-hint = To mend a slip made when adding, keep the day on which the name began: the wrong name then does not become a former one.
unit-rename-send = Rename
unit-name-new = New name
unit-name-from = New name from
unit-end = End this unit
unit-end-hint = For a merger, a split or a dissolution. This cannot be taken back.
unit-end-on = Ends on
unit-end-on-hint = The first day without this unit, as decided.
unit-end-send = End this unit
unit-into = What did it go into?
unit-into-hint = Tick one or more units. Leave empty when it was dissolved and went into none.

refusal-unit-parent-none = No administrative unit of today has the code { $unit }.
refusal-unit-none = No unit has the code { $unit }.
refusal-unit-name-missing = Each name needs a letter or a figure.
refusal-unit-name-long = A name is longer than { $max } characters: { $name }…
refusal-unit-names-many = At most { $max } units can be added at once. Add them in parts.
refusal-unit-name-twice = Two lines have the same name: { $name }.
refusal-unit-name-taken = There is { $other } already, and { $name } reads the same without marks. Tell them apart in writing, or end the old one first.
refusal-unit-name-same = The unit bears this name already.
refusal-unit-rename-early = The present name began on { $date }; the new one cannot begin before.
refusal-unit-rename-ahead = This day has not come. Rename when the new name takes effect.
refusal-unit-end-early = The unit bears its present name since { $date }; it cannot end before.
refusal-unit-successor-none = Unit { $unit } is of another kind, or is not there on that day.
refusal-unit-ended = { $unit } is recorded as ended on { $date }.
refusal-unit-ended-next = Open the unit’s page to see what it went into.
