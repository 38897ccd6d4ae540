package dev.metajudge.loop;

import dev.metajudge.UserError;
import dev.metajudge.config.HeldOutPrompts;
import dev.metajudge.config.Recipe;
import dev.metajudge.prompt.HumanChoice;
import dev.metajudge.prompt.PoolPrompt;
import dev.metajudge.prompt.RatedResponse;
import dev.metajudge.store.EvaluationItemRow;
import dev.metajudge.store.HeldOutPromptRow;
import dev.metajudge.store.HumanChoiceRow;
import dev.metajudge.store.PromptRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a recipe evaluates on, as rows: decided when a run begins, the same whenever it goes on.
 *
 * @param extra held-out prompts that are not of the pool, after whose prompts they come
 * @param heldOut which prompts are held out
 * @param items responses that people rated or chose between
 * @param choices what they chose
 */
record EvaluationRows(
        List<PromptRow> extra,
        List<HeldOutPromptRow> heldOut,
        List<EvaluationItemRow> items,
        List<HumanChoiceRow> choices) {
    private static final String RATINGS = "ratings";
    private static final String PAIRWISE = "pairwise";

    static EvaluationRows of(Recipe recipe, Inputs inputs) {
        var pool = inputs.pool().prompts();
        var extra = inputs.heldOut().stream()
                .flatMap(file -> file.prompts().stream())
                .map(prompt -> new PoolPrompt(Ids.ofHeldOutFile(prompt.id()), prompt.text()))
                .toList();
        refuseCollision(pool, extra);
        var heldOut =
                switch (recipe.evaluate().heldOut()) {
                    case HeldOutPrompts.File file ->
                        extra.stream().map(PoolPrompt::id).toList();
                    case HeldOutPrompts.Count count -> drawn(recipe, pool, count);
                    case HeldOutPrompts.Share share -> drawn(recipe, pool, share);
                };
        var human = Human.of(recipe, inputs);
        return new EvaluationRows(
                IntStream.range(0, extra.size())
                        .mapToObj(i -> new PromptRow(
                                extra.get(i).id(),
                                pool.size() + i + 1,
                                extra.get(i).text()))
                        .toList(),
                IntStream.range(0, heldOut.size())
                        .mapToObj(i -> new HeldOutPromptRow(heldOut.get(i), i + 1))
                        .toList(),
                human.items(),
                human.choices());
    }

    /** What people rated and chose between. */
    private record Human(List<EvaluationItemRow> items, List<HumanChoiceRow> choices) {
        static Human of(Recipe recipe, Inputs inputs) {
            var human = new Human(new ArrayList<>(), new ArrayList<>());
            var evaluate = recipe.evaluate();
            chosen(inputs.human().rated(), evaluate.ratings().limit(), RatedResponse::id, recipe.seed())
                    .forEach(human::add);
            chosen(inputs.human().choices(), evaluate.pairwise().limit(), HumanChoice::id, recipe.seed())
                    .forEach(human::add);
            return human;
        }

        private void add(RatedResponse rated) {
            items.add(new EvaluationItemRow(
                    Ids.rated(rated.id()),
                    items.size() + 1,
                    RATINGS,
                    rated.instruction(),
                    rated.response(),
                    Optional.of(rated.score())));
        }

        private void add(HumanChoice choice) {
            var id = Ids.humanChoice(choice.id());
            for (int side = 1; side <= 2; side++) {
                items.add(new EvaluationItemRow(
                        Ids.sideOf(id, side),
                        items.size() + 1,
                        PAIRWISE,
                        choice.instruction(),
                        side == 1 ? choice.first() : choice.second(),
                        Optional.empty()));
            }
            choices.add(new HumanChoiceRow(
                    id, choices.size() + 1, Ids.sideOf(id, 1), Ids.sideOf(id, 2), choice.preferred()));
        }
    }

    private static void refuseCollision(List<PoolPrompt> pool, List<PoolPrompt> extra) {
        var known = pool.stream().map(PoolPrompt::id).collect(Collectors.toSet());
        extra.stream().map(PoolPrompt::id).filter(known::contains).findFirst().ifPresent(id -> {
            throw UserError.input("evaluate.heldOut: a prompt of its file gets the id '" + id
                    + "', which one of the pool has already; give that one another id");
        });
    }

    private static List<String> drawn(Recipe recipe, List<PoolPrompt> pool, HeldOutPrompts heldOut) {
        return new HeldOut(recipe.seed(), pool.stream().map(PoolPrompt::id).toList(), heldOut.ofPool(pool.size()))
                .prompts();
    }

    /** So many rows, drawn by the seed, in the file's order; all for 0. */
    private static <T> List<T> chosen(List<T> rows, int limit, Function<T, String> id, long seed) {
        if (limit == 0 || limit >= rows.size()) {
            return rows;
        }
        var drawn = rows.stream()
                .sorted(Comparator.comparingLong((T row) -> Seeds.of(seed, "evaluation item", id.apply(row)))
                        .thenComparing(id))
                .limit(limit)
                .map(id)
                .collect(Collectors.toSet());
        return rows.stream().filter(row -> drawn.contains(id.apply(row))).toList();
    }

    /** The held-out prompts, with their texts. */
    List<PoolPrompt> heldOutPrompts(List<PoolPrompt> pool) {
        Map<String, PoolPrompt> known = pool.stream().collect(Collectors.toMap(PoolPrompt::id, Function.identity()));
        extra.forEach(prompt -> known.put(prompt.id(), new PoolPrompt(prompt.id(), prompt.text())));
        return heldOut.stream()
                .map(row -> Objects.requireNonNull(known.get(row.prompt())))
                .toList();
    }

    /**
     * How many prompts of the pool are left to train on: neither held out nor with the text of one that is.
     *
     * @throws UserError when there are none
     */
    int left(List<PoolPrompt> pool) {
        Set<String> texts = heldOutPrompts(pool).stream().map(PoolPrompt::text).collect(Collectors.toSet());
        int left = (int)
                pool.stream().filter(prompt -> !texts.contains(prompt.text())).count();
        if (left < 1) {
            throw UserError.input("evaluate.heldOut: " + heldOut.size() + " held out of a pool of " + pool.size()
                    + " leaves none to train on; hold out fewer");
        }
        return left;
    }
}
