-- Layout 10. Who decided and why; judgements that were made together.

ALTER TABLE decisions ADD COLUMN reviewer TEXT;   -- NULL: nobody was asked
ALTER TABLE decisions ADD COLUMN why TEXT;
ALTER TABLE decisions ADD COLUMN undone_by TEXT;

-- Number of the first of those made together; NULL: made alone.
ALTER TABLE judgements ADD COLUMN batch INTEGER;
CREATE INDEX judgements_by_batch ON judgements (batch) WHERE batch IS NOT NULL;

-- A queue is also asked for by the rule that made its claims.
CREATE INDEX doubts_by_rule ON doubts (layer, rule, confidence, document, first);
