package dev.metajudge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metajudge.measure.Bootstrap;
import dev.metajudge.measure.RatingRange;
import dev.metajudge.measure.calibration.LayerProfile;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class TrustPageTest {
    private static final String HOSTILE = "</td><script>alert(1)</script> & \u001b[31m";
    private static final RatingRange RANGE = new RatingRange(1, 5);

    private static Document page() throws Exception {
        double[] scores = {4, 4, 4, 4, 2};
        double[] human = {1, 2, 3, 4, 5};
        double[][][] logits = {{{0, 1}, {0, 1}}, {{0, 2}, {0, 2}}, {{0, 0}, {0, 3}}, {{0, 3}, {0, 4}}, {{0, 4}, {0, 5}}
        };
        var html = new TrustPage(HOSTILE, HOSTILE)
                .table("t", HOSTILE, List.of("", HOSTILE), List.of(List.of(HOSTILE, "0.5 (0.4 to 0.6)")))
                .charts("c", "")
                .histogram(HOSTILE, RANGE, scores, human)
                .reliability(HOSTILE, RANGE, scores, human)
                .layers(HOSTILE, LayerProfile.of(logits, human, new RatingRange(1, 2), new Bootstrap(20, 0.95), 1))
                .notes(List.of(HOSTILE))
                .html();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    @Test
    void hostileNamesStayText() throws Exception {
        var page = page();
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).contains("<script>alert(1)</script>");
        assertThat(page.getElementsByTagName("li").item(0).getTextContent()).contains("\uFFFD[31m");
    }

    @Test
    void hasThePicturesAndNothingFromOutside() throws Exception {
        var page = page();
        assertThat(page.getElementsByTagName("figure").getLength()).isEqualTo(3);
        assertThat(page.getElementsByTagName("small").item(0).getTextContent()).isEqualTo("(0.4 to 0.6)");
        // Four of five scores are 4; each rating is one of five: the highest bar is the scores', four times the others.
        var bars = page.getElementsByTagName("rect");
        double highest = 0;
        for (int i = 0; i < bars.getLength(); i++) {
            highest = Math.max(highest, Double.parseDouble(((Element) bars.item(i)).getAttribute("height")));
        }
        assertThat(highest).isEqualTo(100);
        assertThat(((Element) bars.item(0)).getAttribute("height")).isEqualTo("25.0");
        for (String name : List.of("link", "img", "iframe", "a")) {
            assertThat(page.getElementsByTagName(name).getLength()).as(name).isZero();
        }
    }
}
