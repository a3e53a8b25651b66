bulk-title = Acts on many
bulk-about = What you did to many rows of a list at once, newest first.
bulk-none-yet = Tick rows of a list to do something to all of them.
bulk-column-what = What
bulk-column-rows = Rows
bulk-column-done = Changed
bulk-column-when = When
bulk-column-row = Row
bulk-column-why = Why
bulk-column-rule = Rule
bulk-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
bulk-rows-title = The rows
bulk-no-rows = No row stands so.
bulk-row-unseen = Not to be seen by you
bulk-pick-all = Select all on this page
bulk-picked = selected
bulk-everything = All { $n } that the filter finds
bulk-everything-many = All that the filter finds (they are counted first)
bulk-to-list = To the list
bulk-ask = What shall become of them
bulk-count = Count what would change
bulk-count-again = Count again
bulk-start-n = { $n ->
    [one] Change { $n } row
   *[other] Change { $n } rows
}
bulk-undo-n = { $n ->
    [one] Take { $n } row back
   *[other] Take { $n } rows back
}
bulk-says-chosen = The rows are chosen. Nothing has been changed: say what shall become of them, and you see first what would happen.
bulk-says-counting = Each row is tried and taken back, to tell you what would happen. Nothing is changed.
bulk-would-change = { $n ->
    [0] No row would be changed.
    [one] { $n } row would be changed. Nothing has been changed yet.
   *[other] { $n } rows would be changed. Nothing has been changed yet.
}
bulk-would-leave = { $n ->
    [0] No row is left out.
    [one] { $n } row is left out; the reason stands below.
   *[other] { $n } rows are left out; the reasons stand below.
}
bulk-would-go-back = { $n ->
    [0] As things are now, none of them could be taken back afterwards.
   *[other] As things are now, { $n } of { $all } could be taken back afterwards.
}
bulk-says-doing = It goes on row by row, also when you leave this page.
bulk-did-change = { $n ->
    [0] No row was changed.
    [one] { $n } row was changed.
   *[other] { $n } rows were changed.
}
bulk-did-refuse = { $n ->
    [0] Every row that was chosen.
    [one] { $n } row was not; the reason stands below.
   *[other] { $n } rows were not; the reasons stand below.
}
bulk-undo-until = You can take it back as a whole until { $until }: each row that nobody changed since gets back what it had.
bulk-undo-over = The time to take it back is over.
bulk-says-undoing = It is taken back row by row, also when you leave this page.
bulk-did-undo = { $n ->
    [0] No row was taken back.
    [one] { $n } row has what it had before.
   *[other] { $n } rows have what they had before.
}
bulk-did-stay = { $n ->
    [0] Nothing of it remains.
    [one] { $n } row could not be taken back; the reason stands below.
   *[other] { $n } rows could not be taken back; the reasons stand below.
}
bulk-says-dropped = You let go of it before anything was changed.
bulk-so-far = { $n } of { $all }
bulk-stopped = The program had to stop here
bulk-stopped-more = What was done stays done. You can go on with the rest, or take back what was done.
bulk-left = Left out, and why
bulk-refused = Refused when their turn came, and why
bulk-stays = Not taken back, and why
bulk-wordings-more = { $n ->
    [one] and { $n } more like it
   *[other] and { $n } more like it
}
bulk-state-chosen = rows chosen
bulk-state-counting = counting
bulk-state-counted = counted
bulk-state-doing = on its way
bulk-state-done = done
bulk-state-undoing = being taken back
bulk-state-undone = taken back
bulk-state-dropped = let go
bulk-row-chosen = not looked at yet
bulk-row-fits = would change
bulk-row-left = left out
bulk-row-done = changed
bulk-row-refused = refused
bulk-row-undone = taken back
bulk-row-stays = not taken back
entity-bulk-run = act on many

field-bulk = Act
field-ids = Rows
field-bulk-choose-all = All that the filter finds
field-filter = Filter
field-run = Act on many
field-input = What shall become of them
field-rule = Rule

action-bulk-choose = Choose rows for an act on many
action-bulk-choose-done = Rows chosen; nothing has been changed
action-bulk-count = Count what an act on many would change
action-bulk-count-done = Counted; nothing has been changed
action-bulk-start = Do an act on many
action-bulk-start-done = Begun
action-bulk-undo = Take an act on many back
action-bulk-undo-done = Taking back begun
action-bulk-drop = Let go of it
action-bulk-drop-done = Nothing was changed
action-bulk-go-on = Go on
action-bulk-go-on-done = It goes on
action-bulk-step = Go on with an act on many
action-bulk-step-done = Next rows done
action-bulk-halt = Stop an act on many
action-bulk-halt-done = Stopped
event-bulk-choose = rows chosen for an act on many
event-bulk-count = counted what an act on many would change
event-bulk-start = act on many begun
event-bulk-undo = act on many being taken back
event-bulk-drop = act on many let go
event-bulk-go-on = act on many went on
event-bulk-step = next rows of an act on many
event-bulk-halt = act on many stopped

refusal-bulk-unknown = There is no act on many of the name { $name }.
refusal-bulk-none = Select at least one row.
refusal-bulk-too-many = { $n } rows are chosen, and at most { $max } can be changed at once. Narrow the filter, or do it in parts.
refusal-bulk-far-too-many = More than { $n } rows are found, and at most { $max } can be changed at once. Narrow the filter.
refusal-bulk-not-now = This cannot be done now: it stands at “{ $state }”.
refusal-bulk-no-row = No row would be changed.
refusal-bulk-too-late = It could be taken back until { $until }.
refusal-bulk-touched = Somebody changed it since. Nothing was written over.
refusal-bulk-no-way-back = What it had before cannot be given back by an act.
setting-bulk-rows-max = Rows that one act on many may change
setting-bulk-undo-hours = Hours in which an act on many can be taken back
