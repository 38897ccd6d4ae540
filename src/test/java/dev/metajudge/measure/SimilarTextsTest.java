package dev.metajudge.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarTextsTest {
    /** ROUGE-L as it is defined: a table over all beginnings of both texts. */
    private static double plain(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                common[i][j] = a.get(i - 1).equals(b.get(j - 1))
                        ? common[i - 1][j - 1] + 1
                        : Math.max(common[i - 1][j], common[i][j - 1]);
            }
        }
        return a.size() + b.size() == 0 ? 0 : 2.0 * common[a.size()][b.size()] / (a.size() + b.size());
    }

    private static String text(SplittableRandom random, int most) {
        int vocabulary = 2 + random.nextInt(30);
        return IntStream.range(0, random.nextInt(most + 1))
                .mapToObj(i -> "w" + random.nextInt(vocabulary))
                .collect(Collectors.joining(" "));
    }

    /** Some words of a text changed, dropped or doubled. */
    private static String varied(SplittableRandom random, String text) {
        return RougeL.words(text).stream()
                .map(word -> switch (random.nextInt(8)) {
                    case 0 -> "";
                    case 1 -> "other";
                    case 2 -> word + " " + word;
                    default -> word;
                })
                .collect(Collectors.joining(" "));
    }

    @Test
    void theNearestIsThatOfAPlainSearchWhateverTheLengths() {
        int found = 0;
        for (int seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            int longest = List.of(3, 20, 63, 64, 65, 130, 200).get(seed % 7);
            var known = new ArrayList<String>();
            var index = new SimilarTexts();
            for (int i = 0; i < 12; i++) {
                var text = i > 0 && random.nextBoolean()
                        ? varied(random, known.get(random.nextInt(i)))
                        : text(random, longest);
                known.add(text);
                index.add(text);
            }
            var candidate =
                    random.nextBoolean() ? varied(random, known.get(random.nextInt(12))) : text(random, longest);
            double least = 0.1 + 0.9 * random.nextDouble();
            Optional<SimilarTexts.Match> expected = Optional.empty();
            for (int i = 0; i < known.size(); i++) {
                double score = plain(RougeL.words(candidate), RougeL.words(known.get(i)));
                if (score >= least
                        && score > expected.map(SimilarTexts.Match::score).orElse(0.0)) {
                    expected = Optional.of(new SimilarTexts.Match(i, score));
                }
            }
            assertThat(index.nearest(candidate, least)).as("seed %d", seed).isEqualTo(expected);
            found += expected.isPresent() ? 1 : 0;
        }
        assertThat(found).isBetween(100, 390);
    }

    /** "the cat sat on the mat" and "the cat was on a mat": the, cat, on, mat; 2 x 4 / (6 + 6). */
    @Test
    void theArithmeticOfAPair() {
        var texts = new SimilarTexts();
        texts.add("Something else");
        texts.add("The cat sat on the mat.");
        assertThat(texts.nearest("the cat was on a mat", 0.5)).contains(new SimilarTexts.Match(1, 8.0 / 12));
        assertThat(texts.nearest("the cat was on a mat", 0.67)).isEmpty();
        assertThat(texts.nearest("THE CAT, sat: on the mat", 1)).contains(new SimilarTexts.Match(1, 1));
        assertThat(texts.nearest("", 0.1)).isEmpty();
        assertThat(new SimilarTexts().nearest("a", 0.1)).isEmpty();
    }

    @Test
    void wordsAreTakenFromAnyScript() {
        assertThat(RougeL.words("Don't (re)do \u00c4rger 3x!"))
                .containsExactly("don", "t", "re", "do", "\u00e4rger", "3x");
        assertThat(RougeL.words("\u4f60\u597d\uff0cworld")).containsExactly("\u4f60", "\u597d", "world");
        assertThat(RougeL.words("\u043d\u0438\u0447\u0435\u0433\u043e - \ud83d\ude00"))
                .containsExactly("\u043d\u0438\u0447\u0435\u0433\u043e");
    }
}
