# Acts
action-intake-begin = Begin an import
action-intake-begin-done = The import has begun.
event-intake-begin = began an import
action-intake-chunk = Write a part of an import
action-intake-chunk-done = The part is written.
event-intake-chunk = imported a part of a file
action-intake-rehearse = Try a part of an import
action-intake-rehearse-done = Tried; nothing was written.
event-intake-rehearse = tried a part of an import
action-intake-finish = Finish an import
action-intake-finish-done = The import is finished.
event-intake-finish = finished an import
action-intake-undo = Take this import back
action-intake-undo-done = The import is taken back; nothing of it is left.
event-intake-undo = took an import back
event-intake-take-back = taken back with its import

# Fields
field-intake-begin-kind = What the file holds
field-intake-begin-source = Where the data come from
field-intake-begin-file-name = Name of the file
field-intake-begin-sha256 = SHA-256 of the file
field-intake-begin-mapping = Mapping (TOML)
field-intake-begin-mode = When rows are wrong
field-intake-chunk-run = Import
field-intake-chunk-drafts = What is in it
field-intake-rehearse-kind = What the file holds
field-intake-rehearse-source = Where the data come from
field-intake-rehearse-drafts = What is in it
field-intake-finish-run = Import
field-intake-finish-failed = It stopped in the middle
field-intake-finish-notes = What is said of the file
field-intake-undo-run = Import

# Stored words
import-kind-accounts = Accounts
import-kind-sites = Sites
import-kind-contacts = Contacts
import-kind-products = Products
import-kind-order-lines = Orders
import-mode-dry-run = Dry run: write nothing
import-mode-valid-only = Write what is right
import-mode-all-or-nothing = All or nothing
import-state-running = Running
import-state-done = Done
import-state-undone = Taken back
import-state-failed = Stopped in the middle
import-entity-account = Account
import-entity-site = Site
import-entity-contact = Contact
import-entity-product = Product
import-entity-order = Order

# Refusals
refusal-import-mapping = { $count ->
    [one] The mapping does not fit: { $problems }
   *[other] The mapping does not fit in { $count } places: { $problems }
}
refusal-import-file = The file cannot be read: { $reason }
refusal-import-kind-unknown = names { $kind }, which is none of accounts, sites, contacts, products, order-lines
refusal-import-rehearsed = This was a trial: everything ran and nothing was written.
refusal-import-dry-run-writes-nothing = is a dry run, which writes nothing and needs no run
refusal-import-other-kind = holds things of another kind than the import
refusal-import-not-running = This import takes no more parts: { $state }.
refusal-import-undone-already = This import is taken back already.
refusal-import-touched = { $count ->
    [one] Somebody has worked with one thing of this import since: { $names }. Nothing was taken back.
   *[other] Somebody has worked with { $count } things of this import since: { $names }. Nothing was taken back.
}
refusal-import-account-unknown = { $code } is no account of this source, and the file gives no name for it
refusal-import-product-unknown = { $code } is no product here, and the file gives no name for it
refusal-import-site-unknown = { $name } is no site of this account
refusal-import-new-needs = is needed, since this product is new
refusal-import-archived = { $name } is put away here; it was not changed
refusal-import-order-differs = Order { $number } was brought before with other content; amend it here, or take that import back first
refusal-import-order-split = The rows of order { $number } do not stand together; sort the file by order number
refusal-import-order-disagrees = The rows of order { $number } say different things here
refusal-import-order-currencies = One order has prices in different currencies
refusal-import-currency-unknown = is no currency of ISO 4217
refusal-import-in-future = lies in the future

# What is wrong with a cell
import-cell-required = must not be empty
import-cell-too-long = has more than { $max } characters
import-cell-control-character = holds characters that cannot be shown
import-cell-code-became-date = is a code that a spreadsheet program has made a date of; store the column as text
import-cell-number-invalid = is no number
import-cell-number-out-of-range = is a number too large to be kept exactly
import-cell-mark-not-stated = has a point or comma, and the mapping does not say which is the decimal mark
import-cell-not-whole = must be a whole number
import-cell-too-small = must be at least { $min }
import-cell-too-large = must be at most { $max }
import-cell-too-many-decimals = has more than { $scale } digits after the point
import-cell-currency-mismatch = is in another currency than the mapping says
import-cell-currency-invalid = is no currency
import-cell-date-invalid = is no date in the order that the mapping says
import-cell-date-impossible = is a date that the calendar does not have
import-cell-two-digit-year = has a year of two digits, and the mapping does not say of which century
import-cell-date-order-not-stated = is a date, and the mapping does not say in which order day and month stand
import-cell-time-invalid = is no time of day
import-cell-time-unexpected = has a time where a day is wanted
import-cell-time-skipped = is a time that the clocks skip there
import-cell-time-twice = is a time that exists twice there, when the clocks go back
import-cell-choice-unknown = must be one of: { $values }
import-cell-boolean-invalid = is neither yes nor no
import-cell-no-rule-applies = fits none of the mapping’s rules
import-cell-spreadsheet-error = is an error of the spreadsheet
import-cell-formula-without-result = is a formula whose result is not in the file; save it anew
import-cell-too-few-cells = The row has { $found } cells, the header { $expected }
import-cell-too-many-cells = The row has { $found } cells, the header { $expected }
import-cell-duplicate-key = has the same key as row { $first_row }

# What is wrong with a mapping
import-mapping-wrong-target = the mapping is for { $detail }
import-mapping-unknown-field = there is no field { $field }
import-mapping-field-twice = the field { $field } is fed twice
import-mapping-required-field-unmapped = nothing feeds the field { $field }, which must be given
import-mapping-unknown-column = the file has no column { $column }
import-mapping-ambiguous-column = several columns are called { $column }; name it by its place, for example #3
import-mapping-unmapped-column = the column { $column } is neither mapped nor ignored
import-mapping-mapped-and-ignored = the column { $column } is both mapped and ignored
import-mapping-currency-not-stated = the currency of { $field } is not stated, or twice
import-mapping-currency-invalid = { $detail } is no currency
import-mapping-date-order-not-stated = { $field } needs the order of day, month and year (date_order)
import-mapping-decimal-mark-not-stated = { $field } needs the decimal mark (decimal_mark)
import-mapping-zone-not-stated = { $field } needs the time zone of its local times (zone)
import-mapping-zone-unknown = there is no time zone { $detail }
import-mapping-separator-invalid = separator and quote must be two different plain characters
import-mapping-condition-invalid = a condition for { $field } must have exactly one test
import-mapping-otherwise-without-when = { $field } has “otherwise” without “when”
import-mapping-step-does-not-fit = { $detail } cannot be done to { $field }
import-mapping-value-does-not-fit = { $detail } does not fit { $field }

# What stops a whole file
import-file-io = it cannot be opened or read to its end.
import-file-limit = it has more { $limit } than { $maximum }.
import-file-mixed-encoding = line { $utf8_line } is UTF-8, line { $other_line } is not.
import-file-encoding-contradiction = the mapping says { $stated }, the file is { $found }.
import-file-bad-encoding = line { $line } is not { $encoding }.
import-file-unsupported-format = it is a file of the kind { $found }; CSV, CSV.GZ and XLSX can be read.
import-file-unclosed-quote = the quotation mark opened in line { $line } is never closed.
import-file-stray-after-quote = text follows a closing quotation mark in line { $line }.
import-file-nul-character = line { $line } holds a NUL character.
import-file-bad-gzip = it is damaged or cut off.
import-file-bad-workbook = the workbook is damaged or protected.
import-file-sheet-not-found = there is no sheet { $sheet }; there are { $sheets }.
import-file-no-header = there are no column names in row { $row }.
import-file-mapping-syntax = the mapping is not of the right form ({ $detail }).
import-file-write = it could not be written.
import-limit-cell-bytes = bytes in one cell
import-limit-row-bytes = bytes in one row
import-limit-columns = columns
import-limit-rows = rows
import-limit-inflated-bytes = bytes when unpacked
import-limit-inflate-ratio = bytes for each packed byte
import-limit-parts = parts
import-limit-held-part-bytes = bytes of texts or styles
import-limit-shared-strings = texts
import-limit-mapping-bytes = bytes of mapping
import-limit-cell-chars = characters in one cell
import-limit-group-rows = rows in one document

# The command
refusal-import-nobody = Nobody who works here has the address { $email }.
import-progress-checking = Checking: { $rows } rows
import-progress-writing = Writing: { $rows } rows, { $things } things
import-progress-taking-back = Taking back what was written
import-report-rows = { $rows } rows read, { $refused } refused
import-report-things = { $entity }: { $new } new, { $changed } changed, { $same } the same, { $refused } refused
import-report-lines = Order lines: { $lines }; orders that only take back: { $cancelling }; lines at no price: { $free }
import-report-sums = Sold { $sold }, taken back { $cancelled }, left { $net }
import-report-several = { $count ->
    [one] One key has several values; none was chosen:
   *[other] { $count } keys have several values; none was chosen:
}
import-report-fault = Row { $row }, column { $column }: { $text }
import-report-fault-row = Row { $row }: { $text }
import-report-more = … and { $count } more
import-report-nothing-written = Nothing was written.
import-report-run = Import { $run }: { $state }. It can be taken back whole while nobody has worked with it.
import-report-errors-in = What is wrong is listed in { $file }.
