package dev.metajudge.store;

/** A row of one of the run's tables. The record's name and components are the table's and its columns' names. */
public sealed interface Row
        permits ComparisonRow,
                GeneratedPromptRow,
                HeldOutResponseRow,
                JudgmentRow,
                LeftOutRow,
                ModelRow,
                PairOutcomeRow,
                PositionWeightRow,
                PreferencePairRow,
                PromptRow,
                RatingRow,
                ResponseRow,
                RewardRow,
                RoundPromptRow,
                RoundRow,
                RunRow,
                SamplingRow,
                StageBatchRow,
                StageRow,
                TemplateRow,
                TrainingStepRow,
                VerdictCapRow,
                VerdictRow,
                WinRateRow {}
