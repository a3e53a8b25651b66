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
    [one] one in all
   *[other] { $n } in all
}
list-count-capped = more than 1,000 in all
list-next = Next
list-first = First page
list-filter = Filter
list-filters = Filters
list-remove-filter = Remove filter
list-clear = Clear all
list-empty = Nothing here yet
list-pick = Select { $name }
list-sort = Sort
list-sort-up = ascending
list-sort-down = descending
list-sort-own = The list’s own order
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
search-short = Search
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
refusal-field-figure = “{ $typed }” can mean { $whole } or { $part }: write the one that you mean
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
refusal-body-multipart = The content is no whole form with a file (multipart/form-data).
refusal-header-form = The header { $header } does not have the right form.
refusal-if-match-no-version = Nothing here has a version that If-Match could name.
refusal-if-match-differs = If-Match and the field version name different versions.
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
api-tokens = Access tokens
api-actions = Actions
api-views = Views
api-permission = Needs:
api-portal = for a customer's contact, who signs in on the page
api-search = Name, words or field
api-search-go = Search
api-search-clear = Show everything
api-search-found =
    { $count ->
        [one] One action or view
       *[other] { $count } actions and views
    }
api-search-none = Nothing of that name
api-search-none-text = No action and no view has these words in its name, its title, its description or its fields.
api-rooms = By room
api-room = Room
api-operation = Call
api-does = What it does
api-fields = What is sent
api-no-fields = Nothing has to be sent.
api-answer = What is answered
api-required = (always)
api-field = Field
api-holds = Holds
api-meaning = Meaning
api-example = Example
api-example-answer = Answer, with status { $status }:
api-token = Sign in with a token
api-token-text =
    Make an access token on your own page: a name, what it may do, and when it ends. Its secret is shown once; send it with every call in the head Authorization, after the word Bearer. A token never may more than you may, and ends with your account.
    Never put it into an address: a call that holds one there is refused.
api-key = Once, even when sent twice
api-key-text =
    Send each change with a fresh Idempotency-Key of up to 200 characters. When no answer arrives, send the same call with the same key again: it happens once, and you get the first answer, marked by the head Idempotency-Replayed. The same key with another content is refused.
api-version = Nobody overwrites anybody
api-version-text =
    Whatever is changed has a version. Send the one that you read, in the field version or in the head If-Match. When somebody was faster the answer is 412, with the present state in the field state; look at it and decide again.
    Answers of views have an ETag; a call with If-None-Match costs nothing while nothing changed (304).
api-refusal = When something is refused
api-refusal-text =
    Every refusal is a problem by RFC 9457 of the media type application/problem+json: type names the rule and stays the same in every language, title and detail say it in words, facts holds the figures it rests on, errors names wrong fields by JSON pointer, and possible says what can be done instead, often as an action with its input, ready to be sent. Send Accept-Language (en or pt-BR) for the words you want.
    400 the form is wrong, 401 nobody is signed in, 403 not allowed, 404 absent or not to be seen, 405 another method, 409 a rule stands against it, 412 somebody was faster, 413 too large, 422 a value cannot be taken, 429 too often, 503 not now, 507 the disk is full. After 429 and 503 the head Retry-After says how many seconds to wait.
api-paging = Long lists
api-paging-text =
    A list answers rows and next. Send next as after to go on; where next is null, nothing follows. limit says how many at once. count is how many there are; when count_capped is true there are more than that. Rows keep their place while others are added.
api-values = Money, time, ids
api-values-text =
    An amount is text with a point, beside the ISO 4217 code of its currency, so that nothing is lost on the way. An instant is RFC 3339 with its offset and comes back in UTC; a date is a civil date, at the place that the field names. An id is a UUID; numbers such as C-2025-0003 are for people. A field that is not known is refused, so a typing mistake never passes unseen.
api-files = Files
api-files-text =
    Send a file as a form with POST to /api/v1/files, with the customer and, where it belongs to something, about_kind and about; the answer holds its id. It takes what may write to customers, and up to 25 MB. Fetch one with GET from /api/v1/files/ and its id.
api-limits = How much, how often
api-limits-text =
    A call holds up to 1 MiB. Reads are GET, changes are POST; nothing is deleted, a correction adds. Reads of personal data are logged like those on the pages. Events reach you by webhooks, so that nobody has to ask again and again.
api-tried = The examples were tried
api-tried-text =
    Each example ran in the demo (accord demo) and got this answer; a test runs them all again with every change of the program, on both databases. Ids in your house differ. The meaning of each field stands in English, as in the document for programs.
api-kind-text = text
api-kind-text-max = text of up to { $max } characters
api-kind-date = date, as 2026-03-30
api-kind-instant = instant, as 2026-03-30T14:00:00Z
api-kind-words = one of: { $words }
api-kind-ref = id ({ $entity })
api-kind-id = id
api-kind-number = whole number
api-kind-flag = true or false
api-kind-money = amount (text) and currency
api-kind-object = the fields below
api-kind-list = list: { $of }
api-kind-json = as the document says
api-room-people = People, roles, settings
api-room-saved = Views kept under a name
api-room-bulk = Acts on many rows
api-room-customer = Customers
api-room-catalog = Products and lead times
api-room-asset = Installed base
api-room-promise = Promises
api-room-capacity = Production, transport, crews
api-room-pipeline = Opportunities
api-room-value = Why customers buy, service plans
api-room-offer = Quotes and price lists
api-room-order = Orders
api-room-contract = Service contracts
api-room-survey = Surveys
api-room-installation = Installations and training
api-room-case = Service cases
api-room-mail = E-mail in
api-room-visit = Visits, parts, rota
api-room-recovery = Complaints and improvement
api-room-webhook = Webhooks
api-room-feed = Calendars
api-room-intake = Imports
api-room-privacy = Privacy
api-room-desk = Desk, search, figures, portal

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
