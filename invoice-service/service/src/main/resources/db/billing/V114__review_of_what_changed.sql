-- When some drafts of a review are made anew, what it takes depends on them and not on all the others.

-- Whose drafts are made anew although all of them stood before.
CREATE TABLE close_again (
    close_id    text NOT NULL,
    customer_id text NOT NULL,
    PRIMARY KEY (close_id, customer_id)
);

CREATE TRIGGER close_again_of_close AFTER INSERT ON close_again REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION names_a_close();

ALTER TABLE close
    -- What the drafts of all other customers come to; NULL: every draft is summed up.
    ADD COLUMN review_rest json,
    -- How many customers it concerns: rows of close_work, which are listed once.
    ADD COLUMN customers   bigint;

UPDATE close SET customers = (SELECT count(*) FROM close_work WHERE close_id = close.id) WHERE proof IS NOT NULL;
