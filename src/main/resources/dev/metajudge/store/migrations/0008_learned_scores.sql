-- Rewards with tuned layer weights and a calibration.

COMMENT ON COLUMN judgment.expected IS 'The distribution''s expectation (e-score); with judge.reward lager the expectation of the softmax of all layers'' weighted logits (judge-weights.json in the run''s folder, else their mean); calibrated where the run''s folder has judge-calibration.json';
COMMENT ON COLUMN evaluation_judgment.expected IS 'As judgment.expected';
