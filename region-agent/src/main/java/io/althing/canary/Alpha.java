package io.althing.canary;

import java.math.BigDecimal;

/**
 * The error probabilities, over all looks together.
 *
 * @param rollback
 *            chance to take back a harmless canary
 * @param promote
 *            chance to promote a canary harmful beyond {@code promoteWithin}
 */
public record Alpha(BigDecimal rollback, BigDecimal promote) {

    /** One in a hundred and one in twenty. */
    public static final Alpha STANDARD = new Alpha(new BigDecimal("0.01"), new BigDecimal("0.05"));

    public Alpha {
        check("alpha.rollback", rollback);
        check("alpha.promote", promote);
    }

    private static void check(String field, BigDecimal value) {
        if (value.signum() <= 0 || value.compareTo(BigDecimal.ONE) >= 0) {
            throw new IllegalArgumentException(
                    field + " must lie strictly between 0 and 1, was " + value.toPlainString());
        }
    }
}
