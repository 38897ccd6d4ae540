package dev.metajudge.config;

import com.fasterxml.jackson.annotation.JsonValue;

/** Which prompts are held out of training and answered by every model. */
public sealed interface HeldOutPrompts {
    /** As recipes write it: 24, 0.1 or "held-out.jsonl". */
    @JsonValue
    Object written();

    /** So many of the pool. */
    record Count(int prompts) implements HeldOutPrompts {
        public Count {
            Checks.require(prompts >= 0, "must be 0 or more prompts, not " + prompts);
        }

        @Override
        @JsonValue
        public Object written() {
            return prompts;
        }
    }

    /** A share of the pool, between 0 and 1. */
    record Share(double share) implements HeldOutPrompts {
        public Share {
            Checks.require(share > 0 && share < 1, "must be a share between 0 and 1, not " + share);
        }

        @Override
        @JsonValue
        public Object written() {
            return share;
        }
    }

    /** All prompts of a file of their own: JSON Lines, relative to the recipe's folder. */
    record File(String name) implements HeldOutPrompts {
        public File {
            Checks.require(!name.isBlank(), "must be a number, a share or a file, not blank");
        }

        @Override
        @JsonValue
        public Object written() {
            return name;
        }
    }

    /** Whether there are any. */
    default boolean any() {
        return !(this instanceof Count(int prompts) && prompts == 0);
    }

    /**
     * How many of a pool they are; 0 for those of a file.
     *
     * @param pool how many prompts it has
     */
    default int ofPool(int pool) {
        return switch (this) {
            case Count(int prompts) -> prompts;
            case Share(double share) -> (int) Math.max(1, Math.round(share * pool));
            case File file -> 0;
        };
    }
}
