package dev.metajudge.loop;

/** Readable ids that say where a row belongs; the same run gives the same ids. */
final class Ids {
    private Ids() {}

    static String model(int round) {
        return "M" + round;
    }

    static String roundPrompt(int round, String prompt) {
        return "r" + round + "." + prompt;
    }

    /** A request for a new prompt. */
    static String generated(int round, int request) {
        return "r" + round + ".g" + request;
    }

    /** The prompt that came of it. */
    static String newPrompt(int round, int request) {
        return "g" + round + "-" + request;
    }

    static String response(int round, String prompt, int sample) {
        return roundPrompt(round, prompt) + "." + sample;
    }

    static String judgment(String response, int sample) {
        return response + ".j" + sample;
    }

    static String verdict(String response, int first, int second) {
        return response + ".v" + first + "-" + second;
    }

    /** A model's response to a held-out prompt. */
    static String heldOut(String model, String prompt) {
        return model + "." + prompt;
    }

    static String comparison(String first, String second) {
        return first + "-" + second;
    }

    /** A prompt out of a file of held-out prompts: never the id of one of the pool's. */
    static String ofHeldOutFile(String prompt) {
        return "held-out." + prompt;
    }

    static String rated(String response) {
        return "rated." + response;
    }

    static String humanChoice(String choice) {
        return "pair." + choice;
    }

    /** One of the two responses of a human choice, from 1. */
    static String sideOf(String choice, int side) {
        return choice + "." + side;
    }

    /** What a model made of an item. */
    static String ofModel(String model, String item) {
        return model + "." + item;
    }

    static String pair(int round, String prompt, String kind) {
        return roundPrompt(round, prompt) + "." + kind;
    }
}
