package dev.metajudge.prompt;

/** One turn of a conversation. */
public record Message(Role role, String content) {
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT;

        /** The lower-case name that chat formats and JSON use. */
        public String label() {
            return switch (this) {
                case SYSTEM -> "system";
                case USER -> "user";
                case ASSISTANT -> "assistant";
            };
        }
    }

    public static Message user(String content) {
        return new Message(Role.USER, content);
    }

    public static Message system(String content) {
        return new Message(Role.SYSTEM, content);
    }

    public static Message assistant(String content) {
        return new Message(Role.ASSISTANT, content);
    }
}
