-- A close of a million customers pays for every index entry, every check and every version of a row. What follows keeps the same rules
-- and costs less.

-- That a row names an invoice or a close was checked row by row, with a lock on the row that it names. Both are never deleted, so it is
-- enough to look once for all rows of a statement when they come.
CREATE FUNCTION names_an_invoice() RETURNS trigger LANGUAGE plpgsql
    -- One look into the primary key for each row: a plan that was made while the table was small must not read all of it later.
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    unknown uuid;
BEGIN
    SELECT added.invoice_id INTO unknown FROM (SELECT DISTINCT invoice_id FROM added WHERE invoice_id IS NOT NULL) AS added
    WHERE NOT EXISTS (SELECT FROM billing.invoice WHERE id = added.invoice_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a row of % names the invoice %, which does not exist', TG_TABLE_NAME, unknown
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION names_a_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unknown text;
BEGIN
    SELECT close_id INTO unknown FROM (SELECT DISTINCT close_id FROM added) AS named
    WHERE close_id NOT IN (SELECT id FROM billing.close) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a row of % names the close %, which does not exist', TG_TABLE_NAME, unknown
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;

ALTER TABLE invoice_line DROP CONSTRAINT invoice_line_invoice_id_fkey;
ALTER TABLE invoice_bill DROP CONSTRAINT invoice_bill_invoice_id_fkey;
ALTER TABLE invoice_account DROP CONSTRAINT invoice_account_invoice_id_fkey;
ALTER TABLE outbox DROP CONSTRAINT outbox_invoice_id_fkey;
ALTER TABLE invoice DROP CONSTRAINT invoice_close_id_fkey;
ALTER TABLE close_work DROP CONSTRAINT close_work_close_id_fkey;
ALTER TABLE close_draft DROP CONSTRAINT close_draft_close_id_fkey;
ALTER TABLE billed_window DROP CONSTRAINT billed_window_close_id_fkey;

CREATE TRIGGER invoice_line_of_invoice AFTER INSERT ON invoice_line REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_an_invoice();
CREATE TRIGGER invoice_bill_of_invoice AFTER INSERT ON invoice_bill REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_an_invoice();
CREATE TRIGGER invoice_account_of_invoice AFTER INSERT ON invoice_account REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_an_invoice();
CREATE TRIGGER outbox_of_invoice AFTER INSERT ON outbox REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_an_invoice();
CREATE TRIGGER invoice_of_close AFTER INSERT ON invoice REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_a_close();
CREATE TRIGGER close_work_of_close AFTER INSERT ON close_work REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_a_close();
CREATE TRIGGER close_draft_of_close AFTER INSERT ON close_draft REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_a_close();
CREATE TRIGGER billed_window_of_close AFTER INSERT ON billed_window REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_a_close();
CREATE TRIGGER billed_window_moved AFTER UPDATE ON billed_window REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_a_close();

-- A close with work stays for good, as an invoice does, see invoice_is_final. Drafts and invoices exist only where work does.
CREATE FUNCTION refuse_to_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM billing.close_work WHERE close_id = OLD.id) THEN
        RAISE EXCEPTION 'close % has work and is kept: % is refused', OLD.id, TG_OP USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER close_is_kept BEFORE DELETE ON close FOR EACH ROW EXECUTE FUNCTION refuse_to_forget();

-- The number is made of series, year and sequence, the id of close, customer and currency: both are unique because these are.
ALTER TABLE invoice DROP CONSTRAINT invoice_number_key;
ALTER TABLE invoice DROP CONSTRAINT invoice_close_id_customer_id_currency_key;

-- To compress a document of 3 KB took longer than everything else that its row costs.
ALTER TABLE invoice ALTER COLUMN document SET STORAGE EXTERNAL;

-- Work changes its state within its page, because no index knows the state; half of a page is left for the new versions.
DROP INDEX close_work_open;
ALTER TABLE close_work SET (fillfactor = 45);
-- How many rows are in which state changes faster than anybody counts them, and a plan for yesterday's state would read all of them.
ALTER TABLE close_work ALTER COLUMN state SET STATISTICS 0;

-- The news of an invoice is told once because its number is given once; what is told of other things has a name that may come again.
ALTER TABLE outbox DROP CONSTRAINT outbox_event_id_key;
CREATE UNIQUE INDEX outbox_event ON outbox (event_id) WHERE invoice_id IS NULL;

-- A draft counts as billed once its close is past the review, unless its customer was left out; nothing is written for it.
DROP INDEX close_draft_trail;
ALTER TABLE close_draft ALTER COLUMN billed SET DEFAULT true;
UPDATE close_draft SET billed = true WHERE close_id IN (SELECT id FROM close WHERE state IN ('review', 'approved'));
UPDATE close_draft AS draft SET billed = true FROM close_work AS work
WHERE work.close_id = draft.close_id AND work.customer_id = draft.customer_id AND work.state = 'drafted';
CREATE INDEX close_draft_trail ON close_draft (customer_id, cutoff DESC);
ALTER TABLE close_draft SET (fillfactor = 100);
