package dev.metajudge.model.chat;

import dev.metajudge.model.tokenizer.Piece;
import dev.metajudge.prompt.Message;
import java.util.List;

/**
 * Qwen 3's ChatML. Thoughts of answers before the last question are cut out of the history; an answer after it carries
 * its thought, an empty one if need be.
 *
 * @param thinking whether the model is to think before it answers; otherwise its answer begins after an empty thought
 */
public record Qwen3Format(boolean thinking) implements ChatFormat {
    private static final String BEGIN = "<think>";
    private static final String END = "</think>";

    @Override
    public String name() {
        return thinking ? "qwen3-thinking" : "qwen3";
    }

    @Override
    public List<String> stops() {
        return List.of(ChatMlFormat.END, "<|endoftext|>");
    }

    @Override
    public boolean writesBos() {
        return false;
    }

    @Override
    public List<Piece> pieces(List<Message> messages, boolean openAssistant) {
        var turns = new Turns(messages);
        int question = lastQuestion(messages);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String text = message.role() == Message.Role.ASSISTANT
                    ? answer(message.content(), i > question, i == messages.size() - 1)
                    : message.content();
            ChatMlFormat.turn(turns, message.role().label(), text);
        }
        if (openAssistant) {
            turns.marker(ChatMlFormat.START).text("assistant\n" + (thinking ? "" : BEGIN + "\n\n" + END + "\n\n"));
        }
        return turns.pieces();
    }

    /** The last message of the user's that is not a tool's response; the last message if there is none. */
    private static int lastQuestion(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            String text = messages.get(i).content();
            boolean tool = text.startsWith("<tool_response>") && text.endsWith("</tool_response>");
            if (messages.get(i).role() == Message.Role.USER && !tool) {
                return i;
            }
        }
        return messages.size() - 1;
    }

    private static String answer(String content, boolean afterQuestion, boolean last) {
        int end = content.indexOf(END);
        String thought = end < 0 ? "" : thought(content.substring(0, end));
        String rest = end < 0
                ? content
                : PythonText.stripFirstLines(content.substring(content.lastIndexOf(END) + END.length()));
        boolean shown = afterQuestion && (last || !thought.isEmpty());
        return shown
                ? BEGIN + "\n" + PythonText.stripLines(thought) + "\n" + END + "\n\n" + PythonText.stripFirstLines(rest)
                : rest;
    }

    private static String thought(String before) {
        int begin = before.lastIndexOf(BEGIN);
        return PythonText.stripLines(begin < 0 ? before : before.substring(begin + BEGIN.length()));
    }
}
