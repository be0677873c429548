package io.althing.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code althing node --config} reads. Relative paths are relative to the file.
 *
 * @param node its name in the genesis file, or a new one if it joins later
 * @param region where it stands
 * @param genesis the genesis file
 * @param data this node's own directory
 * @param tokens the file with the digests of the tokens it accepts, for its owner only
 * @param audit how it signs the audit log
 * @param transport how it proves to its peers who it is
 */
public record NodeConfig(@JsonProperty(required = true) String node, @JsonProperty(required = true) String region,
        @JsonProperty(required = true) Path genesis, @JsonProperty(required = true) Path data,
        @JsonProperty(required = true) Path tokens, @JsonProperty(required = true) Raft raft,
        @JsonProperty(required = true) Api api, @JsonProperty(required = true) Audit audit, TransportConfig transport) {
    /** Fills in what may be left out. */
    public NodeConfig {
        transport = transport == null ? TransportConfig.standard() : transport;
    }

    /**
     * Replication.
     *
     * @param listen host:port for its peers
     * @param dial where a peer is reached if not at the address genesis gives, node to host:port
     * @param timing regional (to 30 ms), continental (to 100 ms) or global (to 250 ms)
     */
    public record Raft(@JsonProperty(required = true) String listen, Map<String, String> dial, Timing timing) {
        /** Fills in what may be left out. */
        public Raft {
            dial = dial == null ? Map.of() : Map.copyOf(dial);
            timing = timing == null ? Timing.REGIONAL : timing;
        }
    }

    /** How far apart the voters are. */
    public enum Timing {
        @JsonProperty("regional")
        REGIONAL, @JsonProperty("continental")
        CONTINENTAL, @JsonProperty("global")
        GLOBAL
    }

    /**
     * The HTTP API.
     *
     * @param host the address to listen on
     * @param peers bases of the other regions' APIs, from which artifacts are fetched
     */
    public record Api(@JsonProperty(required = true) String host, @JsonProperty(required = true) int port,
            List<URI> peers) {
        /** Fills in what may be left out. */
        public Api {
            peers = peers == null ? List.of() : List.copyOf(peers);
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
            }
        }
    }

    /**
     * The audit log's signatures.
     *
     * @param log the file with the log's private key
     * @param policies the directory with the trust policy's versions; {@code trust} beside the genesis file if left out
     * @param cosigner the file with the region's cosigning key, on the one node that cosigns for the region
     * @param witnesses witnesses of other operators that are shown every checkpoint
     */
    public record Audit(@JsonProperty(required = true) Path log, Optional<Path> policies, Optional<Path> cosigner,
            List<Witness> witnesses, Optional<Cold> cold) {
        /** Fills in what may be left out. */
        public Audit {
            witnesses = witnesses == null ? List.of() : List.copyOf(witnesses);
        }

        private Audit beside(Path file) {
            return new Audit(file.resolveSibling(log), policies.map(file::resolveSibling),
                    cosigner.map(file::resolveSibling), witnesses, cold.map(place -> place.beside(file)));
        }
    }

    /**
     * Where the oldest audit entries go. One directory for all nodes, or one that holds what any node moved: a snapshot does not bring
     * along what its maker moved.
     *
     * @param directory laid out like the log itself
     * @param keep how many of the newest entries stay in the node's state at least
     */
    public record Cold(@JsonProperty(required = true) Path directory, @JsonProperty(required = true) long keep) {
        /** Checks the number. */
        public Cold {
            if (keep < 0) {
                throw new IllegalArgumentException("keep must be 0 or more, not " + keep);
            }
        }

        private Cold beside(Path file) {
            return new Cold(file.resolveSibling(directory).normalize(), keep);
        }
    }

    /**
     * A witness of another operator.
     *
     * @param url what stands before {@code /add-checkpoint}
     * @param vkey its public key: {@code name+id+base64}
     */
    public record Witness(@JsonProperty(required = true) URI url, @JsonProperty(required = true) String vkey) {}

    /**
     * Reads a file.
     *
     * @throws ConfigException naming file, field and what is wrong
     */
    public static NodeConfig read(Path file) throws ConfigException {
        NodeConfig config = ConfigFile.read(file, NodeConfig.class);
        Path here = file.toAbsolutePath();
        return new NodeConfig(config.node, config.region, here.resolveSibling(config.genesis),
                here.resolveSibling(config.data),
                here.resolveSibling(config.tokens), config.raft, config.api, config.audit.beside(here),
                config.transport.beside(here));
    }
}
