package io.althing.raft.transport;

import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who a certificate says a node is: the subject alternative name {@code althing://cluster/region/node}.
 */
public record PeerIdentity(String cluster, String region, String node) {
    private static final int URI_NAME = 6;

    public URI uri() {
        return URI.create("althing://" + cluster + "/" + region + "/" + node);
    }

    /** Whether a peer's name in messages, {@code node.region@host:port}, is this node's. */
    public boolean owns(String peerName) {
        return peerName.startsWith(node + "." + region + "@");
    }

    /** The identity in a certificate; empty if it has none, or more than one. */
    public static Optional<PeerIdentity> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return Optional.empty();
            }
            List<PeerIdentity> found = names.stream().filter(n -> n.get(0).equals(URI_NAME))
                    .map(n -> parse(String.valueOf(n.get(1))))
                    .flatMap(Optional::stream).toList();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<PeerIdentity> parse(String text) {
        String[] parts = text.startsWith("althing://")
                ? text.substring("althing://".length()).split("/", -1)
                : new String[0];
        return parts.length == 3 ? Optional.of(new PeerIdentity(parts[0], parts[1], parts[2])) : Optional.empty();
    }

    @Override
    public String toString() {
        return uri().toString();
    }
}
