package dev.metajudge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.store.EvaluationItemRow;
import dev.metajudge.store.EvaluationJudgmentRow;
import dev.metajudge.store.FigureRow;
import dev.metajudge.store.ModelRow;
import dev.metajudge.store.PromptRow;
import dev.metajudge.store.ResponseRow;
import dev.metajudge.store.RewardRow;
import dev.metajudge.store.RoundPromptRow;
import dev.metajudge.store.RoundRow;
import dev.metajudge.store.Row;
import dev.metajudge.store.RunReader;
import dev.metajudge.store.RunStore;
import dev.metajudge.store.SampleRows;
import dev.metajudge.store.WinRateRow;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReportTest {
    private static final String HOSTILE =
            "</pre><script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'too' \u001b[31m\u202Etxet \uD800 ]]>";

    @TempDir
    Path temp;

    private String page(List<? extends Row> rows) {
        try (var store = RunStore.open(temp)) {
            store.write(writer -> writer.insert(rows));
        }
        try (var reader = RunReader.open(temp)) {
            return Report.page(reader.browse(), reader.review());
        }
    }

    /** The page is written so that it is XML too: what escapes its element breaks this. */
    private static Document parsed(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<String> texts(Document page, String element) {
        var nodes = page.getElementsByTagName(element);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    @Test
    void showsWhatTheRoundMade() throws Exception {
        var page = parsed(page(SampleRows.all()));
        var cells = texts(page, "tr");
        assertThat(cells).contains("responses3", "· said before1 (33%)", "· no score that counts1 (25%)", "madeM1");
        assertThat(cells)
                .contains("Round 1, no actor pair: too few1", "Round 1, judgment: out of range, ended by stop1");
        assertThat(texts(page, "pre")).contains("Rayleigh scattering.", "Because.", "Good.\nScore: 4.0");
        assertThat(texts(page, "figcaption")).contains("Round 1 3 judgments with a score");
        assertThat(texts(page, "li")).isEmpty();
    }

    @Test
    void hostileTextStaysText() throws Exception {
        var rows = SampleRows.all().stream()
                .map(row -> switch (row) {
                    case PromptRow prompt -> new PromptRow(prompt.id(), prompt.place(), HOSTILE);
                    case ResponseRow r ->
                        new ResponseRow(
                                r.id(),
                                r.round(),
                                r.prompt(),
                                r.sample(),
                                r.model(),
                                r.sampling(),
                                r.seed(),
                                HOSTILE,
                                r.characters(),
                                r.finish(),
                                r.tokens(),
                                r.promptTokens(),
                                r.logprob(),
                                r.duplicateOf());
                    default -> row;
                })
                .toList();
        var text = page(rows);
        var page = parsed(text);
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("img").getLength()).isZero();
        assertThat(texts(page, "pre").stream().filter(pre -> pre.contains("<script>alert(1)</script>")))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(pre -> assertThat(pre)
                        .startsWith("</pre><script>")
                        .contains("& \"quoted\" 'too' \uFFFD[31m\uFFFDtxet")
                        .endsWith("]]>"));
        assertThat(text).doesNotContain("\u001b", "\u202E", "<img");
    }

    @Test
    void needsNothingElse() throws Exception {
        var text = page(SampleRows.all());
        assertThat(text).doesNotContain("http:", "https:", "url(", "@import", " src=", " href=", "<script");
        assertThat(text).contains("default-src 'none'", "prefers-color-scheme: dark");
        var tags = parsed(text).getElementsByTagName("*");
        for (int i = 0; i < tags.getLength(); i++) {
            assertThat(((Element) tags.item(i)).hasAttribute("onclick")).isFalse();
        }
    }

    @Test
    void saysWhatGotWorse() throws Exception {
        var rows = new ArrayList<Row>(SampleRows.all());
        rows.add(new RoundRow(2, "M1"));
        rows.add(new RoundPromptRow(2, 1, "p1"));
        rows.add(new ResponseRow(
                "r2.p1.1",
                2,
                "p1",
                1,
                "M1",
                "s1",
                7,
                "Dunno.",
                6,
                "length",
                3,
                5,
                Optional.of(-1.0),
                Optional.empty()));
        rows.add(new RewardRow("r2.p1.1", 2, "p1", 0, 0, Optional.of(1.5), Optional.of(0.0)));
        rows.add(ModelRow.here(
                "M2", 2, Optional.of("M1"), "m", Optional.of("models/M2"), "d2", Optional.of("a2"), 1, 0, 1));
        var page = parsed(page(rows));
        assertThat(texts(page, "li"))
                .containsExactly(
                        "Round 2: the mean reward fell from 4.00 to 1.50.",
                        "Round 2: the share of responses that were cut off rose from 33.3% to 100.0%.");
        assertThat(texts(page, "tr")).contains("p1: Why is the sky blue?4.00 in round 11.50 in round 2-2.50");
    }

    @Test
    void saysWhichModelIsWorseOnHeldOutPrompts() throws Exception {
        var rows = new ArrayList<Row>(SampleRows.all());
        rows.add(new WinRateRow(
                1, "M1", "M0", "M0", 40, .3, .2, .45, .25, .15, .42, Optional.of(.9), Optional.empty(), 80, 3));
        var page = parsed(page(rows));
        assertThat(texts(page, "tr")).contains("M1 against M0, 40 prompts30 (20 to 45)25 (15 to 42)worseM090%–");
        assertThat(texts(page, "p")).contains("M1 is worse than M0 on the held-out prompts, and length is not why.");
    }

    @Test
    void aRunThatHasJustBegunHasAReport() throws Exception {
        var page = parsed(page(SampleRows.all().subList(0, 7)));
        assertThat(texts(page, "h1")).containsExactly("demo");
        assertThat(page.getElementsByTagName("svg").getLength()).isZero();
    }

    private static FigureRow figure(String model, Optional<String> opponent, double value, Optional<String> finding) {
        var name = "readable-judgments";
        return new FigureRow(
                model + opponent.map(other -> "-" + other).orElse("") + "." + name,
                1,
                model,
                opponent,
                name,
                Optional.of(value),
                Optional.of(value - 0.125),
                Optional.of(value + 0.125),
                40,
                0,
                finding);
    }

    @Test
    void drawsFiguresWithIntervalsAndSaysWhatChanged() throws Exception {
        var rows = new ArrayList<Row>(SampleRows.all());
        rows.add(new EvaluationItemRow("rated.1", 1, "ratings", "Why?", "So.", Optional.of(4.0)));
        rows.add(new EvaluationJudgmentRow(
                "M1.rated.1.j1",
                1,
                "rated.1",
                "M1",
                1,
                "t1",
                "s1",
                1,
                "Score: 3",
                8,
                "stop",
                4,
                9,
                Optional.of(-1.0),
                "valid",
                Optional.of(3.0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        rows.add(figure("M0", Optional.empty(), 0.25, Optional.empty()));
        rows.add(figure("M1", Optional.empty(), 0.75, Optional.empty()));
        rows.add(figure("M1", Optional.of("M0"), -0.5, Optional.of("worse")));
        var text = page(rows);
        var page = parsed(text);
        assertThat(texts(page, "li")).contains("Worse: judgments with a score of their own -50 points (-63 to -38)");
        assertThat(texts(page, "tr")).contains("judgments with a score of their own25% (13 to 38)75% (63 to 88)");
        assertThat(texts(page, "figcaption")).contains("People 1 ratings", "M1 1 judgments with a score");
        // 12.5% to 37.5% of the height between 132 and 14.
        assertThat(text).contains("class=\"interval c1\" d=\"M54 117.3V87.8\"", ">M0</text>", ">M1</text>");
    }
}
