package io.althing.cli;

import io.althing.certs.CertificateAuthority;
import io.althing.certs.NodeDirectory;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.node.GenesisFiles;
import io.althing.registry.Genesis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing cluster init}. */
@Command(name = "init", mixinStandardHelpOptions = true, description = "Write a new cluster's genesis file and its keys.")
final class ClusterInitCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "an empty or new directory")
    private Path directory = Path.of("");

    @Option(names = "--cluster-id", required = true, paramLabel = "NAME", description = "lower-case words joined by dashes")
    private String clusterId = "";

    @Option(names = "--origin", paramLabel = "URL", description = "the audit log's name: a URL without scheme (default: the cluster id under althing.io)")
    private String origin = "";

    @Option(names = "--seed", required = true, paramLabel = "NODE.REGION@HOST:PORT", description = "a first member; name all of them")
    private List<String> seeds = List.of();

    @Option(names = "--own-pki", description = "issue no certificates: each node's comes from a PKI you run")
    private boolean ownPki;

    @Override
    public Integer call() {
        try {
            GenesisFiles files = GenesisFiles.create(clusterId, origin.isEmpty() ? "althing.io/" + clusterId : origin,
                    seeds);
            files.write(directory);
            if (!ownPki) {
                issue(files.genesis());
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new UserError(ExitCode.USAGE, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
        spec.commandLine().getOut().println("""
                wrote %1$s/genesis.json      the same on every node
                      %1$s/keys/<region>.key  one for each region: only to its own nodes and agents
                      %1$s/keys/log.key       to every node; signs the audit log's checkpoints
                      %1$s/keys/<region>.cosigner.key  to one node of the region; cosigns checkpoints for it
                      %1$s/trust/1.tlog-policy         to every node, and to whoever checks receipts"""
                .formatted(directory));
        spec.commandLine().getOut().println((ownPki ? """
                give each node a certificate with the one URI name althing://%2$s/REGION/NODE, for both ends of TLS;
                its files are `tls/node.pem`, `node.key` and `authorities.pem` beside its configuration""" : """
                %1$s/certs/NODE/        to that node only, as `tls/` beside its configuration
                %1$s/ca/                issued them (althing certs); keep its key off the nodes""")
                .formatted(directory, clusterId));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private void issue(Genesis genesis) throws IOException {
        var authority = CertificateAuthority.create(directory.resolve("ca"), clusterId,
                CertificateAuthority.AUTHORITY_LIFE, CertificateAuthority.Sources.system());
        for (Genesis.Member seed : genesis.seeds()) {
            authority.issue(seed.node(), seed.region(), CertificateAuthority.NODE_LIFE,
                    new NodeDirectory(directory.resolve("certs").resolve(seed.node().value())));
        }
    }
}
