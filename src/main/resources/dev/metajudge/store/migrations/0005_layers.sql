-- Rewards out of all layers: what they were made of stands with each judgment.

ALTER TABLE judgment ADD COLUMN IF NOT EXISTS layers VARCHAR;
COMMENT ON COLUMN judgment.layers IS 'With judge.reward lager: the allowed scores'' logits of every layer where the score stands, embeddings first, as JSON rows in the order of distribution';
COMMENT ON COLUMN judgment.expected IS 'The distribution''s expectation (e-score); with judge.reward lager the expectation of the softmax of all layers'' mean logits';
COMMENT ON TABLE reward IS 'What a response is worth: the mean over its judgments that count, of their scores (judge.reward parsed) or of their expectations (e-score, lager); mirrored in the range where the rubric counts downwards';
COMMENT ON COLUMN reward.valid IS 'Judgments that count: with a score, and for e-score and lager with an expectation too';
