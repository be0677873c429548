package io.althing.chaos.arena;

import io.althing.chaos.drill.NodeFiles.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A network that the drill made, for nodes that it starts. */
public interface Network extends Links, AutoCloseable {
    /** Where nodes of these names may live, reachable from each other. */
    List<Place> places(Path home, List<String> names) throws IOException;

    /** A place for a node that joins later; it reaches the others and they it, beyond the reach of faults. */
    Place newcomer(Path home, String name, String region) throws IOException;

    /** The command under which the node must be started. */
    List<String> under(String node);

    /**
     * Where an agent lives.
     *
     * @param gateway where users reach its gateway
     * @param api where the agent reaches its node
     */
    record Beside(URI gateway, URI api) {}

    /** Room for one more agent beside a node, with a way of its own to the node. */
    Beside beside(Place node) throws IOException;

    /** Lets nothing through between a node and the agents beside it, or lets it through again; users and other nodes notice nothing. */
    void silence(String node, boolean silent) throws IOException;

    /** Removes it from the machine. */
    @Override
    void close();

    /** The region of a node by its name, {@code <region>-<number>}. */
    static String region(String node) {
        return node.substring(0, node.lastIndexOf('-'));
    }
}
