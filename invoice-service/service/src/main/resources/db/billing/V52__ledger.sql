-- Prepaid credits and what is carried between invoices, in double entry: the entries of every transaction sum to zero, and the
-- balance of a credit is the sum of its entries. Both are checked at every commit.

CREATE TABLE credit (
    id          uuid PRIMARY KEY,
    customer_id text        NOT NULL,
    currency    text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    kind        text        NOT NULL CHECK (kind IN ('granted', 'bought')),
    description text        NOT NULL,
    priority    integer     NOT NULL,
    amount      numeric     NOT NULL CHECK (amount > 0),
    balance     numeric     NOT NULL CHECK (balance >= 0),
    scope       text[]      NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz CHECK (expires_at > created_at),
    -- At the expiry at most this much lives on for so many days, once.
    roll_over_most numeric  CHECK (roll_over_most > 0),
    roll_over_days integer  CHECK (roll_over_days > 0),
    expired_at  timestamptz,
    CHECK (balance <= amount),
    CHECK ((roll_over_most IS NULL) = (roll_over_days IS NULL)),
    CHECK (roll_over_most IS NULL OR expires_at IS NOT NULL),
    CHECK (expired_at IS NULL OR balance = 0)
) WITH (fillfactor = 80);

CREATE INDEX credit_with_balance ON credit (customer_id) WHERE balance > 0;
CREATE INDEX credit_of_customer ON credit (customer_id, id);
CREATE INDEX credit_expiring ON credit (expires_at) WHERE expired_at IS NULL AND expires_at IS NOT NULL;

CREATE TABLE ledger_transaction (
    id          uuid PRIMARY KEY,
    kind        text        NOT NULL,
    customer_id text        NOT NULL,
    currency    text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    invoice_id  uuid REFERENCES invoice (id),
    credit_note_id uuid REFERENCES credit_note (id)
);

CREATE INDEX ledger_transaction_of_customer ON ledger_transaction (customer_id, occurred_at, id);
CREATE INDEX ledger_transaction_of_invoice ON ledger_transaction (invoice_id) WHERE invoice_id IS NOT NULL;

CREATE TABLE ledger_entry (
    transaction_id uuid    NOT NULL REFERENCES ledger_transaction (id),
    position       integer NOT NULL,
    customer_id    text    NOT NULL,
    currency       text    NOT NULL,
    account        text    NOT NULL CHECK (account IN ('credit', 'granted', 'bought', 'applied', 'expired', 'returned', 'carried', 'billed')),
    credit_id      uuid REFERENCES credit (id),
    amount         numeric NOT NULL CHECK (amount <> 0),
    CHECK ((account = 'credit') = (credit_id IS NOT NULL)),
    PRIMARY KEY (transaction_id, position)
);

CREATE INDEX ledger_entry_of_credit ON ledger_entry (credit_id) WHERE credit_id IS NOT NULL;
CREATE INDEX ledger_entry_carried ON ledger_entry (customer_id, currency) WHERE account = 'carried';

-- What earlier invoices left to the next; the row is the lock of whoever takes it over.
CREATE TABLE carried (
    customer_id text    NOT NULL,
    currency    text    NOT NULL,
    amount      numeric NOT NULL,
    PRIMARY KEY (customer_id, currency)
);

CREATE FUNCTION ledger_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    total numeric;
    entries integer;
    currencies integer;
BEGIN
    SELECT COALESCE(sum(amount), 0), count(*), count(DISTINCT currency) INTO total, entries, currencies
    FROM billing.ledger_entry WHERE transaction_id = NEW.transaction_id;
    IF total <> 0 OR entries < 2 OR currencies <> 1 THEN
        RAISE EXCEPTION 'the % entries of transaction % sum to % in % currencies, not to 0 in one',
            entries, NEW.transaction_id, total, currencies USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_sums_to_zero();

CREATE FUNCTION credit_is_its_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned uuid := CASE TG_TABLE_NAME WHEN 'credit' THEN (to_jsonb(NEW) ->> 'id')::uuid
        ELSE (to_jsonb(NEW) ->> 'credit_id')::uuid END;
    held numeric;
    total numeric;
BEGIN
    SELECT balance INTO held FROM billing.credit WHERE id = concerned;
    SELECT COALESCE(sum(amount), 0) INTO total FROM billing.ledger_entry WHERE credit_id = concerned;
    IF held <> total THEN
        RAISE EXCEPTION 'credit % holds %, its entries sum to %', concerned, held, total USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER credit_balances AFTER INSERT OR UPDATE OF balance ON credit DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION credit_is_its_entries();
CREATE CONSTRAINT TRIGGER ledger_entry_of_credit_balances AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.credit_id IS NOT NULL) EXECUTE FUNCTION credit_is_its_entries();

CREATE FUNCTION carried_is_its_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held numeric;
    total numeric;
BEGIN
    SELECT COALESCE(sum(amount), 0) INTO held FROM billing.carried
    WHERE customer_id = NEW.customer_id AND currency = NEW.currency;
    SELECT COALESCE(sum(amount), 0) INTO total FROM billing.ledger_entry
    WHERE customer_id = NEW.customer_id AND currency = NEW.currency AND account = 'carried';
    IF held <> total THEN
        RAISE EXCEPTION 'customer % has % % carried, the entries sum to %', NEW.customer_id, NEW.currency, held, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER carried_balances AFTER INSERT OR UPDATE ON carried DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION carried_is_its_entries();
CREATE CONSTRAINT TRIGGER ledger_entry_of_carried_balances AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.account = 'carried') EXECUTE FUNCTION carried_is_its_entries();

CREATE TRIGGER ledger_transaction_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transaction
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- When the balance of a customer falls below a threshold, somebody is told once, until credits were bought.
CREATE TABLE top_up (
    customer_id  text        NOT NULL,
    currency     text        NOT NULL,
    threshold    numeric     NOT NULL CHECK (threshold >= 0),
    amount       numeric     NOT NULL CHECK (amount > 0),
    requested_at timestamptz,
    version      integer     NOT NULL,
    PRIMARY KEY (customer_id, currency)
);
