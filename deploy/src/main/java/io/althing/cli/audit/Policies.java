package io.althing.cli.audit;

import io.althing.audit.MalformedException;
import io.althing.audit.TrustPolicy;
import io.althing.client.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trust policies as files: one file, or a directory of versions {@code 1.tlog-policy}, {@code 2.tlog-policy}, …. */
final class Policies {
    private static final String SUFFIX = ".tlog-policy";

    private Policies() {}

    /** The policy in this file, or the versions in this directory, newest first. */
    static List<TrustPolicy> read(Path place) {
        try {
            if (!Files.isDirectory(place)) {
                return List.of(TrustPolicy.parse(Files.readAllBytes(place)));
            }
            try (Stream<Path> files = Files.list(place)) {
                List<Path> versions = files.filter(file -> version(file).isPresent())
                        .sorted(Comparator.comparing((Path file) -> version(file).orElse(0)).reversed()).toList();
                if (versions.isEmpty()) {
                    throw UserError.usage(place + " holds no trust policy: a file like 1" + SUFFIX);
                }
                return versions.stream().map(Policies::parsed).toList();
            }
        } catch (IOException e) {
            throw UserError.usage("the trust policy " + place + " cannot be read: " + e.getMessage());
        } catch (MalformedException e) {
            throw UserError.usage(place + ": " + e.getMessage());
        }
    }

    private static TrustPolicy parsed(Path file) {
        try {
            return TrustPolicy.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw UserError.usage("the trust policy " + file + " cannot be read: " + e.getMessage());
        } catch (MalformedException e) {
            throw UserError.usage(file + ": " + e.getMessage());
        }
    }

    private static Optional<Integer> version(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[1-9][0-9]{0,5}\\.tlog-policy")
                ? Optional.of(Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())))
                : Optional.empty();
    }
}
