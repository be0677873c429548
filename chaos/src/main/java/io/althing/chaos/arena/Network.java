package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** How nodes reach each other, and how that is hurt. Clients reach every node whatever is done. Not thread-safe. */
public interface Network extends AutoCloseable {
    /** The word for it in reports. */
    String name();

    /** Where nodes of these names may live, reachable from each other. */
    List<Place> places(Path home, List<String> names) throws IOException;

    /** A place for a node that joins later; it reaches the others and they it, beyond the reach of faults. */
    Place newcomer(Path home, String name, String region) throws IOException;

    /** The command under which the node must be started. */
    List<String> under(String node);

    /** Whether this kind of network can do that to a link. */
    boolean can(LinkFault fault);

    /** Does it to the links, besides what was done before. */
    void apply(LinkFault fault, Set<Link> links) throws IOException;

    /** Undoes all that was done to links. */
    void heal() throws IOException;

    /** Removes it from the machine. */
    @Override
    void close();

    /** The region of a node by its name, {@code <region>-<number>}. */
    static String region(String node) {
        return node.substring(0, node.lastIndexOf('-'));
    }
}
