-- Nobody asks the planner about these columns, and to sample them is to read what the blocks hold.
ALTER TABLE event_block
    ALTER event_id SET STATISTICS 0, ALTER occurred_at SET STATISTICS 0, ALTER received_at SET STATISTICS 0,
    ALTER log_offset SET STATISTICS 0, ALTER data SET STATISTICS 0;
