# Settings
setting-offer-valid-days = Days for which a quote holds
setting-offer-discount-writer = Largest discount of whoever writes quotes, per cent
setting-offer-discount-head = Largest discount of the head of sales, per cent
setting-offer-discount-company = Largest discount of the company, per cent
setting-offer-remind-days = Days before a quote runs out on which its owner is reminded
