package io.althing.chaos.arena;

import io.althing.node.ConfigException;
import io.althing.node.NodeConfig;
import io.althing.node.NodeMain;
import io.althing.node.NodeSeams;
import java.io.IOException;
import java.nio.file.Path;

/** The main class of a node whose messages a drill can disturb; otherwise it is {@code althing node}. */
public final class TroubledNode {
    private TroubledNode() {}

    /**
     * Runs it to its end.
     *
     * @param arguments the file of {@link MessageTrouble} and the configuration file
     */
    public static void main(String[] arguments) throws ConfigException, IOException {
        MessageTrouble trouble = MessageTrouble.told(Path.of(arguments[0]));
        NodeConfig config = NodeConfig.read(Path.of(arguments[1]));
        System.exit(NodeMain.run(config, new NodeSeams(settings -> settings, store -> store, trouble)).code());
    }
}
