package io.althing.chaos.sim;

import io.althing.chaos.sim.log.LogPace;
import io.althing.chaos.sim.time.Dice;
import java.time.Duration;
import java.util.List;

/**
 * How one simulated cluster is made: everything a seed decides besides what befalls it.
 *
 * @param regions three or five
 * @param slowest the longest way of a message
 * @param twice probability of a message to come twice
 * @param refresh how often agents ask for a view
 * @param pulse how often agents look at what is due
 * @param tick how often the controller tells the log of time
 * @param requestsPerSecond of each region's users
 * @param regionFiles which policy file each region has
 * @param globalFile which global file they agree on
 * @param trouble how long things may go wrong
 */
public record Variety(int regions, Duration slowest, double twice, LogPace log, Duration refresh, Duration pulse,
        Duration tick, double requestsPerSecond, List<Integer> regionFiles, int globalFile, Duration trouble) {
    private static final double LARGE = 0.15;
    private static final double CALM = 0.1;

    /** Draws one. */
    static Variety drawn(Dice dice) {
        int regions = dice.chance(LARGE) ? 5 : 3;
        boolean calm = dice.chance(CALM);
        LogPace pace = pace(dice);
        List<Integer> files = Library.REGIONS.stream().map(r -> dice.below(Library.REGION_FILES)).toList();
        return new Variety(regions, Duration.ofMillis(dice.between(2, 150)), dice.pick(List.of(0.0, 0.02, 0.1)), pace,
                Duration.ofMillis(calm ? dice.between(2_000, 4_000) : dice.between(400, 1_000)),
                Duration.ofMillis(calm ? dice.between(2_000, 4_000) : dice.between(100, 400)),
                Duration.ofMillis(dice.between(200, 500)), dice.between(40, 400), files,
                dice.below(Library.GLOBAL_FILES),
                calm ? Duration.ofMinutes(dice.between(30, 180)) : Duration.ofSeconds(dice.between(40, 180)));
    }

    /** A follower may be late, but over time it applies 50 entries a second at least, or it never catches up. */
    private static LogPace pace(Dice dice) {
        Duration electionTimeout = Duration.ofMillis(dice.between(500, 2_000));
        long slowestApplyMillis = dice.between(1, 400);
        int largestBatch = (int) dice.between(1, 16);
        return new LogPace(electionTimeout, Duration.ofMillis(Math.min(slowestApplyMillis, 40L * largestBatch)),
                largestBatch, (int) dice.pick(List.of(20, 50, 200)));
    }
}
