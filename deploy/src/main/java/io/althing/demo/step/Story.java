package io.althing.demo.step;

import io.althing.demo.digits.DigitsModels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What earlier steps found out. Written by the step in turn, read by later ones. */
public final class Story {
    private Optional<DigitsModels> models = Optional.empty();
    private Optional<String> goodRollout = Optional.empty();
    private Optional<String> badRollout = Optional.empty();
    private Optional<Instant> convictedAt = Optional.empty();
    private Optional<WriteLoad.Result> writes = Optional.empty();

    /** The trained versions. */
    public DigitsModels models() {
        return models.orElseThrow(() -> new IllegalStateException("no models were trained"));
    }

    void models(DigitsModels trained) {
        models = Optional.of(trained);
    }

    /** The rollout of the harmless version. */
    public Optional<String> goodRollout() {
        return goodRollout;
    }

    void goodRollout(String rollout) {
        goodRollout = Optional.of(rollout);
    }

    /** The rollout of the bad version. */
    public Optional<String> badRollout() {
        return badRollout;
    }

    void badRollout(String rollout) {
        badRollout = Optional.of(rollout);
    }

    /** When the bad version was convicted. */
    public Optional<Instant> convictedAt() {
        return convictedAt;
    }

    void convictedAt(Instant at) {
        convictedAt = Optional.of(at);
    }

    /** Every write that was acknowledged while the leader was killed. */
    public List<WriteLoad.Acknowledged> acknowledged() {
        return writes.map(WriteLoad.Result::acknowledged).orElse(List.of());
    }

    void writes(WriteLoad.Result result) {
        writes = Optional.of(result);
    }
}
