package io.althing.agent;

import io.althing.registry.ModelName;
import io.althing.registry.RolloutId;
import io.althing.telemetry.ArmWindow;
import io.althing.telemetry.ArmWindows;
import io.althing.telemetry.FeedbackJoin;
import io.althing.telemetry.Sighting;
import io.althing.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;

/** Where the agent's analyses get their numbers. One reader, the agent's own thread. */
public interface Observations {
    /** What is counted, and so by what the arms may be compared. */
    enum Counting {
        /** Units, or requests routed each by itself: the router's weight tells what to expect. */
        UNITS,
        /** Requests of units that come back, by a counter; who splits the traffic counts the units, too. */
        REQUESTS_OF_KNOWN_UNITS,
        /** Requests of units that come back, and nothing else: the check of the sample ratio has nothing to go by. */
        REQUESTS
    }

    /** What is counted. */
    default Counting counting() {
        return Counting.UNITS;
    }

    /**
     * Whether the numbers of the next look are at hand; where they come from elsewhere they are asked for in the background, so ask again.
     */
    default boolean atHand(ModelName model, RolloutId rollout) {
        return true;
    }

    /**
     * Both arms of a rollout since the last call for it, and not again.
     *
     * @throws java.io.UncheckedIOException if the numbers are not to be had; they are then in the next look
     */
    ArmWindows ofRollout(ModelName model, RolloutId rollout);

    /**
     * Whether what {@link #ofRollout} gave last was all there is. Where a part cannot be had, the rest is judged for harm, and nothing goes
     * forward by it.
     */
    default boolean whole(RolloutId rollout) {
        return true;
    }

    /** Stable outside any rollout since the last call for the model, and not again. */
    ArmWindow outsideRollouts(ModelName model);

    /** From now on a request of the model is judged at this age by the label it has then. */
    void labelWindow(ModelName model, Duration window);

    /** A step of the rollout begins: each unit counts once more. */
    void newStep(ModelName model, RolloutId rollout);

    /** What the versions were shown in a rollout since the last call for it, a unit once a step; empty where nobody sees it. */
    default List<Sighting> sightings(ModelName model, RolloutId rollout) {
        return List.of();
    }

    /** The rollout's numbers are not needed any more. */
    void forget(ModelName model, RolloutId rollout);

    /**
     * The gateway's own counts.
     *
     * @param labelCapacity the most requests of a model remembered for their labels
     */
    static Observations of(Telemetry telemetry, int labelCapacity) {
        return new Observations() {
            @Override
            public ArmWindows ofRollout(ModelName model, RolloutId rollout) {
                return telemetry.drain(model, rollout);
            }

            @Override
            public ArmWindow outsideRollouts(ModelName model) {
                return telemetry.drainOutsideRollouts(model);
            }

            @Override
            public void labelWindow(ModelName model, Duration window) {
                telemetry.labels(model, new FeedbackJoin.Settings(window, labelCapacity));
            }

            @Override
            public void newStep(ModelName model, RolloutId rollout) {
                telemetry.newStep(model, rollout);
            }

            @Override
            public List<Sighting> sightings(ModelName model, RolloutId rollout) {
                return telemetry.sightings(model, rollout);
            }

            @Override
            public void forget(ModelName model, RolloutId rollout) {
                telemetry.forget(model, rollout);
            }
        };
    }
}
