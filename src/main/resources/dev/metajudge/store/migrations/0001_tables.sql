-- The tables of a run. Every statement may be repeated: a migration that was cut off is done again from its start.
-- Rows are only added; the exceptions are said in the tables' comments. Columns created_at and seconds hold what two
-- equal runs differ in; all others are the same in them.

CREATE TABLE IF NOT EXISTS run (
  name VARCHAR NOT NULL PRIMARY KEY,
  seed BIGINT NOT NULL,
  recipe VARCHAR NOT NULL,
  pool_digest VARCHAR NOT NULL,
  judge_template VARCHAR NOT NULL,
  meta_template VARCHAR NOT NULL,
  version VARCHAR NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
COMMENT ON TABLE run IS 'The run: one row. Its recipe is replaced when a later command adds rounds.';
COMMENT ON COLUMN run.name IS 'The run''s name, which is its folder''s';
COMMENT ON COLUMN run.seed IS 'Decides every random choice of the run';
COMMENT ON COLUMN run.recipe IS 'The resolved recipe as JSON';
COMMENT ON COLUMN run.pool_digest IS 'SHA-256 over ids and texts of the pool''s prompts';
COMMENT ON COLUMN run.judge_template IS 'Hash of the judge''s template';
COMMENT ON COLUMN run.meta_template IS 'Hash of the meta-judge''s template';
COMMENT ON COLUMN run.version IS 'Version of the program that began the run';
COMMENT ON COLUMN run.created_at IS 'When the run began';

CREATE TABLE IF NOT EXISTS template (
  hash VARCHAR NOT NULL PRIMARY KEY,
  role VARCHAR NOT NULL,
  name VARCHAR NOT NULL
);
COMMENT ON TABLE template IS 'Templates that made prompts of this run';
COMMENT ON COLUMN template.hash IS 'Hash of what the template sends';
COMMENT ON COLUMN template.role IS 'judge or meta-judge';
COMMENT ON COLUMN template.name IS 'The template''s name: prompts/<role>/<name>.md';

CREATE TABLE IF NOT EXISTS sampling (
  id VARCHAR NOT NULL PRIMARY KEY,
  settings VARCHAR NOT NULL
);
COMMENT ON TABLE sampling IS 'Sampling settings that made rows of this run';
COMMENT ON COLUMN sampling.id IS 'The beginning of the settings'' SHA-256';
COMMENT ON COLUMN sampling.settings IS 'The settings as JSON';

CREATE TABLE IF NOT EXISTS model (
  name VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL,
  parent VARCHAR REFERENCES model (name),
  source VARCHAR NOT NULL,
  adapter VARCHAR,
  digest VARCHAR NOT NULL,
  adapter_digest VARCHAR,
  pairs INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
COMMENT ON TABLE model IS 'Models: M0 is the base, M(t) is what round t made of M(t-1)';
COMMENT ON COLUMN model.name IS 'M0, M1, ...';
COMMENT ON COLUMN model.round IS 'The round that made it; 0 for M0';
COMMENT ON COLUMN model.parent IS 'The model it was trained from, which was also the reference';
COMMENT ON COLUMN model.source IS 'Where the base comes from';
COMMENT ON COLUMN model.adapter IS 'Folder of the adapter that makes it of its parent, within the run''s folder; null when the parent was carried on unchanged, and for M0';
COMMENT ON COLUMN model.digest IS 'SHA-256 that tells its weights, base and adapters, from any other model''s';
COMMENT ON COLUMN model.adapter_digest IS 'SHA-256 of the adapter''s weights';
COMMENT ON COLUMN model.pairs IS 'Preference pairs it was trained on, those left out included';
COMMENT ON COLUMN model.left_out IS 'Pairs that were too long for training';
COMMENT ON COLUMN model.steps IS 'Optimizer steps; 0 when the parent was carried on unchanged';
COMMENT ON COLUMN model.created_at IS 'When it was finished';

CREATE TABLE IF NOT EXISTS prompt (
  id VARCHAR NOT NULL PRIMARY KEY,
  place INTEGER NOT NULL,
  text VARCHAR NOT NULL
);
COMMENT ON TABLE prompt IS 'The pool of prompts';
COMMENT ON COLUMN prompt.id IS 'The pool file''s id, or p and the line';
COMMENT ON COLUMN prompt.place IS 'Place in the pool, from 1';
COMMENT ON COLUMN prompt.text IS 'What the user asks';

CREATE TABLE IF NOT EXISTS round (
  round INTEGER NOT NULL PRIMARY KEY,
  model VARCHAR NOT NULL REFERENCES model (name),
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
COMMENT ON TABLE round IS 'Rounds begun: round t turns M(t-1) into M(t)';
COMMENT ON COLUMN round.round IS 'Number of the round, from 1';
COMMENT ON COLUMN round.model IS 'The model that answers, judges and is trained in it';
COMMENT ON COLUMN round.created_at IS 'When it began';

CREATE TABLE IF NOT EXISTS round_prompt (
  round INTEGER NOT NULL REFERENCES round (round),
  place INTEGER NOT NULL,
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  PRIMARY KEY (round, place),
  UNIQUE (round, prompt)
);
COMMENT ON TABLE round_prompt IS 'Which prompts a round uses';
COMMENT ON COLUMN round_prompt.round IS 'The round';
COMMENT ON COLUMN round_prompt.place IS 'Place in the round''s order of work, from 1';
COMMENT ON COLUMN round_prompt.prompt IS 'The prompt';

CREATE TABLE IF NOT EXISTS response (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  sample INTEGER NOT NULL,
  model VARCHAR NOT NULL REFERENCES model (name),
  sampling VARCHAR NOT NULL REFERENCES sampling (id),
  seed BIGINT NOT NULL,
  text VARCHAR NOT NULL,
  characters INTEGER NOT NULL,
  finish VARCHAR NOT NULL CHECK (finish IN ('stop', 'length')),
  tokens INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  logprob DOUBLE PRECISION NOT NULL,
  duplicate_of VARCHAR REFERENCES response (id),
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX IF NOT EXISTS response_by_prompt ON response (round, prompt);
COMMENT ON TABLE response IS 'Responses of a round''s model to its prompts';
COMMENT ON COLUMN response.id IS 'r<round>.<prompt>.<sample>';
COMMENT ON COLUMN response.round IS 'The round';
COMMENT ON COLUMN response.prompt IS 'The prompt answered';
COMMENT ON COLUMN response.sample IS 'Which sample of the prompt, from 1';
COMMENT ON COLUMN response.model IS 'The model that wrote it';
COMMENT ON COLUMN response.sampling IS 'Sampling settings';
COMMENT ON COLUMN response.seed IS 'Seed of the request that all samples of the prompt came from';
COMMENT ON COLUMN response.text IS 'What the model wrote';
COMMENT ON COLUMN response.characters IS 'Length of the text in characters (Unicode code points); length control counts these';
COMMENT ON COLUMN response.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN response.tokens IS 'Tokens sampled';
COMMENT ON COLUMN response.prompt_tokens IS 'Tokens of the prompt in its chat format';
COMMENT ON COLUMN response.logprob IS 'Sum of the tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN response.duplicate_of IS 'The earlier response to the same prompt with the same text; such a response is not judged';
COMMENT ON COLUMN response.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS judgment (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  response VARCHAR NOT NULL REFERENCES response (id),
  sample INTEGER NOT NULL,
  model VARCHAR NOT NULL REFERENCES model (name),
  template VARCHAR NOT NULL REFERENCES template (hash),
  sampling VARCHAR NOT NULL REFERENCES sampling (id),
  seed BIGINT NOT NULL,
  text VARCHAR NOT NULL,
  characters INTEGER NOT NULL,
  finish VARCHAR NOT NULL CHECK (finish IN ('stop', 'length')),
  tokens INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  logprob DOUBLE PRECISION NOT NULL,
  forced BOOLEAN NOT NULL,
  score DOUBLE PRECISION,
  unreadable VARCHAR,
  distribution VARCHAR,
  mass DOUBLE PRECISION,
  expected DOUBLE PRECISION,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  CHECK ((score IS NULL) <> (unreadable IS NULL))
);
CREATE INDEX IF NOT EXISTS judgment_by_prompt ON judgment (round, prompt);
CREATE INDEX IF NOT EXISTS judgment_by_response ON judgment (response);
COMMENT ON TABLE judgment IS 'Judgments of responses: a text and, where it can be read, a score';
COMMENT ON COLUMN judgment.id IS '<response>.j<sample>';
COMMENT ON COLUMN judgment.round IS 'The round';
COMMENT ON COLUMN judgment.prompt IS 'The prompt that the response answers';
COMMENT ON COLUMN judgment.response IS 'The response judged';
COMMENT ON COLUMN judgment.sample IS 'Which judgment of the response, from 1';
COMMENT ON COLUMN judgment.model IS 'The model that judged';
COMMENT ON COLUMN judgment.template IS 'The judge''s template';
COMMENT ON COLUMN judgment.sampling IS 'Sampling settings';
COMMENT ON COLUMN judgment.seed IS 'Seed of the request that all judgments of the response came from';
COMMENT ON COLUMN judgment.text IS 'What the judge wrote; a forced score is at its end';
COMMENT ON COLUMN judgment.characters IS 'Length of the text in characters (Unicode code points)';
COMMENT ON COLUMN judgment.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN judgment.tokens IS 'Tokens sampled, without forced ones';
COMMENT ON COLUMN judgment.prompt_tokens IS 'Tokens of the judge''s prompt';
COMMENT ON COLUMN judgment.logprob IS 'Sum of the sampled tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN judgment.forced IS 'Whether the score was forced: chosen among the allowed ones after the text had ended without';
COMMENT ON COLUMN judgment.score IS 'The score read; null when there was none that counts';
COMMENT ON COLUMN judgment.unreadable IS 'Why there is no score that counts: out of range, missing, or another reason';
COMMENT ON COLUMN judgment.distribution IS 'The judge''s distribution over the allowed scores where the score stands, as JSON';
COMMENT ON COLUMN judgment.mass IS 'Share of the whole next-token distribution that the allowed scores held there';
COMMENT ON COLUMN judgment.expected IS 'The distribution''s expectation (e-score)';
COMMENT ON COLUMN judgment.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS reward (
  response VARCHAR NOT NULL PRIMARY KEY REFERENCES response (id),
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  judgments INTEGER NOT NULL,
  valid INTEGER NOT NULL,
  reward DOUBLE PRECISION,
  variance DOUBLE PRECISION
);
CREATE INDEX IF NOT EXISTS reward_by_prompt ON reward (round, prompt);
COMMENT ON TABLE reward IS 'What a response is worth: the mean of its valid scores';
COMMENT ON COLUMN reward.response IS 'The response';
COMMENT ON COLUMN reward.round IS 'The round';
COMMENT ON COLUMN reward.prompt IS 'The prompt';
COMMENT ON COLUMN reward.judgments IS 'Judgments made';
COMMENT ON COLUMN reward.valid IS 'Judgments with a score that counts';
COMMENT ON COLUMN reward.reward IS 'Mean of the valid scores; null when there are none';
COMMENT ON COLUMN reward.variance IS 'Variance of the valid scores (over their number); null when there are none';

CREATE TABLE IF NOT EXISTS verdict (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  response VARCHAR NOT NULL REFERENCES response (id),
  shown_first VARCHAR NOT NULL REFERENCES judgment (id),
  shown_second VARCHAR NOT NULL REFERENCES judgment (id),
  model VARCHAR NOT NULL REFERENCES model (name),
  template VARCHAR NOT NULL REFERENCES template (hash),
  sampling VARCHAR NOT NULL REFERENCES sampling (id),
  seed BIGINT NOT NULL,
  text VARCHAR NOT NULL,
  finish VARCHAR NOT NULL CHECK (finish IN ('stop', 'length')),
  tokens INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  logprob DOUBLE PRECISION NOT NULL,
  forced BOOLEAN NOT NULL,
  outcome INTEGER NOT NULL CHECK (outcome IN (-1, 0, 1)),
  unreadable VARCHAR,
  distribution VARCHAR,
  mass DOUBLE PRECISION,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL
);
CREATE INDEX IF NOT EXISTS verdict_by_prompt ON verdict (round, prompt);
COMMENT ON TABLE verdict IS 'Verdicts: the meta-judge''s choice between two judgments of one response; every pair is shown in both orders';
COMMENT ON COLUMN verdict.id IS '<response>.v<sample shown first>-<sample shown second>';
COMMENT ON COLUMN verdict.round IS 'The round';
COMMENT ON COLUMN verdict.prompt IS 'The prompt';
COMMENT ON COLUMN verdict.response IS 'The response that both judgments are about';
COMMENT ON COLUMN verdict.shown_first IS 'The judgment shown as A';
COMMENT ON COLUMN verdict.shown_second IS 'The judgment shown as B';
COMMENT ON COLUMN verdict.model IS 'The model that chose';
COMMENT ON COLUMN verdict.template IS 'The meta-judge''s template';
COMMENT ON COLUMN verdict.sampling IS 'Sampling settings';
COMMENT ON COLUMN verdict.seed IS 'The request''s seed';
COMMENT ON COLUMN verdict.text IS 'What the meta-judge wrote; a forced winner is at its end';
COMMENT ON COLUMN verdict.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN verdict.tokens IS 'Tokens sampled, without forced ones';
COMMENT ON COLUMN verdict.prompt_tokens IS 'Tokens of the meta-judge''s prompt';
COMMENT ON COLUMN verdict.logprob IS 'Sum of the sampled tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN verdict.forced IS 'Whether the winner was forced';
COMMENT ON COLUMN verdict.outcome IS '1: the judgment shown first won, -1: the second, 0: neither, or unreadable';
COMMENT ON COLUMN verdict.unreadable IS 'Why no winner could be read; null when one was, or a tie';
COMMENT ON COLUMN verdict.distribution IS 'The meta-judge''s distribution over A and B where the winner stands, as JSON';
COMMENT ON COLUMN verdict.mass IS 'Share of the whole next-token distribution that A and B held there';
COMMENT ON COLUMN verdict.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS position_weight (
  round INTEGER NOT NULL REFERENCES round (round),
  place INTEGER NOT NULL CHECK (place IN (1, 2)),
  wins INTEGER NOT NULL,
  weight DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (round, place)
);
COMMENT ON TABLE position_weight IS 'How a round''s meta-judge favours a place, and the weight that corrects it';
COMMENT ON COLUMN position_weight.round IS 'The round';
COMMENT ON COLUMN position_weight.place IS '1: shown first, 2: shown second';
COMMENT ON COLUMN position_weight.wins IS 'Verdicts won by the judgment shown there';
COMMENT ON COLUMN position_weight.weight IS 'The other place''s share of the wins; a win there counts this much';

CREATE TABLE IF NOT EXISTS rating (
  judgment VARCHAR NOT NULL PRIMARY KEY REFERENCES judgment (id),
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  response VARCHAR NOT NULL REFERENCES response (id),
  strength DOUBLE PRECISION NOT NULL
);
CREATE INDEX IF NOT EXISTS rating_by_prompt ON rating (round, prompt);
COMMENT ON TABLE rating IS 'Ratings of judgments: Bradley-Terry strengths out of the verdicts';
COMMENT ON COLUMN rating.judgment IS 'The judgment';
COMMENT ON COLUMN rating.round IS 'The round';
COMMENT ON COLUMN rating.prompt IS 'The prompt';
COMMENT ON COLUMN rating.response IS 'The response judged';
COMMENT ON COLUMN rating.strength IS 'The strength; those of a response sum to zero';

CREATE TABLE IF NOT EXISTS preference_pair (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  kind VARCHAR NOT NULL CHECK (kind IN ('actor', 'judge')),
  chosen VARCHAR NOT NULL,
  rejected VARCHAR NOT NULL,
  chosen_value DOUBLE PRECISION NOT NULL,
  rejected_value DOUBLE PRECISION NOT NULL,
  chosen_characters INTEGER NOT NULL,
  rejected_characters INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS preference_pair_by_prompt ON preference_pair (round, prompt);
COMMENT ON TABLE preference_pair IS 'Preference pairs: what training learns from';
COMMENT ON COLUMN preference_pair.id IS 'r<round>.<prompt>.<kind>';
COMMENT ON COLUMN preference_pair.round IS 'The round';
COMMENT ON COLUMN preference_pair.prompt IS 'The prompt';
COMMENT ON COLUMN preference_pair.kind IS 'actor: two responses, judge: two judgments of one response';
COMMENT ON COLUMN preference_pair.chosen IS 'Id of the better response or judgment';
COMMENT ON COLUMN preference_pair.rejected IS 'Id of the worse one';
COMMENT ON COLUMN preference_pair.chosen_value IS 'Reward of the chosen response, or rating of the chosen judgment';
COMMENT ON COLUMN preference_pair.rejected_value IS 'The same of the rejected';
COMMENT ON COLUMN preference_pair.chosen_characters IS 'Length of the chosen text in characters';
COMMENT ON COLUMN preference_pair.rejected_characters IS 'Length of the rejected text in characters';

CREATE TABLE IF NOT EXISTS pair_outcome (
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  kind VARCHAR NOT NULL CHECK (kind IN ('actor', 'judge')),
  outcome VARCHAR NOT NULL,
  pair VARCHAR REFERENCES preference_pair (id),
  PRIMARY KEY (round, kind, prompt)
);
COMMENT ON TABLE pair_outcome IS 'What came of each prompt of a round: a pair, or why not';
COMMENT ON COLUMN pair_outcome.round IS 'The round';
COMMENT ON COLUMN pair_outcome.prompt IS 'The prompt';
COMMENT ON COLUMN pair_outcome.kind IS 'actor or judge';
COMMENT ON COLUMN pair_outcome.outcome IS 'pair, or the reason why there is none';
COMMENT ON COLUMN pair_outcome.pair IS 'The pair, when there is one';

CREATE TABLE IF NOT EXISTS training_step (
  round INTEGER NOT NULL REFERENCES round (round),
  step INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  epoch DOUBLE PRECISION NOT NULL,
  loss DOUBLE PRECISION NOT NULL,
  rewards_chosen DOUBLE PRECISION NOT NULL,
  rewards_rejected DOUBLE PRECISION NOT NULL,
  rewards_margin DOUBLE PRECISION NOT NULL,
  rewards_accuracy DOUBLE PRECISION NOT NULL,
  logps_chosen DOUBLE PRECISION NOT NULL,
  logps_rejected DOUBLE PRECISION NOT NULL,
  grad_norm DOUBLE PRECISION NOT NULL,
  learning_rate DOUBLE PRECISION NOT NULL,
  tokens BIGINT NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  PRIMARY KEY (round, step)
);
COMMENT ON TABLE training_step IS 'Optimizer steps of a round''s training, measured before each step''s update. A step done again after a kill replaces its row if it came out otherwise.';
COMMENT ON COLUMN training_step.round IS 'The round';
COMMENT ON COLUMN training_step.step IS 'Number of the step, from 1';
COMMENT ON COLUMN training_step.steps IS 'How many there are';
COMMENT ON COLUMN training_step.epoch IS 'Passes over the pairs done after this step';
COMMENT ON COLUMN training_step.loss IS 'Mean DPO loss of the step''s pairs';
COMMENT ON COLUMN training_step.rewards_chosen IS 'Mean of beta times the chosen texts'' log-ratio of policy and reference';
COMMENT ON COLUMN training_step.rewards_rejected IS 'The same of the rejected texts';
COMMENT ON COLUMN training_step.rewards_margin IS 'Mean difference of the two';
COMMENT ON COLUMN training_step.rewards_accuracy IS 'Share of pairs whose chosen text has the higher reward';
COMMENT ON COLUMN training_step.logps_chosen IS 'Mean log-probability of the chosen texts under the policy';
COMMENT ON COLUMN training_step.logps_rejected IS 'The same of the rejected texts';
COMMENT ON COLUMN training_step.grad_norm IS 'Norm of the gradient before clipping';
COMMENT ON COLUMN training_step.learning_rate IS 'The step''s learning rate';
COMMENT ON COLUMN training_step.tokens IS 'Tokens of the step''s pairs: prompt once, chosen and rejected';
COMMENT ON COLUMN training_step.seconds IS 'How long the step took';
COMMENT ON COLUMN training_step.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS left_out (
  round INTEGER NOT NULL REFERENCES round (round),
  pair VARCHAR NOT NULL REFERENCES preference_pair (id),
  PRIMARY KEY (round, pair)
);
COMMENT ON TABLE left_out IS 'Pairs that a round''s training left out because they were too long';
COMMENT ON COLUMN left_out.round IS 'The round';
COMMENT ON COLUMN left_out.pair IS 'The pair';

CREATE TABLE IF NOT EXISTS stage (
  round INTEGER NOT NULL REFERENCES round (round),
  stage VARCHAR NOT NULL,
  place INTEGER NOT NULL,
  total INTEGER NOT NULL,
  PRIMARY KEY (round, stage)
);
COMMENT ON TABLE stage IS 'Stages begun and the size of their work';
COMMENT ON COLUMN stage.round IS 'The round';
COMMENT ON COLUMN stage.stage IS 'prompts, respond, judge, actor-pairs, meta-judge, ratings, judge-pairs or train';
COMMENT ON COLUMN stage.place IS 'Place in the round''s order of stages, from 1';
COMMENT ON COLUMN stage.total IS 'How many items the stage makes: prompts, responses, judgments, verdicts, ratings or steps';

CREATE TABLE IF NOT EXISTS stage_batch (
  round INTEGER NOT NULL,
  stage VARCHAR NOT NULL,
  batch INTEGER NOT NULL,
  items INTEGER NOT NULL,
  tokens BIGINT NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  PRIMARY KEY (round, stage, batch),
  FOREIGN KEY (round, stage) REFERENCES stage (round, stage)
);
COMMENT ON TABLE stage_batch IS 'Batches done: each was written in one transaction with its rows. For timings only; what is missing is seen from the rows themselves.';
COMMENT ON COLUMN stage_batch.round IS 'The round';
COMMENT ON COLUMN stage_batch.stage IS 'The stage';
COMMENT ON COLUMN stage_batch.batch IS 'Number of the batch in the stage''s order of work, from 1';
COMMENT ON COLUMN stage_batch.items IS 'Items made';
COMMENT ON COLUMN stage_batch.tokens IS 'Tokens sampled';
COMMENT ON COLUMN stage_batch.seconds IS 'How long it took';
COMMENT ON COLUMN stage_batch.created_at IS 'When it was written';
