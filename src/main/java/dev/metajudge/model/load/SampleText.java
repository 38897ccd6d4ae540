package dev.metajudge.model.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A short text of several kinds, questions and answers, a judgment, code and numbers, that shows a model's usual inputs. */
final class SampleText {
    private SampleText() {}

    /** Its tokens. */
    static int[] tokens(ModelFiles model) {
        try (InputStream in = SampleText.class.getResourceAsStream("sample.txt")) {
            if (in == null) {
                throw new IllegalStateException("sample.txt is missing from the class path");
            }
            return model.tokenizer().encode(new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
