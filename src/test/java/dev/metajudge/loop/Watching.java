package dev.metajudge.loop;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told. */
class Watching implements Progress {
    final List<String> said = new ArrayList<>();
    long tokens;

    @Override
    public void began(int round, Stage stage, long done, long total) {
        said.add("r" + round + " " + stage.label() + " " + done + "/" + total);
    }

    @Override
    public void preparing(int round, Stage stage, String what, long done, long total) {
        said.add("r" + round + " " + stage.label() + " " + what + " " + done + "/" + total);
    }

    @Override
    public void advanced(long items, long tokens) {
        this.tokens += tokens;
        if (items > 0) {
            said.add("+" + items);
        }
    }

    @Override
    public void ended() {
        said.add("ended");
    }

    @Override
    public void note(String message) {
        said.add("note " + message);
    }
}
