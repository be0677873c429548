package io.althing.chaos.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One way to hurt a cluster, and what must hold all the same; those of other packages are found by {@link java.util.ServiceLoader}. */
public interface Drill {
    /** A word for the command line. */
    String name();

    /** What it tries, as a sentence. */
    String promise();

    /** Tries it on a cluster of its own. */
    Outcome run(Setting setting) throws IOException, InterruptedException;

    /**
     * How hard a drill tries.
     *
     * @param home an empty directory for the drill's cluster
     * @param acknowledgements how many acknowledged writes there are before each kill
     * @param idle how long an idle cluster is watched
     * @param progress told what happens
     */
    record Setting(Path home, int acknowledgements, Duration idle, Consumer<String> progress) {}

    /**
     * What came of it.
     *
     * @param findings what was seen, one sentence each
     */
    record Outcome(boolean held, List<String> findings) {
        /** Copies the list. */
        public Outcome {
            findings = List.copyOf(findings);
        }
    }
}
