package dev.metajudge.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sigmoid | 0 | 0 | 0 | beta must be above 0",
                "sigmoid | NaN | 0 | 0 | beta must be above 0",
                "sigmoid | 0.1 | 0 | 0.1 | labelSmoothing is for losses cdpo and robust, and loss is sigmoid",
                "cdpo | 0.1 | 0 | 0 | labelSmoothing must be above 0 for cdpo, such as 0.1",
                "robust | 0.1 | 0 | 0.5 | labelSmoothing must be 0 to below 0.5, not 0.5",
                "sigmoid | 0.1 | 0.5 | 0 | gamma is simpo's margin, and loss is sigmoid",
                "simpo | 0.1 | 0.5 | 0 | beta of simpo multiplies mean log-probabilities: it is 2 to 10",
                "simpo=1,sigmoid=1 | 2 | 0.5 | 0 | loss cannot mix simpo with sigmoid",
                "orpo=1,simpo=1 | 2 | 0.5 | 0 | loss cannot mix simpo with orpo",
                "ipo=1,hinge=1 | 0.1 | 0 | 0 | loss cannot mix ipo with hinge",
                "orpo=1,apo_zero=1 | 0.1 | 0 | 0 | loss cannot mix orpo with apo_zero",
            })
    void whatCannotGoTogetherIsRefusedWithWhatToDo(
            String loss, double beta, double gamma, double smoothing, String expected) {
        assertThatThrownBy(() -> new LossSettings(Mixture.parse(loss), beta, gamma, smoothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sigmiod | does not know \"sigmiod\"; did you mean \"sigmoid\"?",
                "xyz | known: sigmoid, cdpo, robust",
                "sigmoid=0 | needs a loss with a weight above 0",
                "sigmoid=0,sft=0 | needs a loss with a weight above 0",
                "sigmoid=-1 | needs weights of 0 and above",
                "sigmoid=NaN | needs weights of 0 and above",
                "sigmoid=a | needs a number as the weight of sigmoid, not \"a\"",
                "sigmoid=1,sigmoid=2 | names sigmoid twice",
                "sigmoid, | does not know \"\"",
            })
    void aMixtureThatIsNoneIsRefused(String text, String expected) {
        assertThatThrownBy(() -> Mixture.parse(text)).hasMessageContaining(expected);
    }

    @Test
    void aMixtureIsWrittenAsItIsRead() {
        for (String text : new String[] {"sigmoid", "apo_down", "sigmoid=1,sft=0.2", "hinge=0.5"}) {
            assertThat(Mixture.parse(text)).hasToString(text);
        }
        assertThat(Mixture.parse("rpo")).hasToString("sigmoid=1,sft=1");
        assertThat(Mixture.parse("sft=0.2, sigmoid, ipo=0")).hasToString("sigmoid=1,sft=0.2");
    }

    @Test
    void aReferenceIsNeededWhereAPartNeedsIt() {
        assertThat(Mixture.parse("simpo=1,sft=1").needsReference()).isFalse();
        assertThat(Mixture.parse("sft_sequence=1,hinge=1").needsReference()).isTrue();
        assertThat(Mixture.parse("sft=1,sft_sequence=2").ofCompletionsAlone()).isTrue();
        assertThat(Mixture.parse("orpo").ofCompletionsAlone()).isFalse();
    }
}
