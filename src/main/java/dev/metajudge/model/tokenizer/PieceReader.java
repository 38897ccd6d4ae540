package dev.metajudge.model.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tokenises pieces so that the ids are those of the whole text: the text between two special tokens is tokenised as
 * one, with the blanks that its neighbours take along left out.
 */
final class PieceReader {
    /** Unicode's white space, as the native library has it. */
    private static final String SPACE = "[\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]";

    private static final Pattern LEADING = Pattern.compile("\\A" + SPACE + "+");
    private static final Pattern TRAILING = Pattern.compile("(?<!" + SPACE + ")" + SPACE + "+\\z");

    private final Lexicon lexicon;
    private final Function<String, int[]> first;
    private final Function<String, int[]> later;
    private final IntStream.Builder ids = IntStream.builder();
    private final StringBuilder text = new StringBuilder();
    private Optional<AddedToken> before = Optional.empty();

    /**
     * A reader for one text.
     *
     * @param first tokenises what the text begins with
     * @param later tokenises what stands after a special token
     */
    PieceReader(Lexicon lexicon, Function<String, int[]> first, Function<String, int[]> later) {
        this.lexicon = lexicon;
        this.first = first;
        this.later = later;
    }

    int[] read(List<Piece> pieces) {
        for (Piece piece : pieces) {
            Optional<AddedToken> marker = piece.marker() ? lexicon.marker(piece.text()) : Optional.empty();
            if (marker.isPresent()) {
                endText(marker);
                ids.add(marker.get().id());
                before = marker;
            } else {
                text.append(piece.text());
            }
        }
        endText(Optional.empty());
        return ids.build().toArray();
    }

    private void endText(Optional<AddedToken> after) {
        String between = text.toString();
        text.setLength(0);
        if (before.filter(AddedToken::rstrip).isPresent()) {
            between = LEADING.matcher(between).replaceFirst("");
        }
        if (after.filter(AddedToken::lstrip).isPresent()) {
            between = TRAILING.matcher(between).replaceFirst("");
        }
        if (!between.isEmpty()) {
            IntStream.of((before.isPresent() ? later : first).apply(between)).forEach(ids::add);
        }
    }
}
