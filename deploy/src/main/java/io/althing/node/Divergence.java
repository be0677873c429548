package io.althing.node;

import io.althing.raft.FatalError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers, in a node's data directory, that its replica has diverged: a restart would serve the same false state again.
 *
 * @param file there if it has
 */
record Divergence(Path file) {
    /** What an operator does about it. */
    static final String REMEDY = "Do not start it again on this data: move the data directory away for examination,"
            + " remove the node from the cluster and add an empty one under a new node id; `althing audit diff` shows"
            + " the first audit entry in which two regions differ";

    private static final Logger LOG = LoggerFactory.getLogger(Divergence.class);

    static Divergence in(Path data) {
        return new Divergence(data.resolve("DIVERGED"));
    }

    /** Writes a divergence down before it is reported. */
    Consumer<FatalError> before(Consumer<FatalError> onFatal) {
        return fatal -> {
            if (fatal.kind() == FatalError.Kind.DIVERGED) {
                remember(fatal.detail());
            }
            onFatal.accept(fatal);
        };
    }

    private void remember(String detail) {
        try {
            Files.writeString(file, detail + "\n" + REMEDY + "\n");
        } catch (IOException e) {
            LOG.error("{} cannot be written, so a restart would not know that this replica diverged", file, e);
        }
    }

    /** @throws DivergedException if it was written down; the message is what was */
    void requireNone() throws IOException, DivergedException {
        if (Files.exists(file)) {
            throw new DivergedException("this replica has diverged (" + file + "): " + Files.readString(file).strip());
        }
    }
}
