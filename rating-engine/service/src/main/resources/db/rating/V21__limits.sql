-- How much of a limited meter a subscription has used in a day, a month or a billing period: one row, kept up by the owner of the
-- customer's partition in the transaction that accepts the events. A question before a call reads this row and never an event. What
-- ended long ago is forgotten: nobody asks about it.
CREATE TABLE limit_window (
    customer_id     text COLLATE "C" NOT NULL,
    subscription_id text COLLATE "C" NOT NULL,
    meter_key       text COLLATE "C" NOT NULL,
    per             text COLLATE "C" NOT NULL,
    window_start    timestamptz NOT NULL,
    window_end      timestamptz NOT NULL,
    log_partition   integer     NOT NULL,
    state           text        NOT NULL, -- of the meter's aggregation; of UNIQUE_COUNT the number of its values in unique_value
    PRIMARY KEY (customer_id, subscription_id, meter_key, per, window_start)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX limit_window_by_age ON limit_window (log_partition, window_end);
