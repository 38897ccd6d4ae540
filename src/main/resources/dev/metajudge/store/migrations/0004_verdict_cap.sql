-- A cap on verdicts a prompt, rewards out of expectations, and what a round's line says of both.

CREATE TABLE IF NOT EXISTS verdict_cap (
  round INTEGER NOT NULL PRIMARY KEY REFERENCES round (round),
  prompts INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  possible INTEGER NOT NULL
);
COMMENT ON TABLE verdict_cap IS 'Rounds in which metaJudge.maxVerdicts left verdicts out';
COMMENT ON COLUMN verdict_cap.round IS 'The round';
COMMENT ON COLUMN verdict_cap.prompts IS 'Prompts of which not all pairs of judgments were compared';
COMMENT ON COLUMN verdict_cap.kept IS 'Verdicts that the round asks for';
COMMENT ON COLUMN verdict_cap.possible IS 'Verdicts that all pairs of judgments in both orders would make';

COMMENT ON TABLE reward IS 'What a response is worth: the mean over its judgments that count, of their scores (judge.reward parsed) or of their distributions'' expectations (e-score); mirrored in the range where the rubric counts downwards';
COMMENT ON COLUMN reward.valid IS 'Judgments that count: with a score, and for e-score with a distribution too';
COMMENT ON COLUMN reward.reward IS 'The mean; null when no judgment counts';
COMMENT ON COLUMN reward.variance IS 'Variance of the same numbers (over their number); null when there are none. The response of a prompt with the highest, of those with two or more, is meta-judged';
COMMENT ON TABLE verdict IS 'Verdicts: the meta-judge''s choice between two judgments of one response; a pair is shown in both orders';

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
  (SELECT x.loss FROM training_step x WHERE x.round = r.round AND x.step = x.steps) AS last_loss,
  (SELECT x.rewards_accuracy FROM training_step x WHERE x.round = r.round AND x.step = x.steps) AS margin_accuracy,
  m.name AS made, m.pairs AS trained_pairs, m.left_out, m.steps,
  (SELECT COUNT(*) FROM judgment x WHERE x.round = r.round AND x.finish = 'length') AS truncated_judgments,
  (SELECT x.possible FROM verdict_cap x WHERE x.round = r.round) AS possible_verdicts
FROM round r LEFT JOIN model m ON m.round = r.round;
COMMENT ON VIEW round_summary IS 'A row a round: what was made, read, forced, paired and learnt';
