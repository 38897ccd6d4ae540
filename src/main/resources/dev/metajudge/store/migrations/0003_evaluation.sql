-- What a round's model is worth on prompts that no round trains on: responses, comparisons of them, and win rates.

CREATE TABLE IF NOT EXISTS held_out_response (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  model VARCHAR NOT NULL REFERENCES model (name),
  sampling VARCHAR NOT NULL REFERENCES sampling (id),
  seed BIGINT NOT NULL,
  text VARCHAR NOT NULL,
  characters INTEGER NOT NULL,
  finish VARCHAR NOT NULL CHECK (finish IN ('stop', 'length')),
  tokens INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  logprob DOUBLE PRECISION NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
  UNIQUE (model, prompt)
);
COMMENT ON TABLE held_out_response IS 'Responses to the held-out prompts: one a prompt and model. They are compared, never trained on';
COMMENT ON COLUMN held_out_response.id IS '<model>.<prompt>';
COMMENT ON COLUMN held_out_response.round IS 'The round in whose evaluation it was made';
COMMENT ON COLUMN held_out_response.prompt IS 'The prompt answered';
COMMENT ON COLUMN held_out_response.model IS 'The model that wrote it';
COMMENT ON COLUMN held_out_response.sampling IS 'Sampling settings';
COMMENT ON COLUMN held_out_response.seed IS 'The request''s seed, the same for every model';
COMMENT ON COLUMN held_out_response.text IS 'What the model wrote';
COMMENT ON COLUMN held_out_response.characters IS 'Length of the text in characters (Unicode code points)';
COMMENT ON COLUMN held_out_response.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN held_out_response.tokens IS 'Tokens sampled';
COMMENT ON COLUMN held_out_response.prompt_tokens IS 'Tokens of the prompt in its chat format';
COMMENT ON COLUMN held_out_response.logprob IS 'Sum of the tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN held_out_response.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS comparison (
  id VARCHAR NOT NULL PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (round),
  prompt VARCHAR NOT NULL REFERENCES prompt (id),
  opponent VARCHAR NOT NULL REFERENCES model (name),
  shown_first VARCHAR NOT NULL REFERENCES held_out_response (id),
  shown_second VARCHAR NOT NULL REFERENCES held_out_response (id),
  judge VARCHAR NOT NULL REFERENCES model (name),
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
CREATE INDEX IF NOT EXISTS comparison_by_round ON comparison (round, opponent);
COMMENT ON TABLE comparison IS 'Comparisons of a round''s new model with an earlier one on a held-out prompt; every pair is shown in both orders';
COMMENT ON COLUMN comparison.id IS '<response shown first>-<response shown second>';
COMMENT ON COLUMN comparison.round IS 'The round whose new model is compared';
COMMENT ON COLUMN comparison.prompt IS 'The prompt';
COMMENT ON COLUMN comparison.opponent IS 'The earlier model';
COMMENT ON COLUMN comparison.shown_first IS 'The response shown as A';
COMMENT ON COLUMN comparison.shown_second IS 'The response shown as B';
COMMENT ON COLUMN comparison.judge IS 'The model that chose';
COMMENT ON COLUMN comparison.template IS 'The template';
COMMENT ON COLUMN comparison.sampling IS 'Sampling settings';
COMMENT ON COLUMN comparison.seed IS 'The request''s seed';
COMMENT ON COLUMN comparison.text IS 'What the judge wrote; a forced winner is at its end';
COMMENT ON COLUMN comparison.finish IS 'Why it ended: stop, or length: the limit of tokens was reached';
COMMENT ON COLUMN comparison.tokens IS 'Tokens sampled, without forced ones';
COMMENT ON COLUMN comparison.prompt_tokens IS 'Tokens of the judge''s prompt';
COMMENT ON COLUMN comparison.logprob IS 'Sum of the sampled tokens'' log-probabilities at temperature 1, natural logarithm';
COMMENT ON COLUMN comparison.forced IS 'Whether the winner was forced';
COMMENT ON COLUMN comparison.outcome IS '1: the response shown first won, -1: the second, 0: neither, or unreadable';
COMMENT ON COLUMN comparison.unreadable IS 'Why no winner could be read; null when one was, or a tie';
COMMENT ON COLUMN comparison.distribution IS 'The judge''s distribution over A and B where the winner stands, as JSON';
COMMENT ON COLUMN comparison.mass IS 'Share of the whole next-token distribution that A and B held there';
COMMENT ON COLUMN comparison.created_at IS 'When the row was written';

CREATE TABLE IF NOT EXISTS win_rate (
  round INTEGER NOT NULL REFERENCES round (round),
  model VARCHAR NOT NULL REFERENCES model (name),
  opponent VARCHAR NOT NULL REFERENCES model (name),
  judge VARCHAR NOT NULL REFERENCES model (name),
  prompts INTEGER NOT NULL,
  rate DOUBLE PRECISION NOT NULL,
  rate_low DOUBLE PRECISION NOT NULL,
  rate_high DOUBLE PRECISION NOT NULL,
  controlled DOUBLE PRECISION NOT NULL,
  controlled_low DOUBLE PRECISION NOT NULL,
  controlled_high DOUBLE PRECISION NOT NULL,
  first_share DOUBLE PRECISION,
  consistency DOUBLE PRECISION,
  forced INTEGER NOT NULL,
  undecided INTEGER NOT NULL,
  PRIMARY KEY (round, opponent)
);
COMMENT ON TABLE win_rate IS 'How often a round''s new model wins over an earlier one on the held-out prompts, with 95% bootstrap intervals over the prompts';
COMMENT ON COLUMN win_rate.round IS 'The round';
COMMENT ON COLUMN win_rate.model IS 'The model that the round made';
COMMENT ON COLUMN win_rate.opponent IS 'The model that it is compared with';
COMMENT ON COLUMN win_rate.judge IS 'The model that chose';
COMMENT ON COLUMN win_rate.prompts IS 'Held-out prompts';
COMMENT ON COLUMN win_rate.rate IS 'Share of wins: the mean of both orders a prompt, ties and unreadable choices one half';
COMMENT ON COLUMN win_rate.rate_low IS 'Lower end of the rate''s interval';
COMMENT ON COLUMN win_rate.rate_high IS 'Upper end of the rate''s interval';
COMMENT ON COLUMN win_rate.controlled IS 'The rate at equal length, by a logistic model with the difference in length as covariate (after arXiv 2404.04475)';
COMMENT ON COLUMN win_rate.controlled_low IS 'Lower end of its interval';
COMMENT ON COLUMN win_rate.controlled_high IS 'Upper end of its interval';
COMMENT ON COLUMN win_rate.first_share IS 'Position bias: share of the decided choices that went to the response shown first';
COMMENT ON COLUMN win_rate.consistency IS 'Share of the pairs decided in both orders in which the same response won both times';
COMMENT ON COLUMN win_rate.forced IS 'Choices whose winner was forced';
COMMENT ON COLUMN win_rate.undecided IS 'Choices without a winner: ties and unreadable ones';

CREATE OR REPLACE VIEW got_worse AS
SELECT round, model, opponent, judge, prompts, rate, controlled, controlled_low, controlled_high
FROM win_rate WHERE controlled_high < 0.5 ORDER BY round, opponent;
COMMENT ON VIEW got_worse IS 'Models that lost to an earlier one on the held-out prompts: at equal length the whole interval lies below one half';

COMMENT ON COLUMN stage.stage IS 'prompts, respond, judge, actor-pairs, meta-judge, ratings, judge-pairs, train, baseline, held-out, compare or win-rates';
COMMENT ON COLUMN template.role IS 'judge, meta-judge or compare-responses';
