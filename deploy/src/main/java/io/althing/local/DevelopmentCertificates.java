package io.althing.local;

import io.althing.certs.CertificateAuthority;
import io.althing.certs.NodeDirectory;
import io.althing.registry.NodeId;
import io.althing.registry.Region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * An authority and node certificates for a cluster on one machine: made at the first start, renewed at a start shortly before they end.
 *
 * @param authority where the authority lives
 */
record DevelopmentCertificates(Path authority) {
    private static final Duration ENDS_SOON = Duration.ofDays(30);

    void prepare(String clusterId, ClusterFiles files) throws IOException {
        var sources = CertificateAuthority.Sources.system();
        CertificateAuthority issuer = CertificateAuthority.exists(authority)
                ? CertificateAuthority.open(authority, sources)
                : CertificateAuthority.create(authority, clusterId, CertificateAuthority.AUTHORITY_LIFE, sources);
        Instant soon = sources.clock().instant().plus(ENDS_SOON);
        for (Region region : files.ports().regions()) {
            NodeDirectory node = files.certificate(region);
            if (!Files.exists(node.files().certificate())
                    || node.certificate().getNotAfter().toInstant().isBefore(soon)) {
                issuer.issue(new NodeId(ClusterFiles.node(region)), region, CertificateAuthority.NODE_LIFE, node);
            }
        }
    }
}
