package io.althing.cli;

import io.althing.certs.CertificateAuthority;
import io.althing.certs.NodeDirectory;
import io.althing.client.ExitCode;
import io.althing.client.UserError;
import io.althing.registry.NodeId;
import io.althing.registry.Region;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code althing certs …}: who may be a node. */
@Command(name = "certs", mixinStandardHelpOptions = true, description = "Make, renew and show the certificates by which nodes know each other.", subcommands = {
        CertsRotateCommand.class, CertsShowCommand.class})
final class CertsCommands {
    private static final Pattern MEMBER = Pattern.compile("([^.@/]+)\\.([^.@/]+)");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Command(mixinStandardHelpOptions = true, description = "Make a cluster's own authority. Keep its key off the nodes.")
    int init(@Parameters(paramLabel = "DIR", description = "a new directory for the authority") Path directory,
            @Option(names = "--cluster-id", required = true, paramLabel = "NAME", description = "as in genesis.json") String clusterId,
            @Option(names = "--days", defaultValue = "3650", description = "how long it is good for (default: ${DEFAULT-VALUE})") int days) {
        try {
            CertificateAuthority.create(directory, clusterId, life(days), CertificateAuthority.Sources.system());
        } catch (IOException e) {
            throw refused(e);
        }
        say("""
                wrote %1$s/authority.pem, authorities.pem   for every node
                      %1$s/authority.key                    stays here: whoever has it can be any node
                next: althing certs issue NODE.REGION --ca %1$s --out DIR   for each node""".formatted(directory));
        return ExitCode.OK;
    }

    @Command(mixinStandardHelpOptions = true, description = "Issue a node its certificate and key.")
    int issue(
            @Parameters(paramLabel = "NODE.REGION", description = "the node's name and region, as in genesis.json") String member,
            @Option(names = "--ca", required = true, paramLabel = "DIR", description = "the authority's directory") Path authority,
            @Option(names = "--out", required = true, paramLabel = "DIR", description = "where node.pem, node.key and authorities.pem go; `tls` beside the node's configuration by custom") Path out,
            @Option(names = "--days", defaultValue = "365", description = "how long it is good for (default: ${DEFAULT-VALUE})") int days) {
        Matcher m = MEMBER.matcher(member);
        if (!m.matches()) {
            throw UserError.usage("'" + member + "' is not of the form NODE.REGION, for example us-east-1.us-east");
        }
        NodeDirectory node = new NodeDirectory(out);
        if (Files.exists(node.files().certificate())) {
            throw UserError.usage(node.files().certificate()
                    + " is there already; `althing certs rotate` replaces it, or choose another --out");
        }
        try {
            CertificateAuthority.open(authority, CertificateAuthority.Sources.system()).issue(new NodeId(m.group(1)),
                    new Region(m.group(2)), life(days), node);
            say("wrote %1$s/node.pem, node.key, authorities.pem for %2$s".formatted(out, node.identity()));
        } catch (IOException e) {
            throw refused(e);
        } catch (IllegalArgumentException e) {
            throw UserError.usage(String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    static Duration life(int days) {
        if (days < 1) {
            throw UserError.usage("--days must be at least 1, not " + days);
        }
        return Duration.ofDays(days);
    }

    static UserError refused(IOException e) {
        return new UserError(ExitCode.USAGE, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
}
