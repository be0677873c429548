package io.althing.chaos.canary;

/**
 * One measured figure beside what it is held to.
 *
 * @param bar
 *            name of the requirement, A1 to A14
 * @param scenario
 *            what was simulated
 * @param measured
 *            the figure
 * @param bound
 *            what it must be, in words
 * @param met
 *            whether it is
 */
public record Bar(String bar, String scenario, double measured, String bound, boolean met) {

    static Bar atMost(String bar, String scenario, double measured, double limit) {
        return new Bar(bar, scenario, measured, "≤ " + Numbers.plain(limit), measured <= limit);
    }

    static Bar atLeast(String bar, String scenario, double measured, double limit) {
        return new Bar(bar, scenario, measured, "≥ " + Numbers.plain(limit), measured >= limit);
    }
}
