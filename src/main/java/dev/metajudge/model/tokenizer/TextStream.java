package dev.metajudge.model.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text that grows token by token. What it gives, put together, is {@link Tokenizer#decode} of all its tokens; a
 * character whose last byte has not come yet is held back. With SentencePiece, bytes are held back until a token that is
 * no byte follows, since one bad byte spoils its whole run there. For one thread.
 */
public final class TextStream {
    private final Tokenizer tokenizer;
    private final boolean skipSpecial;
    private final Utf8Stream utf8 = new Utf8Stream();
    private final ByteArrayOutputStream run = new ByteArrayOutputStream();
    private boolean begun;

    TextStream(Tokenizer tokenizer, boolean skipSpecial) {
        this.tokenizer = tokenizer;
        this.skipSpecial = skipSpecial;
    }

    /**
     * Adds a token.
     *
     * @return the text that is complete now and was not given yet; may be empty
     */
    public String add(int id) {
        if (skipSpecial && tokenizer.isSpecial(id)) {
            return "";
        }
        byte[] bytes = tokenizer.bytes(id);
        return switch (tokenizer.alphabet()) {
            case BYTE_LEVEL -> utf8.add(bytes);
            case PIECES, PIECES_AFTER_BLANK -> {
                if (tokenizer.alphabet().isByte(tokenizer.text(id))) {
                    run.writeBytes(bytes);
                    yield "";
                }
                yield begin(endRun() + new String(bytes, StandardCharsets.UTF_8));
            }
        };
    }

    /**
     * Ends the text.
     *
     * @return what was held back, with U+FFFD for what is no character
     */
    public String end() {
        return switch (tokenizer.alphabet()) {
            case BYTE_LEVEL -> utf8.end();
            case PIECES, PIECES_AFTER_BLANK -> begin(endRun());
        };
    }

    /** A run of bytes is text if it is valid as a whole; otherwise every byte of it is U+FFFD. */
    private String endRun() {
        byte[] bytes = run.toByteArray();
        run.reset();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return "\uFFFD".repeat(bytes.length);
        }
    }

    private String begin(String text) {
        if (begun || text.isEmpty()) {
            return text;
        }
        begun = true;
        return tokenizer.alphabet() == Alphabet.PIECES_AFTER_BLANK && text.startsWith(" ") ? text.substring(1) : text;
    }
}
