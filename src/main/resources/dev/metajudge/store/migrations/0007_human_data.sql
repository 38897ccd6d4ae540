-- What a run's models are worth as judges of what people rated: texts, judgments, choices, and figures with intervals.

CREATE TABLE IF NOT EXISTS held_out_prompt (
  prompt VARCHAR NOT NULL PRIMARY KEY REFERENCES prompt (id),
  place INTEGER NOT NULL
);
COMMENT ON TABLE held_out_prompt IS 'Prompts held out of training (evaluate.heldOut): each model answers them, no round trains on them or on a prompt with the same text';
COMMENT ON COLUMN held_out_prompt.prompt IS 'The prompt';
COMMENT ON COLUMN held_out_prompt.place IS 'Place in the order of work, from 1';

CREATE TABLE IF NOT EXISTS evaluation_item (
  id VARCHAR NOT NULL PRIMARY KEY,
  place INTEGER NOT NULL UNIQUE,
  source VARCHAR NOT NULL CHECK (source IN ('ratings', 'pairwise')),
  instruction VARCHAR NOT NULL,
  response VARCHAR NOT NULL,
  human_score DOUBLE PRECISION
);
COMMENT ON TABLE evaluation_item IS 'Responses of others that people rated or chose between (evaluate.ratings, evaluate.pairwise): each model judges all of them, none is trained on';
COMMENT ON COLUMN evaluation_item.id IS 'rated.<id in the file>, or pair.<id in the file>.<1 or 2>';
COMMENT ON COLUMN evaluation_item.place IS 'Place in the order of work, from 1';
COMMENT ON COLUMN evaluation_item.source IS 'ratings: has a human score of its own. pairwise: one of two between which a person chose';
COMMENT ON COLUMN evaluation_item.instruction IS 'What the response answers';
COMMENT ON COLUMN evaluation_item.response IS 'The response that is judged';
COMMENT ON COLUMN evaluation_item.human_score IS 'The human score as the file gives it, on its own scale; null for pairwise';

CREATE TABLE IF NOT EXISTS human_choice (
  id VARCHAR NOT NULL PRIMARY KEY,
  place INTEGER NOT NULL UNIQUE,
  first_item VARCHAR NOT NULL REFERENCES evaluation_item (id),
  second_item VARCHAR NOT NULL REFERENCES evaluation_item (id),
  preferred INTEGER NOT NULL CHECK (preferred IN (-1, 0, 1))
);
COMMENT ON TABLE human_choice IS 'Pairs of responses between which a person chose (evaluate.pairwise)';
COMMENT ON COLUMN human_choice.id IS 'pair.<id in the file>';
COMMENT ON COLUMN human_choice.place IS 'Place in the order of work, from 1';
COMMENT ON COLUMN human_choice.first_item IS 'The first response';
COMMENT ON COLUMN human_choice.second_item IS 'The second response';
COMMENT ON COLUMN human_choice.preferred IS '1: the person preferred the first, -1: the second, 0: a tie, which no accuracy counts';

CREATE TABLE IF NOT EXISTS evaluation_judgment (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  item VARCHAR NOT NULL REFERENCES evaluation_item (id),
  model VARCHAR NOT NULL REFERENCES model (name),
  sample INTEGER NOT NULL,
  template VARCHAR NOT NULL REFERENCES template (hash),
  sampling VARCHAR NOT NULL REFERENCES sampling (id),
  seed BIGINT NOT NULL,
  text VARCHAR NOT NULL,
  characters INTEGER NOT NULL,
  finish VARCHAR NOT NULL CHECK (finish IN ('stop', 'length')),
  tokens INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  logprob DOUBLE PRECISION NOT NULL,
  outcome VARCHAR NOT NULL CHECK (outcome IN ('valid', 'forced', 'unreadable', 'out-of-range', 'truncated')),
  score DOUBLE PRECISION,
  unreadable VARCHAR,
  distribution VARCHAR,
  mass DOUBLE PRECISION,
  expected DOUBLE PRECISION,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  UNIQUE (model, item, sample)
);
COMMENT ON TABLE evaluation_judgment IS 'Each model''s judgments of the evaluation items; seeds are the items'', so that models differ in nothing else';
COMMENT ON COLUMN evaluation_judgment.id IS '<model>.<item>.j<sample>';
COMMENT ON COLUMN evaluation_judgment.round IS 'The round in whose evaluation it was made';
COMMENT ON COLUMN evaluation_judgment.item IS 'The item judged';
COMMENT ON COLUMN evaluation_judgment.model IS 'The model that judged';
COMMENT ON COLUMN evaluation_judgment.sample IS 'Number of the judgment, from 1';
COMMENT ON COLUMN evaluation_judgment.template IS 'The judge''s template';
COMMENT ON COLUMN evaluation_judgment.sampling IS 'Sampling settings';
COMMENT ON COLUMN evaluation_judgment.seed IS 'The request''s seed, the same for every model';
COMMENT ON COLUMN evaluation_judgment.text IS 'What the judge wrote; a forced score is at its end';
COMMENT ON COLUMN evaluation_judgment.characters IS 'Length of the text in characters (Unicode code points)';
COMMENT ON COLUMN evaluation_judgment.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN evaluation_judgment.tokens IS 'Tokens sampled, without forced ones';
COMMENT ON COLUMN evaluation_judgment.prompt_tokens IS 'Tokens of the judge''s prompt';
COMMENT ON COLUMN evaluation_judgment.logprob IS 'Sum of the sampled tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN evaluation_judgment.outcome IS 'valid: the judge wrote a score that counts. forced: the score was forced. Without a score: out-of-range: a number that the rubric does not have, truncated: cut at the limit of tokens, unreadable: anything else';
COMMENT ON COLUMN evaluation_judgment.score IS 'The score, written or forced; null when there is none';
COMMENT ON COLUMN evaluation_judgment.unreadable IS 'Why no score could be read; null when one was, or was out of range';
COMMENT ON COLUMN evaluation_judgment.distribution IS 'The judge''s distribution over the scores where the score stands, as JSON';
COMMENT ON COLUMN evaluation_judgment.mass IS 'Share of the whole next-token distribution that the scores held there';
COMMENT ON COLUMN evaluation_judgment.expected IS 'Expectation of the distribution';
COMMENT ON COLUMN evaluation_judgment.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS evaluation_choice (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  pair VARCHAR NOT NULL REFERENCES human_choice (id),
  model VARCHAR NOT NULL REFERENCES model (name),
  shown_first VARCHAR NOT NULL REFERENCES evaluation_item (id),
  shown_second VARCHAR NOT NULL REFERENCES evaluation_item (id),
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
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  UNIQUE (model, shown_first, shown_second)
);
COMMENT ON TABLE evaluation_choice IS 'Each model''s choices between the two responses of a human choice, asked for directly; every pair is shown in both orders';
COMMENT ON COLUMN evaluation_choice.id IS '<model>.<pair>.v<shown first>-<shown second>';
COMMENT ON COLUMN evaluation_choice.round IS 'The round in whose evaluation it was made';
COMMENT ON COLUMN evaluation_choice.pair IS 'The pair';
COMMENT ON COLUMN evaluation_choice.model IS 'The model that chose';
COMMENT ON COLUMN evaluation_choice.shown_first IS 'The response shown as A';
COMMENT ON COLUMN evaluation_choice.shown_second IS 'The response shown as B';
COMMENT ON COLUMN evaluation_choice.template IS 'The template (evaluate.template)';
COMMENT ON COLUMN evaluation_choice.sampling IS 'Sampling settings';
COMMENT ON COLUMN evaluation_choice.seed IS 'The request''s seed, the same for every model';
COMMENT ON COLUMN evaluation_choice.text IS 'What the model wrote; a forced winner is at its end';
COMMENT ON COLUMN evaluation_choice.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN evaluation_choice.tokens IS 'Tokens sampled, without forced ones';
COMMENT ON COLUMN evaluation_choice.prompt_tokens IS 'Tokens of the prompt';
COMMENT ON COLUMN evaluation_choice.logprob IS 'Sum of the sampled tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN evaluation_choice.forced IS 'Whether the winner was forced';
COMMENT ON COLUMN evaluation_choice.outcome IS '1: the response shown first won, -1: the second, 0: neither, or unreadable';
COMMENT ON COLUMN evaluation_choice.unreadable IS 'Why no winner could be read; null when one was, or a tie';
COMMENT ON COLUMN evaluation_choice.distribution IS 'The model''s distribution over A and B where the winner stands, as JSON';
COMMENT ON COLUMN evaluation_choice.mass IS 'Share of the whole next-token distribution that A and B held there';
COMMENT ON COLUMN evaluation_choice.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS figure (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  model VARCHAR NOT NULL REFERENCES model (name),
  compared_with VARCHAR REFERENCES model (name),
  name VARCHAR NOT NULL,
  estimate DOUBLE PRECISION,
  low DOUBLE PRECISION,
  high DOUBLE PRECISION,
  items INTEGER NOT NULL,
  undefined INTEGER NOT NULL,
  finding VARCHAR CHECK (finding IN ('better', 'worse', 'changed', 'no clear difference'))
);
COMMENT ON TABLE figure IS 'What each model is worth in figures, and how far it differs from M0 and the model before it, with 95% bootstrap intervals over items';
COMMENT ON COLUMN figure.id IS '<model>.<name>, or <model>-<compared with>.<name>';
COMMENT ON COLUMN figure.round IS 'The round in whose evaluation it was measured';
COMMENT ON COLUMN figure.model IS 'The model';
COMMENT ON COLUMN figure.compared_with IS 'The model whose figure was taken off; null for a figure of one model';
COMMENT ON COLUMN figure.name IS 'What is measured, such as readable-judgments or spearman; see the page on evaluation';
COMMENT ON COLUMN figure.estimate IS 'The figure or the difference; null where it is undefined, such as a correlation of scores that are all the same';
COMMENT ON COLUMN figure.low IS 'Lower end of the interval; null without one';
COMMENT ON COLUMN figure.high IS 'Upper end of the interval; null without one';
COMMENT ON COLUMN figure.items IS 'Items that it was measured on; a difference is measured on those that both models have';
COMMENT ON COLUMN figure.undefined IS 'Resamples, of 1000, on which it was undefined: the interval is of the others';
COMMENT ON COLUMN figure.finding IS 'Of a difference whose interval excludes zero: better, worse, or changed where neither direction is good; else no clear difference; null for a figure of one model';

CREATE OR REPLACE VIEW judge_against_human AS
SELECT j.model, i.id AS item, i.source, i.human_score,
  COUNT(*) AS judgments,
  SUM(CASE WHEN j.outcome = 'valid' THEN 1 ELSE 0 END) AS readable,
  COUNT(j.score) AS scored,
  CAST(AVG(j.score) AS DOUBLE PRECISION) AS mean_score,
  CAST(AVG(j.expected) AS DOUBLE PRECISION) AS mean_expected,
  CAST(AVG(j.characters) AS DOUBLE PRECISION) AS judgment_characters
FROM evaluation_judgment j JOIN evaluation_item i ON i.id = j.item
GROUP BY j.model, i.id, i.source, i.human_score, i.place ORDER BY j.model, i.place;
COMMENT ON VIEW judge_against_human IS 'A row a model and evaluation item: the human score and what the model''s judgments came to';

CREATE OR REPLACE VIEW choices_against_human AS
SELECT a.model, c.id AS pair, c.preferred, a.mean_score AS first_score, b.mean_score AS second_score,
  (SELECT x.outcome FROM evaluation_choice x
    WHERE x.model = a.model AND x.shown_first = c.first_item AND x.shown_second = c.second_item) AS choice_forward,
  (SELECT -x.outcome FROM evaluation_choice x
    WHERE x.model = a.model AND x.shown_first = c.second_item AND x.shown_second = c.first_item) AS choice_backward
FROM human_choice c JOIN judge_against_human a ON a.item = c.first_item
  JOIN judge_against_human b ON b.item = c.second_item AND b.model = a.model
ORDER BY a.model, c.place;
COMMENT ON VIEW choices_against_human IS 'A row a model and human choice: whom the person preferred (1 the first, -1 the second), the model''s mean scores, and whom it chose in both orders, as 1 and -1 likewise';

CREATE OR REPLACE VIEW evaluation_outcomes AS
SELECT model, outcome, COUNT(*) AS judgments, CAST(AVG(characters) AS DOUBLE PRECISION) AS characters
FROM evaluation_judgment GROUP BY model, outcome ORDER BY model, outcome;
COMMENT ON VIEW evaluation_outcomes IS 'How each model''s judgments of the evaluation items came out';

CREATE OR REPLACE VIEW evaluation_changes AS
SELECT round, model, compared_with, name, estimate AS difference, low, high, items, finding
FROM figure WHERE finding IN ('better', 'worse', 'changed') ORDER BY round, compared_with, finding, name;
COMMENT ON VIEW evaluation_changes IS 'Differences between models whose interval excludes zero; of many figures about one in twenty does so by chance';

COMMENT ON COLUMN stage.stage IS 'prompts, respond, judge, actor-pairs, meta-judge, ratings, judge-pairs, train, and of evaluation: baseline, agreement-baseline, choices-baseline, held-out, agreement, choices, compare, win-rates, figures';
