package dev.metajudge.cli;

import dev.metajudge.Exit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how a judge's scores are biased, and what helps. */
@Command(
        name = "bias",
        description = {
            "Says how a judge's scores are biased as numbers, beside the humans' ratings.",
            "Mean, spread, excess kurtosis, share at the score given most, range used, correlation with length. Without"
                    + " scores, the ratings alone.",
            "Then what helps, fitted on one part of the items and reported on the other: temperature, distribution"
                    + " calibration, another score range (give several scorers), isotonic regression on top.",
            "Position bias is of choices between two: see metajudge agreement --pairwise."
        },
        footer = {
            "  metajudge bias --ratings rated.csv --human mean",
            "  metajudge bias --ratings rated.csv --human mean --score a,b --range 1-5",
            "  metajudge bias --human-file rated.jsonl --human rating --length response \\",
            "      --scores-file one-to-five=a.jsonl --scores-file to-hundred=b.jsonl \\",
            "      --report page.html",
        })
final class BiasCommand implements Callable<Integer> {
    @Mixin
    private RatedOptions rated = new RatedOptions();

    @Option(
            names = "--length",
            paramLabel = "COL",
            description = "A column of lengths, or of texts whose characters are counted.")
    private @Nullable String length;

    @Mixin
    private FitOptions fit = new FitOptions();

    @Mixin
    private MeasureOptions measure = new MeasureOptions();

    @Override
    public Integer call() {
        var bootstrap = measure.bootstrap();
        var found = BiasFindings.of(rated.read(Optional.ofNullable(length)), fit.share(), bootstrap, measure.seed());
        measure.tell(
                found.answer(),
                found.lines(),
                () -> found.page(String.valueOf(rated.ratings().getFileName()), bootstrap, measure.seed()));
        return Exit.OK.code();
    }
}
