# Acts
action-survey-knock = Try to send a question
action-survey-knock-done = It is tried.
event-survey-knock = held a question back for now
action-survey-send = Send a question
action-survey-send-done = It is on its way.
event-survey-send = asked a contact how well it was done
action-survey-expire = Close a question that was not answered
action-survey-expire-done = It is closed.
event-survey-expire = a question was not answered in its time
action-survey-answer = Answer a question
action-survey-answer-done = Thank you.
event-survey-answer = the customer said how well it was done
action-survey-reply = Say how well it was done
action-survey-reply-done = Thank you. It counts.
event-survey-reply = the customer answered on their page
event-survey-ask = planned to ask how well it was done
event-survey-withdraw = no longer asks
event-survey-customer-merged = moved the questions of the merged record
event-survey-contact-erased = removed the words of an erased contact

# Fields
field-survey = Question
field-rating = From 1 (very unsatisfied) to 5 (very satisfied)
field-survey-reply-words = In your words
field-at-most = At most this rating

# Words
survey-subject-installation = Installations
survey-subject-visit = Visits
survey-subject-case = Service cases
survey-subject-training = Training
survey-subject-recovery = Complaints put right
survey-state-planned = to be sent
survey-state-sent = sent, not answered yet
survey-state-answered = answered
survey-state-expired = not answered
survey-state-unreachable = nobody to write to
survey-state-withdrawn = no longer asked
survey-rating-1 = very unsatisfied
survey-rating-2 = unsatisfied
survey-rating-3 = neither
survey-rating-4 = satisfied
survey-rating-5 = very satisfied

# The page of the link
survey-question = How well was it done: { $about }?
survey-intro = { $company } asks you, because it was done for you. One press is enough.
survey-legend = How satisfied are you?
survey-choose = Choose one of the five.
survey-words = What should we know?
survey-words-hint = If you like. A person reads it and answers.
survey-send = Send
survey-thanks = Thank you
survey-thanks-said = You said: { $rating }, { $word }.
survey-thanks-text = { $company } has your answer. There is nothing more to do.
survey-thanks-low = We are sorry that it was not as it should be. A person at { $company } will call or write to you about it.
survey-over = This question is closed
survey-not-counted = This was not counted
letter-survey = { $company }: how well was it done?
letter-survey-body =
    Dear { $name }, we have finished: { $about }. Please tell us by this link how satisfied you are, from 1 to 5; you need no password. It can be answered until { $until }.

    { $link }

# Refusals
refusal-survey-answered = You have answered already: { $rating } of 5, on { $at }. If something has changed since, please call us.
refusal-survey-expired = It could be answered until { $until }. Please call us if there is something we should know.
refusal-survey-not-planned = The question has gone out already or is no longer asked.

# Pages
surveys-title = What customers say
surveys-note = Everybody for whom something was done is asked; nobody picks whom. Below { $n } answers nothing is claimed. { $unreachable ->
    [0] Everybody could be asked.
    [one] One contact could not be asked: no address.
   *[other] { $unreachable } contacts could not be asked: no address.
}
surveys-none-title = Nobody has been asked yet
surveys-none = When an installation is accepted, a visit is over or a case is closed, the contact is asked by letter how well it was done.
survey-sample = n { $n }; { $sent } asked, { $response } % answered
survey-below = below { $limit } %
survey-few = too few answers to claim anything
survey-by-product = By product
survey-by-territory = By region
survey-by-person = By colleague
survey-answers = Answers
survey-no-answer = No answer of this kind.
survey-low-only = 3 or less
survey-how-counted = How counted
survey-column-name = Name
survey-column-percent = Satisfied
survey-column-answers = Of answers
survey-column-rating = Rating
survey-column-words = In their words
survey-column-customer = Customer
survey-column-kind = About
survey-column-when = When

# Figures
metric-installation-satisfaction = Satisfied with the installation
metric-installation-satisfaction-definition = Answers of 4 or 5 about installations, of all answers about installations in the period.
metric-visit-satisfaction = Satisfied with the visit
metric-visit-satisfaction-definition = Answers of 4 or 5 about visits, of all answers about visits in the period.
metric-survey-satisfaction = Satisfied
metric-survey-satisfaction-definition = Answers of 4 or 5, of all answers in the period, whatever was done.
metric-survey-response = Questions answered
metric-survey-response-definition = Questions that went out in the period and were answered, of all that went out in the period. Whoever could not be asked stands beside.
survey-beside-unreachable = could not be asked

# Notices
notice-survey-below = Satisfaction with { $kind } is { $percent } % (n { $n }), below { $limit } %.

# Settings
setting-survey-valid-days = Days in which a question can be answered
setting-survey-delay-hours = Hours after the work until the question goes out
setting-survey-retry-hours = Hours until a question that was held back is tried again
setting-survey-satisfied-from = Rating from which a contact is satisfied
setting-survey-sample-min = Answers below which nothing is claimed
setting-survey-score-months = Months whose answers make the score
setting-survey-installation-percent = Satisfied in per cent below which an alert is raised, installations

# Kinds of notices
notice-topic-survey = Satisfaction

# Letters: what each is for
letter-survey-about = Invitation to say how well the work was done
