-- Models on servers, and models that only judge.

ALTER TABLE model ADD COLUMN IF NOT EXISTS served VARCHAR;
ALTER TABLE model ADD COLUMN IF NOT EXISTS server VARCHAR;
ALTER TABLE model ADD COLUMN IF NOT EXISTS role VARCHAR;
COMMENT ON TABLE model IS 'Models: M0 is the base, M(t) is what round t made of M(t-1); and those that only judge, or only compare judgments, where the recipe names such';
COMMENT ON COLUMN model.name IS 'M0, M1, ...; judge and meta-judge for models of these roles';
COMMENT ON COLUMN model.round IS 'The round that made it; 0 for M0 and models of roles';
COMMENT ON COLUMN model.source IS 'Where the base''s weights come from; the server''s address for a model that only a server has';
COMMENT ON COLUMN model.digest IS 'Tells the model from any other: SHA-256 of its weights, base and adapters; of a served one what the server tells, see reference/servers.md';
COMMENT ON COLUMN model.served IS 'Address on the server that runs it; null for one that runs in the run''s own process';
COMMENT ON COLUMN model.server IS 'Name and version of that server when the row was made';
COMMENT ON COLUMN model.role IS 'judge or meta-judge for a model that has this role alone; null for M0 and what rounds make';

ALTER TABLE response ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE judgment ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE verdict ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE held_out_response ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE comparison ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE generated_prompt ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE evaluation_judgment ALTER COLUMN logprob DROP NOT NULL;
ALTER TABLE evaluation_choice ALTER COLUMN logprob DROP NOT NULL;
COMMENT ON COLUMN response.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN judgment.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN verdict.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN held_out_response.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN comparison.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN generated_prompt.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN evaluation_judgment.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
COMMENT ON COLUMN evaluation_choice.logprob IS 'Summed log-probability of the sampled tokens, natural logarithm; null where a server gives none';
