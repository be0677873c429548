package io.althing.registry;

import java.math.BigDecimal;

/** How much harm is too much, or little enough: the edge of a null hypothesis. */
public sealed interface Boundary {
    /** Difference of the arms' rates or means, canary minus stable, in the metric's own unit. */
    record Absolute(BigDecimal value) implements Boundary {}

    /** Difference as a share of the stable arm's value. */
    record Relative(BigDecimal value) implements Boundary {}

    /** Quotient of the arms' values, canary over stable. */
    record Ratio(BigDecimal value) implements Boundary {}

    /** Quotient of the arms' odds, canary over stable. */
    record OddsRatio(BigDecimal value) implements Boundary {}
}
