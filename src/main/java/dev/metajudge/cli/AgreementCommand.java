package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.data.ChoiceReader.ChoiceQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how far scores agree with human ratings. */
@Command(
        name = "agreement",
        description = {
            "Says how far scores agree with human ratings.",
            "Pearson, Spearman, Kendall tau-b, quadratic kappa, mean absolute error and pairwise accuracy, each with its"
                    + " interval; two scorers or more are compared by paired tests.",
            "With --pairwise the columns hold choices: 1, a, first for the pair's first item; 2, b, second; 0, tie or"
                    + " nothing for neither."
        },
        footer = {
            "  metajudge agreement --ratings rated.csv --human mean --score judge_a,judge_b",
            "  metajudge agreement --human-file rated.jsonl --human rating \\",
            "      --scores-file lager.jsonl --scores-file e-score.jsonl --report page.html",
            "  metajudge agreement --pairwise --ratings pairs.jsonl --human label \\",
            "      --score winner --swapped winner_swapped",
        })
final class AgreementCommand implements Callable<Integer> {
    @Mixin
    private RatedOptions rated = new RatedOptions();

    @Option(names = "--pairwise", description = "The columns hold choices between two, not scores.")
    private boolean pairwise;

    @Option(
            names = "--swapped",
            split = ",",
            paramLabel = "COL",
            description = "Pairwise: for each --score what was chosen with the pair the other way round.")
    private List<String> swapped = List.of();

    @Option(
            names = "--swapped-by-place",
            description = "In --swapped, A or 1 is the one shown first: the pair's second.")
    private boolean byPlace;

    @Mixin
    private MeasureOptions measure = new MeasureOptions();

    @Override
    public Integer call() {
        if (pairwise) {
            choices();
        } else {
            ratings();
        }
        return Exit.OK.code();
    }

    private void ratings() {
        if (!swapped.isEmpty() || byPlace) {
            throw rated.wrong("--swapped and --swapped-by-place are for --pairwise");
        } else if (rated.scoreColumns().isEmpty() && !rated.joinsOrSamples()) {
            throw rated.wrong("say whose scores: --score, --scores-file or --samples");
        }
        var bootstrap = measure.bootstrap();
        var items = rated.read(Optional.empty());
        RatedAgreement found;
        try (var countdown = measure.countdown("figures", RatedAgreement.pieces(items))) {
            found = RatedAgreement.of(items, bootstrap, measure.seed(), countdown::step);
        }
        measure.tell(
                found.answer(),
                found.lines(),
                () -> found.page(String.valueOf(rated.ratings().getFileName()), bootstrap, measure.seed()));
    }

    private void choices() {
        if (rated.joinsOrSamples()) {
            throw rated.wrong("--pairwise reads one file: no --scores-file, no --samples");
        } else if (rated.scoreColumns().isEmpty()) {
            throw rated.wrong("say whose choices: --score");
        } else if (!swapped.isEmpty() && swapped.size() != rated.scoreColumns().size()) {
            throw rated.wrong("--swapped needs a column for each of --score: "
                    + rated.scoreColumns().size() + ", not " + swapped.size());
        }
        var found = new ChosenAgreement(
                new ChoiceQuery(rated.ratings(), rated.human(), rated.scoreColumns(), swapped, byPlace),
                measure.bootstrap(),
                measure.seed());
        measure.tell(
                found.answer(),
                found.lines(),
                () -> found.page(String.valueOf(rated.ratings().getFileName())));
    }
}
