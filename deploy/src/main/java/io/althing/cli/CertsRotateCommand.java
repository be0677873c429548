package io.althing.cli;

import io.althing.certs.CertificateAuthority;
import io.althing.certs.NodeDirectory;
import io.althing.client.ExitCode;
import io.althing.client.UserError;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing certs rotate}. */
@Command(name = "rotate", mixinStandardHelpOptions = true, description = {
        "Replace nodes' certificates and keys while they run; each node takes them up within seconds.",
        "To replace the authority as well: `--authority begin` (nodes trust the old and the new one), then rotate without it, then `--authority finish` (they trust the new one only). Between steps wait until every node shows the change in /metrics (althing_certificate_authorities, althing_certificate_expiry)."})
final class CertsRotateCommand implements Callable<Integer> {
    /** A step from one authority to the next. */
    enum Step {
        begin, finish
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--ca", required = true, paramLabel = "DIR", description = "the authority's directory")
    private Path authority = Path.of("");

    @Option(names = "--authority", paramLabel = "begin|finish", description = "begin or finish replacing the authority itself")
    private Optional<Step> step = Optional.empty();

    @Option(names = "--days", paramLabel = "N", description = "how long what is made is good for (default: 365, an authority 3650)")
    private Optional<Integer> days = Optional.empty();

    @Parameters(arity = "1..*", paramLabel = "NODE_DIR", description = "directories with node.pem, node.key and authorities.pem")
    private List<Path> nodes = List.of();

    @Override
    public Integer call() {
        try {
            CertificateAuthority issuer = CertificateAuthority.open(authority, CertificateAuthority.Sources.system());
            List<NodeDirectory> all = nodes.stream().map(NodeDirectory::new).toList();
            for (NodeDirectory node : all) {
                node.identity();
            }
            switch (step.map(Step::name).orElse("")) {
                case "begin" -> begin(issuer, all);
                case "finish" -> finish(issuer, all);
                default -> renew(issuer, all);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw CertsCommands.refused(e);
        }
    }

    private void renew(CertificateAuthority issuer, List<NodeDirectory> all) throws IOException {
        for (NodeDirectory node : all) {
            issuer.renew(node, days.map(CertsCommands::life).orElse(CertificateAuthority.NODE_LIFE));
            say("new certificate and key in " + node.path() + " for " + node.identity());
        }
        if (issuer.followsAnother()) {
            say("when every node has its new certificate: althing certs rotate --authority finish");
        }
    }

    private void begin(CertificateAuthority issuer, List<NodeDirectory> all) throws IOException {
        CertificateAuthority next = issuer
                .succeeded(days.map(CertsCommands::life).orElse(CertificateAuthority.AUTHORITY_LIFE));
        tell(next, all);
        say("a new authority in " + authority + "; " + all.size() + " nodes are told to trust both."
                + " Copy authorities.pem to every node, wait until each shows althing_certificate_authorities 2,"
                + " then rotate the nodes");
    }

    private void finish(CertificateAuthority issuer, List<NodeDirectory> all) throws IOException {
        for (NodeDirectory node : all) {
            if (!issuer.issued(node.certificate())) {
                throw UserError.usage(node.path() + " still holds a certificate of the authority before;"
                        + " rotate it first, or its node is shut out");
            }
        }
        tell(issuer.alone(), all);
        say("the authority before is trusted no more by " + all.size() + " nodes");
    }

    private static void tell(CertificateAuthority issuer, List<NodeDirectory> all) throws IOException {
        for (NodeDirectory node : all) {
            issuer.trust(node);
        }
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
