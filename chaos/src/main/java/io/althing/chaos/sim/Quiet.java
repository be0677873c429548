package io.althing.chaos.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Turns off what the house's parts log: a thousand simulated lives would say everything a thousand times. */
public final class Quiet {
    private Quiet() {}

    /** From now on nothing of the house is logged in this process. */
    public static void logs() {
        if (LoggerFactory.getLogger("io.althing") instanceof Logger logger) {
            logger.setLevel(Level.OFF);
        }
    }
}
