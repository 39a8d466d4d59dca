-- What a draft comes to with discounts, taxes and credits stands beside its lines, so that the review shows what will be asked for.
-- total stays the sum of the lines; NULL: the draft was made before bills were reviewed.
ALTER TABLE close_draft
    ADD COLUMN discount    numeric,
    ADD COLUMN tax         numeric,
    ADD COLUMN owed        numeric,
    ADD COLUMN credit      numeric,
    ADD COLUMN carried_in  numeric,
    ADD COLUMN carried_out numeric,
    ADD COLUMN due         numeric,
    -- Redemptions of limited discounts that it takes: of two drafts, one gets the last.
    ADD COLUMN codes       text[] NOT NULL DEFAULT '{}',
    ADD CHECK (due = owed + carried_in - credit - carried_out);

CREATE INDEX close_draft_promised ON close_draft (close_id) WHERE codes <> '{}';

-- Drafts that wait in a review are made anew, with their bills.
UPDATE close_work SET state = 'pending' WHERE state = 'drafted' AND close_id IN (SELECT id FROM close WHERE state = 'review');
UPDATE close SET review = NULL WHERE state = 'review';
