package io.althing.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code althing agent --config} reads. Relative paths are relative to the file.
 *
 * @param api base of its own region's API
 * @param token a file with the agent's token on one line, for its owner only
 * @param key the region's private key
 * @param policy the region's policy file; read again when it changes
 * @param data this agent's own directory: journal, fences, artifacts
 * @param upstream base of a server that speaks the Open Inference Protocol v2 and runs the models in place of the embedded runtime
 * @param router where to POST traffic targets, if the user's own service splits the traffic in place of the gateway; such a service
 *        sends in what it observes by {@code POST /v1/telemetry} and {@code POST /v1/feedback} on this agent's port
 */
public record AgentConfig(@JsonProperty(required = true) String region, @JsonProperty(required = true) URI api,
        @JsonProperty(required = true) Path token, @JsonProperty(required = true) Path key,
        @JsonProperty(required = true) Path policy, @JsonProperty(required = true) Path data,
        @JsonProperty(required = true) Listen gateway, Optional<URI> upstream, Optional<URI> router) {
    /** Where the gateway listens. */
    public record Listen(@JsonProperty(required = true) String host, @JsonProperty(required = true) int port) {
        /** @throws IllegalArgumentException if the port is none */
        public Listen {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
            }
        }
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException naming file, field and what is wrong
     */
    public static AgentConfig read(Path file) throws ConfigException {
        AgentConfig config = ConfigFile.read(file, AgentConfig.class);
        Path here = file.toAbsolutePath();
        return new AgentConfig(config.region, config.api, here.resolveSibling(config.token),
                here.resolveSibling(config.key),
                here.resolveSibling(config.policy), here.resolveSibling(config.data), config.gateway,
                config.upstream, config.router);
    }
}
