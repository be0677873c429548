package io.althing.canary;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a metric allows.
 *
 * @param rollbackBeyond
 *            harm larger than this is convicted; {@link Boundary#ZERO} convicts any harm
 * @param promoteWithin
 *            harm smaller than this is good enough; without it the metric has no say in promotion
 * @param slo
 *            the worst value of the canary by itself, whatever stable does; for rates
 */
public record Limits(Boundary rollbackBeyond, Optional<Boundary> promoteWithin, Optional<BigDecimal> slo) {

    /** Convicts any harm, promotes within the given one. */
    public static Limits promoteWithin(Boundary boundary) {
        return new Limits(Boundary.ZERO, Optional.of(boundary), Optional.empty());
    }
}
