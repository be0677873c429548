package io.althing.node;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.althing.raft.transport.TlsFiles;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How nodes speak to each other: over mutual TLS 1.3 unless plaintext is asked for by name. Paths are relative to the configuration.
 *
 * @param security tls or plaintext
 * @param certificate the node's certificate and intermediate ones, PEM; {@code tls/node.pem} unless named
 * @param key its unencrypted PKCS#8 key, PEM; {@code tls/node.key} unless named
 * @param authorities who may issue certificates for this cluster's nodes, PEM; {@code tls/authorities.pem} unless named
 */
public record TransportConfig(Optional<Security> security, Optional<Path> certificate, Optional<Path> key,
        Optional<Path> authorities) {
    /** Whether nodes prove who they are. */
    public enum Security {
        @JsonProperty("tls")
        TLS, @JsonProperty("plaintext")
        PLAINTEXT
    }

    /** @throws IllegalArgumentException if it asks for plaintext and names files */
    public TransportConfig {
        if (security.filter(s -> s == Security.PLAINTEXT).isPresent()
                && (certificate.isPresent() || key.isPresent() || authorities.isPresent())) {
            throw new IllegalArgumentException(
                    "security is plaintext, but certificate, key or authorities is given; leave out one or the other");
        }
    }

    /** TLS, with the files where they are by custom. */
    static TransportConfig standard() {
        return new TransportConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    TransportConfig beside(Path config) {
        return plaintext()
                ? this
                : new TransportConfig(security, at(config, certificate, "node.pem"), at(config, key, "node.key"),
                        at(config, authorities, "authorities.pem"));
    }

    private static Optional<Path> at(Path config, Optional<Path> named, String usual) {
        return Optional.of(config.resolveSibling(named.orElse(Path.of("tls", usual))));
    }

    boolean plaintext() {
        return security.filter(s -> s == Security.PLAINTEXT).isPresent();
    }

    /**
     * The files; empty for plaintext.
     *
     * @throws ConfigException naming the one that is missing
     */
    Optional<TlsFiles> files() throws ConfigException {
        if (plaintext()) {
            return Optional.empty();
        }
        TlsFiles files = new TlsFiles(certificate.orElseThrow(), key.orElseThrow(), authorities.orElseThrow());
        for (Path file : List.of(files.certificate(), files.key(), files.authorities())) {
            if (!Files.exists(file)) {
                throw new ConfigException("there is no file " + file + ", which this node needs to prove who it is;"
                        + " `althing certs issue` makes it, or name another under `transport`"
                        + " (certificate, key, authorities)");
            }
        }
        return Optional.of(files);
    }
}
