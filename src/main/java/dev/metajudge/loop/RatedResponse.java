package dev.metajudge.loop;

/**
 * A response with a human rating.
 *
 * @param id unique
 * @param prompt what it answers; responses with the same prompt are compared
 * @param human the rating, higher is better, on whatever scale
 */
public record RatedResponse(String id, String prompt, String response, double human) {
    public RatedResponse {
        if (!Double.isFinite(human)) {
            throw new IllegalArgumentException("the rating of " + id + " is " + human);
        }
    }
}
