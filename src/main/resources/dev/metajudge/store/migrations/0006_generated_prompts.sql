-- New prompts that models write for the pool, those that were left out too.

CREATE TABLE IF NOT EXISTS generated_prompt (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  request INTEGER NOT NULL,
  model VARCHAR NOT NULL REFERENCES model (name),
  template VARCHAR NOT NULL REFERENCES template (hash),
  sampling VARCHAR NOT NULL REFERENCES sampling (id),
  seed BIGINT NOT NULL,
  examples VARCHAR NOT NULL,
  text VARCHAR NOT NULL,
  finish VARCHAR NOT NULL CHECK (finish IN ('stop', 'length')),
  tokens INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  logprob DOUBLE PRECISION NOT NULL,
  outcome VARCHAR NOT NULL,
  nearest VARCHAR,
  similarity DOUBLE PRECISION,
  prompt VARCHAR REFERENCES prompt (id),
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  UNIQUE (round, request)
);
CREATE INDEX IF NOT EXISTS generated_prompt_by_prompt ON generated_prompt (prompt);
COMMENT ON TABLE generated_prompt IS 'What models wrote when they were asked for new prompts, and what came of it';
COMMENT ON COLUMN generated_prompt.id IS 'r<round>.g<request>';
COMMENT ON COLUMN generated_prompt.round IS 'The round before whose draw it was written';
COMMENT ON COLUMN generated_prompt.request IS 'Which request of the round, from 1';
COMMENT ON COLUMN generated_prompt.model IS 'The model that wrote it';
COMMENT ON COLUMN generated_prompt.template IS 'The template';
COMMENT ON COLUMN generated_prompt.sampling IS 'Sampling settings';
COMMENT ON COLUMN generated_prompt.seed IS 'The request''s seed; it also chose the examples';
COMMENT ON COLUMN generated_prompt.examples IS 'Ids of the prompts shown as examples, in order, as a JSON list';
COMMENT ON COLUMN generated_prompt.text IS 'All that the model wrote';
COMMENT ON COLUMN generated_prompt.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN generated_prompt.tokens IS 'Tokens sampled';
COMMENT ON COLUMN generated_prompt.prompt_tokens IS 'Tokens of the request in its chat format';
COMMENT ON COLUMN generated_prompt.logprob IS 'Sum of the tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN generated_prompt.outcome IS 'kept, or why it is no prompt of the pool: empty, cut (by the limit of tokens), unprintable, beginning (with neither a letter, a digit nor a quotation mark), too short, too long, keyword, similar, surplus (good, but enough were there)';
COMMENT ON COLUMN generated_prompt.nearest IS 'For similar: id of the known prompt that it is too much like';
COMMENT ON COLUMN generated_prompt.similarity IS 'For similar: ROUGE-L''s F-measure with that prompt';
COMMENT ON COLUMN generated_prompt.prompt IS 'For kept: the prompt that it became';
COMMENT ON COLUMN generated_prompt.created_at IS 'When the row was written';

COMMENT ON TABLE prompt IS 'The pool of prompts: those of the pool''s file, then those that models wrote (generated_prompt)';
COMMENT ON COLUMN prompt.id IS 'The pool file''s id, or "line-" and the line; g<round>-<request> for a generated one';

CREATE OR REPLACE VIEW generated_outcomes AS
SELECT round, outcome, COUNT(*) AS texts
FROM generated_prompt GROUP BY round, outcome ORDER BY round, outcome;
COMMENT ON VIEW generated_outcomes IS 'What came of the requests for new prompts: how many were kept, and why others were not';

COMMENT ON COLUMN stage.stage IS 'generate, prompts, respond, judge, actor-pairs, meta-judge, ratings, judge-pairs, train, baseline, held-out, compare or win-rates';
COMMENT ON COLUMN stage.place IS 'Place in the round''s order of stages, from 0';
COMMENT ON COLUMN template.role IS 'judge, meta-judge, compare-responses or generate';
