-- What stands between the lines of an invoice and what is asked for: taxes and discounts, and the frozen result.

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what stands on the books never changes: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Correct it with a new fact: a credit note or an adjustment line.';
END
$$;

CREATE TABLE tax_rate (
    code       text PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 64),
    name       text        NOT NULL,
    rate       numeric     NOT NULL CHECK (rate >= 0 AND rate <= 1),
    inclusive  boolean     NOT NULL,
    compound   boolean     NOT NULL CHECK (NOT (compound AND inclusive)),
    scope      text[]      NOT NULL,
    version    integer     NOT NULL,
    updated_at timestamptz NOT NULL
);

-- A customer without a row pays no tax.
CREATE TABLE customer_tax (
    customer_id text PRIMARY KEY,
    treatment   text        NOT NULL CHECK (treatment IN ('taxed', 'exempt', 'reverse_charge')),
    rates       text[]      NOT NULL,
    rounded_per text        NOT NULL CHECK (rounded_per IN ('rate', 'line')),
    note        text,
    version     integer     NOT NULL,
    updated_at  timestamptz NOT NULL,
    CHECK (treatment = 'taxed' OR rates = '{}')
);

CREATE TABLE discount (
    code       text PRIMARY KEY CHECK (length(code) BETWEEN 1 AND 64),
    definition json        NOT NULL,
    -- Whether every customer has it; otherwise those of customer_discount.
    everyone   boolean     NOT NULL,
    max_redemptions  integer CHECK (max_redemptions > 0),
    redeemed   integer     NOT NULL DEFAULT 0 CHECK (redeemed >= 0),
    ended_at   timestamptz,
    version    integer     NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Two invoices at once cannot both take the last redemption.
    CHECK (redeemed <= max_redemptions)
);

-- Who has a discount; a coupon is a discount that was given to a customer by its code.
CREATE TABLE customer_discount (
    customer_id text        NOT NULL,
    code        text        NOT NULL REFERENCES discount (code),
    applied_at  timestamptz NOT NULL,
    max_redemptions integer CHECK (max_redemptions > 0),
    redeemed    integer     NOT NULL DEFAULT 0 CHECK (redeemed >= 0),
    removed_at  timestamptz,
    CHECK (redeemed <= max_redemptions),
    PRIMARY KEY (customer_id, code)
);

CREATE TABLE redemption (
    invoice_id  uuid    NOT NULL REFERENCES invoice (id),
    code        text    NOT NULL REFERENCES discount (code),
    customer_id text    NOT NULL,
    amount      numeric NOT NULL CHECK (amount > 0),
    PRIMARY KEY (invoice_id, code)
);

CREATE INDEX redemption_of_code ON redemption (code, customer_id);

-- The figures of an invoice beside its document. invoice.total is what is owed for the lines, with discounts and taxes.
CREATE TABLE invoice_bill (
    invoice_id  uuid PRIMARY KEY REFERENCES invoice (id),
    subtotal    numeric NOT NULL,
    discount    numeric NOT NULL CHECK (discount >= 0),
    tax         numeric NOT NULL,
    total       numeric NOT NULL,
    credit      numeric NOT NULL CHECK (credit >= 0),
    carried_in  numeric NOT NULL,
    carried_out numeric NOT NULL,
    due         numeric NOT NULL CHECK (due >= 0),
    -- Root of the digest tree of the document; the next document of the series names it.
    root        text    CHECK (root ~ '^[0-9a-f]{64}$'),
    CHECK (due = total + carried_in - credit - carried_out)
);

INSERT INTO invoice_bill
SELECT id, total, 0, 0, total, 0, 0, LEAST(total, 0), GREATEST(total, 0), NULL FROM invoice;

CREATE TRIGGER invoice_bill_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_bill
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER redemption_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON redemption
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
