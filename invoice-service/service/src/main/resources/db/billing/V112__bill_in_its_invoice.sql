-- The figures of a bill stand in the row of their invoice: a table beside it cost a second row, a second index with random keys and a
-- look for the invoice, for each of a million invoices.

ALTER TABLE invoice
    ADD COLUMN subtotal    numeric,
    ADD COLUMN discount    numeric,
    ADD COLUMN tax         numeric,
    ADD COLUMN credit      numeric,
    ADD COLUMN carried_in  numeric,
    ADD COLUMN carried_out numeric,
    ADD COLUMN due         numeric,
    -- Root of the digest tree of the document; the next document of the series names it.
    ADD COLUMN root        text,
    -- Whoever writes the document says its digest: the database took twice as long to find it.
    ALTER COLUMN sha256 DROP EXPRESSION;

-- Nothing that an invoice says is changed: what stood beside it moves into it.
ALTER TABLE invoice DISABLE TRIGGER invoice_is_final;
UPDATE invoice SET subtotal = bill.subtotal, discount = bill.discount, tax = bill.tax, credit = bill.credit,
    carried_in = bill.carried_in, carried_out = bill.carried_out, due = bill.due, root = bill.root
FROM invoice_bill AS bill WHERE bill.invoice_id = invoice.id;
ALTER TABLE invoice ENABLE TRIGGER invoice_is_final;

DROP TABLE invoice_bill;

ALTER TABLE invoice
    ALTER COLUMN subtotal SET NOT NULL,
    ALTER COLUMN discount SET NOT NULL,
    ALTER COLUMN tax SET NOT NULL,
    ALTER COLUMN credit SET NOT NULL,
    ALTER COLUMN carried_in SET NOT NULL,
    ALTER COLUMN carried_out SET NOT NULL,
    ALTER COLUMN due SET NOT NULL,
    ALTER COLUMN sha256 SET NOT NULL,
    ADD CHECK (discount >= 0 AND credit >= 0 AND due >= 0),
    ADD CHECK (due = total + carried_in - credit - carried_out),
    ADD CHECK (root ~ '^[0-9a-f]{64}$'),
    ADD CHECK (length(sha256) = 32);
