-- purpose: moves the write-ahead log into the file and empties it
-- parameters: none
-- columns: busy; log; checkpointed
PRAGMA wal_checkpoint(TRUNCATE);
