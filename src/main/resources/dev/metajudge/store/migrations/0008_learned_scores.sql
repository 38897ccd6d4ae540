-- Rewards with tuned layer weights and a calibration.

COMMENT ON COLUMN judgment.expected IS 'The distribution''s expectation (e-score); with judge.reward lager the expectation of the softmax of all layers'' weighted logits (judge-weights.json in the run''s folder, else their mean); calibrated where the run''s folder has judge-calibration.json';
COMMENT ON COLUMN evaluation_judgment.expected IS 'As judgment.expected';
COMMENT ON COLUMN stage.stage IS 'generate, prompts, respond, judge, actor-pairs, meta-judge, ratings, judge-pairs, train, and of evaluation: baseline, agreement-baseline, choices-baseline, held-out, agreement, choices, compare, win-rates, figures';
COMMENT ON TABLE prompt IS 'Prompts: those of the pool''s file, held-out ones of a file of their own (held_out_prompt), then those that models wrote (generated_prompt)';
