package io.althing.chaos.power;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** Something shipped code promises to keep over a loss of power. */
interface Work {
    /** What it is called on a command line. */
    String name();

    /** The promise. */
    String promise();

    /**
     * Works in a directory until the process is killed.
     *
     * @param kept told each number as soon as the code under test says that it is kept; each is greater than the one before
     */
    void work(Path directory, LongConsumer kept) throws Exception;

    /**
     * What is left of it in another process.
     *
     * @param least the greatest number that was said to be kept
     * @return the greatest number that was kept, as far as it matters; less than the least is a broken promise
     */
    long left(Path directory, long least) throws Exception;

    /** All there is. */
    static List<Work> all() {
        return List.of(new LogWork(), new JournalWork(), new CosignWork(), new FenceWork());
    }
}
