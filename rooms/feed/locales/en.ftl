# Calendars at secret addresses.

# Acts
action-calendar-feed-make = New calendar address
action-calendar-feed-make-done = Enter this address in your calendar program
event-calendar-feed-make = made a calendar address
action-calendar-feed-renew = Another address
action-calendar-feed-renew-done = Enter this address in your calendar program; the old one shows nothing any more
event-calendar-feed-renew = renewed a calendar address
action-calendar-feed-revoke = Revoke
action-calendar-feed-revoke-done = Revoked: the address shows nothing any more.
event-calendar-feed-revoke = revoked a calendar address

# Fields
field-calendar-feed-make-label = Which program reads it
field-promises = My promises
field-visits = My visits
field-feed = Calendar

# Pages
calendars-title = My calendar addresses
calendars-about = Your promises and visits in your own calendar program.
calendars-label = Read by
calendars-shows = Shows
calendars-made = Made
calendars-read = Last read
calendars-act = To do
calendars-promises = promises
calendars-visits = visits
calendars-never = not yet
calendars-none-title = No program reads your calendar
calendars-none = Make an address and enter it in your calendar program.
calendars-secret-title = The address is a key
calendars-secret = Whoever knows it reads your promises and visits. It is shown once. When somebody else may know it, take another one or revoke it.
calendar-name = Accord: promises and visits
calendar-gone = No longer planned

# Refusals
refusal-calendar-empty = choose promises, visits, or both
refusal-calendar-too-many = You have { $max } calendar addresses already; revoke one first.
refusal-calendar-by-token = A program cannot make a calendar address; sign in to do it.
