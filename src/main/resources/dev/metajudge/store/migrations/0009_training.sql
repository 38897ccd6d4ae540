-- Training with held-out pairs, early stopping and other losses than DPO.

CREATE TABLE IF NOT EXISTS training (
  round INTEGER NOT NULL PRIMARY KEY REFERENCES round (round),
  loss VARCHAR NOT NULL,
  learned INTEGER NOT NULL,
  held_out INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  truncated INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  best_step INTEGER,
  best_loss DOUBLE PRECISION
);
COMMENT ON TABLE training IS 'A round''s training as a whole, when it has ended; none where the round made no pair';
COMMENT ON COLUMN training.round IS 'The round';
COMMENT ON COLUMN training.loss IS 'What was made smaller: a loss (train.loss), or several with their weights';
COMMENT ON COLUMN training.learned IS 'Pairs learned from';
COMMENT ON COLUMN training.held_out IS 'Pairs that training was watched with (train.earlyStopping.heldOut)';
COMMENT ON COLUMN training.left_out IS 'Pairs that were too long, and left out (train.tooLong)';
COMMENT ON COLUMN training.truncated IS 'Pairs that were too long, and cut (train.tooLong)';
COMMENT ON COLUMN training.steps IS 'Optimizer steps done; fewer than training_step.steps where training stopped early';
COMMENT ON COLUMN training.best_step IS 'The step whose weights the model has, that with the lowest held-out loss; null where nothing was held out: the last';
COMMENT ON COLUMN training.best_loss IS 'The held-out loss there';

CREATE TABLE IF NOT EXISTS training_evaluation (
  round INTEGER NOT NULL REFERENCES round (round),
  step INTEGER NOT NULL,
  epoch DOUBLE PRECISION NOT NULL,
  loss DOUBLE PRECISION NOT NULL,
  rewards_chosen DOUBLE PRECISION NOT NULL,
  rewards_rejected DOUBLE PRECISION NOT NULL,
  rewards_margin DOUBLE PRECISION NOT NULL,
  rewards_accuracy DOUBLE PRECISION NOT NULL,
  logps_chosen DOUBLE PRECISION NOT NULL,
  logps_rejected DOUBLE PRECISION NOT NULL,
  tokens BIGINT NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  PRIMARY KEY (round, step)
);
COMMENT ON TABLE training_evaluation IS 'Looks at the pairs that a round''s training held out, each after a step''s update';
COMMENT ON COLUMN training_evaluation.round IS 'The round';
COMMENT ON COLUMN training_evaluation.step IS 'The step after which it was';
COMMENT ON COLUMN training_evaluation.epoch IS 'Passes over the learned pairs done by then';
COMMENT ON COLUMN training_evaluation.loss IS 'Mean loss of the held-out pairs';
COMMENT ON COLUMN training_evaluation.rewards_chosen IS 'As training_step.rewards_chosen';
COMMENT ON COLUMN training_evaluation.rewards_rejected IS 'The same of the rejected texts';
COMMENT ON COLUMN training_evaluation.rewards_margin IS 'Mean difference of the two';
COMMENT ON COLUMN training_evaluation.rewards_accuracy IS 'Share of pairs whose chosen text has the higher reward';
COMMENT ON COLUMN training_evaluation.logps_chosen IS 'Mean log-probability of the chosen texts under the policy';
COMMENT ON COLUMN training_evaluation.logps_rejected IS 'The same of the rejected texts';
COMMENT ON COLUMN training_evaluation.tokens IS 'Tokens of the held-out pairs: prompt and chosen, and prompt and rejected';
COMMENT ON COLUMN training_evaluation.seconds IS 'How long the look took';
COMMENT ON COLUMN training_evaluation.created_at IS 'When the row was written';

COMMENT ON COLUMN training_step.steps IS 'How many there are at most: training can stop early';
COMMENT ON COLUMN training_step.loss IS 'Mean loss (train.loss) of the step''s pairs';
COMMENT ON COLUMN training_step.rewards_chosen IS 'Mean of beta times the chosen texts'' log-ratio of policy and reference; for losses without a reference, beta times the mean log-probability of a token';
COMMENT ON COLUMN training_step.tokens IS 'Tokens of the step''s pairs: prompt and chosen, and prompt and rejected; the prompt is computed once';

CREATE OR REPLACE VIEW stage_progress AS
SELECT s.round, s.stage,
  CASE WHEN s.stage = 'train' THEN COALESCE((SELECT t.steps FROM training t WHERE t.round = s.round), s.total) ELSE s.total END AS total,
  d.done, d.tokens, d.seconds,
  CASE WHEN d.seconds > 0 THEN d.tokens / d.seconds END AS tokens_per_second,
  d.last_at
FROM stage s
JOIN (
  SELECT s.round, s.stage,
    COALESCE(SUM(b.items), 0) AS done, CAST(COALESCE(SUM(b.tokens), 0) AS BIGINT) AS tokens, CAST(COALESCE(SUM(b.seconds), 0) AS DOUBLE PRECISION) AS seconds,
    MAX(b.created_at) AS last_at
  FROM stage s LEFT JOIN stage_batch b ON b.round = s.round AND b.stage = s.stage
  WHERE s.stage <> 'train' GROUP BY s.round, s.stage
  UNION ALL
  SELECT s.round, s.stage,
    COUNT(t.step), CAST(COALESCE(SUM(t.tokens), 0) AS BIGINT), CAST(COALESCE(SUM(t.seconds), 0) AS DOUBLE PRECISION), MAX(t.created_at)
  FROM stage s LEFT JOIN training_step t ON t.round = s.round
  WHERE s.stage = 'train' GROUP BY s.round, s.stage
) d ON d.round = s.round AND d.stage = s.stage;
COMMENT ON VIEW stage_progress IS 'Stages: how much of each is done, its tokens, time and rate';

CREATE OR REPLACE VIEW round_summary AS
SELECT r.round, r.model,
  (SELECT COUNT(*) FROM round_prompt x WHERE x.round = r.round) AS prompts,
  (SELECT COUNT(*) FROM response x WHERE x.round = r.round) AS responses,
  (SELECT COUNT(*) FROM response x WHERE x.round = r.round AND x.duplicate_of IS NOT NULL) AS duplicates,
  (SELECT COUNT(*) FROM response x WHERE x.round = r.round AND x.finish = 'length') AS truncated_responses,
  (SELECT CAST(AVG(x.characters) AS DOUBLE PRECISION) FROM response x WHERE x.round = r.round) AS response_characters,
  (SELECT COUNT(*) FROM judgment x WHERE x.round = r.round) AS judgments,
  (SELECT COUNT(*) FROM judgment x WHERE x.round = r.round AND x.score IS NOT NULL AND NOT x.forced)
    AS readable_judgments,
  (SELECT COUNT(*) FROM judgment x WHERE x.round = r.round AND x.forced) AS forced_judgments,
  (SELECT COUNT(*) FROM judgment x WHERE x.round = r.round AND x.score IS NULL) AS unreadable_judgments,
  (SELECT CAST(AVG(x.reward) AS DOUBLE PRECISION) FROM reward x WHERE x.round = r.round) AS mean_reward,
  (SELECT COUNT(*) FROM verdict x WHERE x.round = r.round) AS verdicts,
  (SELECT COUNT(*) FROM verdict x WHERE x.round = r.round AND x.forced) AS forced_verdicts,
  (SELECT COUNT(*) FROM verdict x WHERE x.round = r.round AND x.outcome = 0) AS undecided_verdicts,
  (SELECT COUNT(*) FROM preference_pair x WHERE x.round = r.round AND x.kind = 'actor') AS actor_pairs,
  (SELECT COUNT(*) FROM preference_pair x WHERE x.round = r.round AND x.kind = 'judge') AS judge_pairs,
  (SELECT x.loss FROM training_step x WHERE x.round = r.round AND x.step = 1) AS first_loss,
  (SELECT x.loss FROM training_step x WHERE x.round = r.round AND x.step = (SELECT MAX(y.step) FROM training_step y WHERE y.round = r.round)) AS last_loss,
  (SELECT x.rewards_accuracy FROM training_step x WHERE x.round = r.round AND x.step = (SELECT MAX(y.step) FROM training_step y WHERE y.round = r.round)) AS margin_accuracy,
  m.name AS made, m.pairs AS trained_pairs, m.left_out, m.steps,
  (SELECT COUNT(*) FROM judgment x WHERE x.round = r.round AND x.finish = 'length') AS truncated_judgments,
  (SELECT x.possible FROM verdict_cap x WHERE x.round = r.round) AS possible_verdicts
FROM round r LEFT JOIN model m ON m.round = r.round;
COMMENT ON VIEW round_summary IS 'A row a round: what was made, read, forced, paired and learnt';
