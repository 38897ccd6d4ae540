package dev.metajudge.measure;

import java.util.OptionalDouble;

/**
 * Measures of a judge that chooses between two. A choice is 1 (the one shown first won), -1 (the second) or 0 (neither:
 * a tie, or nothing that could be read). Of a pair shown in both orders, {@code forward} shows item a first and
 * {@code backward} shows item b first.
 */
public final class Choices {
    private Choices() {}

    /** Position bias: share of the decided choices that went to the one shown first; 0.5 is none. */
    public static OptionalDouble firstShare(int[] choices) {
        int first = 0;
        int decided = 0;
        for (int choice : choices) {
            first += check(choice) == 1 ? 1 : 0;
            decided += choice == 0 ? 0 : 1;
        }
        return share(first, decided);
    }

    /**
     * Score-follow rate: share of the decided choices between different scores that went to the higher one.
     *
     * @param first score of the one shown first, for each choice
     * @param second score of the other
     */
    public static OptionalDouble scoreFollow(int[] choices, double[] first, double[] second) {
        Check.paired(first, second);
        Check.sameLength(choices.length, first.length);
        int followed = 0;
        int decided = 0;
        for (int i = 0; i < choices.length; i++) {
            if (check(choices[i]) != 0 && first[i] != second[i]) {
                decided++;
                followed += (first[i] > second[i]) == (choices[i] == 1) ? 1 : 0;
            }
        }
        return share(followed, decided);
    }

    /** Share of the pairs decided in both orders in which the same item won both times. */
    public static OptionalDouble consistency(int[] forward, int[] backward) {
        Check.sameLength(forward.length, backward.length);
        int same = 0;
        int decided = 0;
        for (int i = 0; i < forward.length; i++) {
            if (check(forward[i]) != 0 && check(backward[i]) != 0) {
                decided++;
                same += forward[i] == -backward[i] ? 1 : 0;
            }
        }
        return share(same, decided);
    }

    /**
     * What each pair came to for item a, the mean of both orders: 1 it won both, 0 it lost both, 0.5 when the orders
     * contradict each other or neither decided, 0.75 and 0.25 when only one did.
     */
    public static double[] wins(int[] forward, int[] backward) {
        Check.sameLength(forward.length, backward.length);
        double[] wins = new double[forward.length];
        for (int i = 0; i < wins.length; i++) {
            wins[i] = (2.0 + check(forward[i]) - check(backward[i])) / 4;
        }
        return wins;
    }

    /**
     * Pairwise accuracy: how far the choices are those of a person, an undecided one counting one half.
     *
     * @param preferred the person's choice in the order shown: 1 or -1; pairs with 0 are left out
     */
    public static OptionalDouble accuracy(int[] choices, int[] preferred) {
        Check.sameLength(choices.length, preferred.length);
        double right = 0;
        int counted = 0;
        for (int i = 0; i < choices.length; i++) {
            if (check(preferred[i]) != 0) {
                counted++;
                right += (1 + check(choices[i]) * preferred[i]) / 2.0;
            }
        }
        return share(right, counted);
    }

    /**
     * Share of the pairs in which the item that a person preferred won in both orders.
     *
     * @param preferred 1 for item a, -1 for item b; pairs with 0 are left out
     */
    public static OptionalDouble accuracyBothOrders(int[] forward, int[] backward, int[] preferred) {
        Check.sameLength(forward.length, backward.length);
        Check.sameLength(forward.length, preferred.length);
        int right = 0;
        int counted = 0;
        for (int i = 0; i < forward.length; i++) {
            if (check(preferred[i]) != 0) {
                counted++;
                right += check(forward[i]) == preferred[i] && check(backward[i]) == -preferred[i] ? 1 : 0;
            }
        }
        return share(right, counted);
    }

    private static int check(int choice) {
        if (choice < -1 || choice > 1) {
            throw new IllegalArgumentException("a choice is 1, 0 or -1, not " + choice);
        }
        return choice;
    }

    private static OptionalDouble share(double part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of(part / whole);
    }
}
