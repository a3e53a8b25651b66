# Words that every page shares. A room adds its own and never repeats these.
product = Accord
close = Close
cancel = Cancel
save = Save
edit = Edit
open = Open
back = Back
more = More
less = Less
none = none
yes = Yes
no = No
today = today
tomorrow = tomorrow
unknown = unknown
all = All
any = Any
export-csv = Export CSV
export-xlsx = Export XLSX
list-count = { $n ->
    [one] one
   *[other] { $n }
}
list-count-capped = 1,000+
list-next = Next
list-first = First page
list-filter = Filter
list-filters = Filters
list-remove-filter = Remove filter
list-clear = Clear all
list-empty = Nothing here yet
list-pick = Select { $name }
list-columns = Columns
list-columns-hint = Number the columns in the order you want. One without a number is not shown.
list-columns-show = Show these
list-columns-all = Show all
undo = Undo

# Frame
skip-to-content = Skip to content
nav-main = Main
nav-bar = Quick
nav-menu = Menu
nav-crumbs = Where you are
nav-group-sell = Sell
nav-group-make = Make
nav-group-serve = Serve
nav-group-together = Together
nav-group-house = House
search-box = Search, go, do
palette-name = Search, go, do
palette-empty = Nothing found
palette-failed = No answer. Check the connection and try again.
palette-go = Go
palette-do = Do
palette-found = Found
create-menu = Create
keys-title = Keys
page-stale = This page has changed.
page-refresh = Show the change
page-offline = The connection is lost; what you see may be old.
theme = Colours
theme-system = As the system
theme-light = Light
theme-dark = Dark
urgent = urgent
sign-out = Sign out

# Signing in
sign-in-title = Sign in
sign-in-intro = What we owe our customers, in one place.
sign-in-submit = Sign in
sign-in-demo = Or enter the demo as
sign-in-again = Your session has ended. Sign in and go on where you were; what you typed is kept.

# Demo
demo = Demo
clock-hour = +1 hour
clock-day = +1 day
clock-next = To the next thing
clock-next-text = Next: { $what }, { $at }
clock-nothing-next = Nothing is planned

# Forms
form-refused = This could not be done
form-required-note = must be filled
form-add-row = Add a row
form-remove-row = Remove this row
done = Done

# Fields that mean the same everywhere
field-name = Name
field-email = E-mail
field-phone = Telephone
field-password = Password
field-currency = Currency
field-note = Note
field-reason = Reason
field-customer = Customer
field-site = Site
field-contact = Contact
field-person = Person
field-owner = Owner
field-from = From
field-until = Until
field-due = Due
field-title = Title
field-language = Language
field-zone = Time zone
field-number = Number
field-version = Version
field-product = Product
field-quantity = Quantity
field-description = Description

# Languages and spheres
language-en = English
language-pt-BR = Português (Brasil)
sphere-sales = sales
sphere-after-sales = after-sales
sphere-both = together
sphere-none = Accord
via-page = on a page
via-api = by API
via-import = by import
via-clockwork = as time passed
via-command = by command
via-portal = on the customer’s page
via-mail = by e-mail

# Refusals of the house
refusal-invalid = Some fields need another look.
refusal-absent = There is nothing here that you can see.
refusal-permission = Your roles do not allow this ({ $permission }).
refusal-sign-in = Please sign in.
refusal-stale = Somebody else changed this in the meantime. Your words are kept; look at the present state and send again.
refusal-defect = Something went wrong on our side. Nothing was changed.
refusal-paper-no-printer = This Accord was built without a printer; the page shows the same figures.
refusal-paper-too-large = The document would have { $rows } rows, more than one document holds.
paper-place-and-date = Place and date
paper-page = Page {"{"}page{"}"} of {"{"}pages{"}"}
refusal-taken = This exists already ({ $what }).
refusal-disk-full = The disk is full. Reading goes on; writing works again as soon as there is space.
refusal-database-unavailable = The database does not answer. Nothing was changed; try again in a moment.
refusal-busy = Too much is happening at once. Nothing was changed; try again in a moment.
refusal-retry = Somebody else was faster. Nothing was changed; try again.
refusal-action-unknown = There is no action { $name }.
refusal-view-unknown = There is no view { $name }.
refusal-key-length = The idempotency key must have 1 to { $max } characters.
refusal-key-other-body = This idempotency key was used before with another content.
refusal-clock-fixed = Only the demo’s clock can be moved.
refusal-clock-backward = Time goes forward only. To go back, load the demo anew.
refusal-territory-reason-needed = This customer belongs to another territory. State why you need to look; it is kept.
refusal-field-unknown = is not known here
refusal-field-required = must be given
refusal-field-form = does not have the right form
refusal-field-digits = has more digits after the point than the currency
refusal-field-too-many = has more than { $max } rows
refusal-field-empty = must not be empty
refusal-field-too-long = is longer than { $max } characters
refusal-field-control-characters = holds characters that cannot be shown
refusal-field-negative = must not be negative
refusal-field-not-positive = must be more than zero
refusal-field-past = lies in the past
refusal-time-skipped = does not exist in { $zone }: the clocks skip it
refusal-time-ambiguous = exists twice in { $zone }: the clocks go back. Give the offset.
refusal-export-too-long = The list has more than { $max } rows. Narrow it by its filters and export it in parts.
refusal-body-too-large = The content is larger than { $max } bytes.
refusal-body-form = The content is not valid JSON.
refusal-body-duplicate-key = The content names { $name } twice.
refusal-body-too-deep = The content is nested deeper than { $max }.
refusal-method = This cannot be done here; nothing in the ledger is ever deleted.
refusal-cross-site = This request came from another site and was stopped.
possible-state-reason = State a reason to open it.

# Errors
error-title-401 = Please sign in
error-title-403 = Not for you
error-title-404 = Nothing here
error-title-500 = Our mistake
error-title-503 = Not now
error-title-507 = No space left
error-title-other = That did not work
error-request = Request
error-home = To the start

# The API's page and one's own page
page-me = Me
api-title = API
api-intro = Every change is an action, every read a view; the pages use the same.
api-actions = Actions
api-views = Views
api-permission = Permission

# Passwords
sign-in-forgotten = Forgotten password?
field-present-password = Present password
field-new-password = New password
password-own-title = Change my password
password-own-intro = Every other session and every access token of yours ends.
password-link-title = Set your password
password-link-intro = At least twelve characters; a sentence is easier to keep than a riddle. Then sign in with it.
password-ask-title = A new password
password-ask-intro = A letter with a link goes to your address.
secret-once = Shown this once; only a fingerprint of it is kept. Take it now, and hand it over by a safe way.

# Links of letters
link-none-title = This link leads nowhere
link-none = It may have been cut or mistyped. Open it again from the letter.
link-later = This cannot be done right now. Please try again in a few minutes.

# Programs on a device
installed-sign-in-text = Your session has ended. What you do here is kept on this device and goes out when you are signed in again.
installed-sign-in = Sign in
installed-needs-script = This program needs JavaScript.
installed-desk = Pages for the desk
drawing-again = Draw again

# Before the first set-up
set-up-waits-title = Accord is not set up yet
set-up-waits = Whoever started the program was given an address at the start. Open it to enter the company and its first administrator. It works once; the next start of the program gives another.
export-currency = { $column } (currency)
export-zone = { $column } ({ $zone })

# The company's own sign-in
sign-in-outside = Sign in with { $name }
sign-in-outside-invited = Sign in with your account of the company; the link ties it to you.
sign-in-password = With a password
sign-in-password-few = With a password: for customers
refusal-sso-stale = This sign-in is over, was used, or began in another browser. Begin it again here.
refusal-sso-provider = The sign-in of the company does not answer. Try again in a minute, or ask whoever runs it.
refusal-sso-refused = The sign-in of the company did not let you in.
refusal-sso-untrusted = What the sign-in of the company answered could not be proved. Begin again; if it stays so, tell whoever runs Accord.
refusal-sso-unknown = Nobody here is tied to this account. Open the link of your invitation and sign in from there, or ask an administrator.
refusal-sso-no-address = The sign-in of the company names no proved e-mail address of yours, so nobody can be entered. Ask an administrator for an invitation.
refusal-sso-bound = This account is tied already, or the colleague has another one there. Untie that first.
refusal-sign-in-by-provider = Colleagues sign in with their account of the company here.
