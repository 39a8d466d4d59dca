-- Closes that asked for every line to be computed again before they go on.
CREATE TABLE close_verification (
    close_id text COLLATE "C" PRIMARY KEY,
    cutoff   timestamptz NOT NULL,
    asked_at timestamptz NOT NULL,
    done_at  timestamptz
);
