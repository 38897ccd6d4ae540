-- The canned queries, as views. Where a view has a column of the tables' name, it means the same.

CREATE OR REPLACE VIEW stage_progress AS
SELECT s.round, s.stage, s.total, d.done, d.tokens, d.seconds,
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

CREATE OR REPLACE VIEW prompt_rewards AS
SELECT rp.round, rp.prompt, COUNT(w.response) AS responses, SUM(w.judgments) AS judgments, SUM(w.valid) AS valid,
  CAST(AVG(w.reward) AS DOUBLE PRECISION) AS mean_reward, MAX(w.reward) AS best_reward, MIN(w.reward) AS worst_reward
FROM round_prompt rp LEFT JOIN reward w ON w.round = rp.round AND w.prompt = rp.prompt
GROUP BY rp.round, rp.prompt;
COMMENT ON VIEW prompt_rewards IS 'A round''s prompts and what their distinct responses are worth';

CREATE OR REPLACE VIEW worst_prompts AS
SELECT last_time.prompt, first_time.round AS first_round, last_time.round AS last_round,
  first_time.mean_reward AS first_reward, last_time.mean_reward AS last_reward,
  last_time.mean_reward - first_time.mean_reward AS change
FROM prompt_rewards last_time
JOIN prompt_rewards first_time ON first_time.prompt = last_time.prompt AND first_time.round < last_time.round
WHERE last_time.mean_reward < first_time.mean_reward
  AND first_time.round = (SELECT MIN(f.round) FROM round_prompt f WHERE f.prompt = last_time.prompt)
  AND last_time.round = (SELECT MAX(l.round) FROM round_prompt l WHERE l.prompt = last_time.prompt)
ORDER BY change, last_time.prompt;
COMMENT ON VIEW worst_prompts IS 'Prompts that got worse: mean reward in the last round that used them against the first';

CREATE OR REPLACE VIEW score_distribution AS
SELECT round, score, forced, COUNT(*) AS judgments
FROM judgment WHERE score IS NOT NULL GROUP BY round, score, forced ORDER BY round, score, forced;
COMMENT ON VIEW score_distribution IS 'How often a round''s judge gave each score, forced and not';

CREATE OR REPLACE VIEW unreadable_judgments AS
SELECT round, unreadable, finish, COUNT(*) AS judgments
FROM judgment WHERE unreadable IS NOT NULL GROUP BY round, unreadable, finish ORDER BY round, unreadable, finish;
COMMENT ON VIEW unreadable_judgments IS 'Judgments without a score that counts, by reason and by how the text ended';

CREATE OR REPLACE VIEW judge_agreement AS
SELECT a.round, COUNT(*) AS judgment_pairs,
  CAST(AVG(CASE WHEN a.score = b.score THEN 1.0 ELSE 0.0 END) AS DOUBLE PRECISION) AS same_score,
  CAST(AVG(ABS(a.score - b.score)) AS DOUBLE PRECISION) AS mean_difference
FROM judgment a JOIN judgment b ON b.response = a.response AND a.sample < b.sample
WHERE a.score IS NOT NULL AND b.score IS NOT NULL
GROUP BY a.round ORDER BY a.round;
COMMENT ON VIEW judge_agreement IS 'How far a round''s judge agrees with itself: pairs of judgments of one response';

CREATE OR REPLACE VIEW position_bias AS
SELECT round,
  COUNT(CASE WHEN outcome = 1 THEN 1 END) AS first_wins,
  COUNT(CASE WHEN outcome = -1 THEN 1 END) AS second_wins,
  COUNT(CASE WHEN outcome = 0 THEN 1 END) AS undecided,
  CAST(AVG(CASE WHEN outcome = 1 THEN 1.0 WHEN outcome = -1 THEN 0.0 END) AS DOUBLE PRECISION) AS first_share
FROM verdict GROUP BY round ORDER BY round;
COMMENT ON VIEW position_bias IS 'How often a round''s meta-judge chose the judgment shown first';

CREATE OR REPLACE VIEW verdict_consistency AS
SELECT a.round, COUNT(*) AS judgment_pairs,
  COUNT(CASE WHEN a.outcome <> 0 AND b.outcome <> 0 THEN 1 END) AS decided_both_ways,
  COUNT(CASE WHEN a.outcome <> 0 AND a.outcome = -b.outcome THEN 1 END) AS consistent
FROM verdict a JOIN verdict b
  ON b.shown_first = a.shown_second AND b.shown_second = a.shown_first AND a.shown_first < a.shown_second
GROUP BY a.round ORDER BY a.round;
COMMENT ON VIEW verdict_consistency IS 'How often a round''s meta-judge chose the same judgment in both orders';

CREATE OR REPLACE VIEW score_follow AS
SELECT v.round,
  COUNT(CASE WHEN f.score <> s.score THEN 1 END) AS decided_between_scores,
  CAST(AVG(CASE WHEN f.score = s.score THEN NULL WHEN (f.score > s.score) = (v.outcome = 1) THEN 1.0 ELSE 0.0 END)
    AS DOUBLE PRECISION) AS higher_score_share
FROM verdict v JOIN judgment f ON f.id = v.shown_first JOIN judgment s ON s.id = v.shown_second
WHERE v.outcome <> 0 GROUP BY v.round ORDER BY v.round;
COMMENT ON VIEW score_follow IS 'How often a round''s meta-judge chose the judgment with the higher score';

CREATE OR REPLACE VIEW pair_outcomes AS
SELECT round, kind, outcome, COUNT(*) AS prompts
FROM pair_outcome GROUP BY round, kind, outcome ORDER BY round, kind, outcome;
COMMENT ON VIEW pair_outcomes IS 'What came of a round''s prompts: pairs, and why there are none';

CREATE OR REPLACE VIEW pair_texts AS
SELECT p.id, p.round, p.prompt, p.kind, q.text AS prompt_text,
  COALESCE(cr.text, cj.text) AS chosen_text, COALESCE(rr.text, rj.text) AS rejected_text
FROM preference_pair p
JOIN prompt q ON q.id = p.prompt
LEFT JOIN response cr ON p.kind = 'actor' AND cr.id = p.chosen
LEFT JOIN response rr ON p.kind = 'actor' AND rr.id = p.rejected
LEFT JOIN judgment cj ON p.kind = 'judge' AND cj.id = p.chosen
LEFT JOIN judgment rj ON p.kind = 'judge' AND rj.id = p.rejected;
COMMENT ON VIEW pair_texts IS 'Preference pairs with their texts, to be read side by side';

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
  m.name AS made, m.pairs AS trained_pairs, m.left_out, m.steps
FROM round r LEFT JOIN model m ON m.round = r.round;
COMMENT ON VIEW round_summary IS 'A row a round: what was made, read, forced, paired and learnt';
