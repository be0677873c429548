package io.althing.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.TextTable;
import io.althing.client.UserError;
import io.althing.raft.transport.PeerIdentity;
import io.althing.raft.transport.PemFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code althing certs show}. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show whose certificates these are and when they end. Exit code 1 if one has ended or ends within --within days.")
final class CertsShowCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "PEM files, or directories of them")
    private List<Path> paths = List.of();

    @Option(names = "--within", paramLabel = "DAYS", defaultValue = "0", description = "also count what ends that soon as ended")
    private int within;

    @Mixin
    private Output output = new Output();

    private record Shown(Path file, X509Certificate certificate) {
        String whose() {
            return PeerIdentity.of(certificate).map(PeerIdentity::toString)
                    .orElseGet(() -> certificate.getSubjectX500Principal().getName());
        }

        Instant ends() {
            return certificate.getNotAfter().toInstant();
        }
    }

    @Override
    public Integer call() {
        List<Shown> all = new ArrayList<>();
        try {
            for (Path path : paths) {
                for (Path file : files(path)) {
                    PemFiles.certificates(file).forEach(c -> all.add(new Shown(file, c)));
                }
            }
        } catch (IOException e) {
            throw CertsCommands.refused(e);
        }
        Instant now = InstantSource.system().instant();
        TextTable table = new TextTable("FILE", "WHOSE", "ISSUED BY", "ENDS", "DAYS LEFT");
        all.forEach(s -> table.row(s.file.toString(), s.whose(),
                s.certificate.getIssuerX500Principal().getName(), s.ends().toString(),
                Long.toString(Duration.between(now, s.ends()).toDays())));
        output.print(() -> json(all), out -> table.print(out, "no certificates"));
        Instant least = now.plus(Duration.ofDays(within));
        return all.stream().anyMatch(s -> s.ends().isBefore(least)) ? ExitCode.REFUSED : ExitCode.OK;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw UserError.usage("there is no file or directory " + path);
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Path> found = entries.filter(p -> p.toString().endsWith(".pem")).sorted().toList();
            if (found.isEmpty()) {
                throw UserError.usage("there is no .pem file in " + path);
            }
            return found;
        }
    }

    private static ObjectNode json(List<Shown> all) {
        ObjectNode report = Json.object();
        ArrayNode list = report.putArray("certificates");
        for (Shown s : all) {
            list.addObject().put("file", s.file.toString()).put("whose", s.whose())
                    .put("issuer", s.certificate.getIssuerX500Principal().getName())
                    .put("serial", s.certificate.getSerialNumber().toString(16))
                    .put("begins", s.certificate.getNotBefore().toInstant().toString())
                    .put("ends", s.ends().toString());
        }
        return report;
    }
}
