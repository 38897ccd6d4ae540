package dev.metajudge.model.tokenizer;

/** Where in a whole text a part of it stands; it decides whether SentencePiece puts a blank in front. */
enum Place {
    /** At the beginning. */
    BEGINNING,
    /** After a special token: most put a blank there, some only at the beginning. */
    AFTER_TOKEN,
    /** After other text: never. */
    AFTER_TEXT
}
