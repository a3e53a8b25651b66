-- Tasks about contracts that sell are told by an action of their own, which waits while nothing is sold to the customer.
UPDATE clockwork SET action = 'contract.remind_sales' WHERE action = 'contract.remind' AND fired_at IS NULL
    AND subject IN (SELECT id FROM contract_task WHERE kind IN ('revisit', 'renewal'));
